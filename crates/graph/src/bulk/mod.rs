//! What every role can open on every other, for very many parties at once.
//!
//! Parties that nobody can tell apart are one *kind*. What passes between kinds inside one network is worked out by the
//! bulk engine for all of them together; what it has no words for (routers, places of which not all is known, the legs of
//! load balancers) is asked of the graph, only for the kinds concerned.

mod cells;
mod cuts;
mod doors;
mod guards;
pub(crate) mod kinds;
mod lots;
pub(crate) mod rest;
mod sites;
mod woven;
mod zones;

use std::collections::BTreeSet;

use crate::matrix::{Rank, Row};
use crate::{Graph, Party};
use cells::Cells;
use woven::Woven;

/// What every role can open on every other one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleMatrix {
    /// Pairs between which anything arrives.
    ///
    /// Shape: sorted by who opens, then on whom.
    pub rows: Vec<Row<Rank>>,
    /// Ranks of which not all was looked at that can be opened on them, because there is too much of it.
    ///
    /// Unknown: in their rows everything is possible, and what is certain is not all that is.
    pub cut_off: BTreeSet<Rank>,
}

impl Graph<'_> {
    /// What the parties of every rank can open on those of every other one: what any of them can on any.
    ///
    /// Shape: as [`Graph::matrix_by_role`], which is its rows.
    pub fn role_matrix(&self) -> RoleMatrix {
        let kinds = kinds::all(self);
        let woven = Woven::new(self, &kinds);
        let mut cells = Cells::default();
        let cut_off = woven.fill(&mut cells);
        cells.merge(rest::between(self, &kinds, &woven));
        cells.merge(rest::internet(self, &kinds));
        cells.merge(rest::behind_balancers(self));
        cells.merge(rest::behind_doors(self));
        RoleMatrix { rows: cells.rows(), cut_off }
    }
}

/// Where the interfaces of a party stand.
fn stands<'g>(graph: &'g Graph<'_>, party: Party) -> &'g [crate::reach::Stand] {
    let hosts = graph.hosts();
    let stands = match party {
        Party::Machine(at) => hosts.of_machine(at).map(|cohort| &cohort.stands),
        Party::Balancer(at) => hosts.fronts.balancers.get(at),
        Party::Cluster(at) => hosts.fronts.clusters.get(at),
        Party::Endpoint(at) => hosts.fronts.endpoints.get(at),
        Party::Internet | Party::Outside(..) | Party::Subnet(_) => None,
    };
    stands.map_or(&[], Vec::as_slice)
}
