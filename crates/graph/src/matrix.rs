//! Who can open what on whom, for everybody at once.

use std::collections::HashMap;

use rayon::prelude::*;
use ringfence_model::{Attached, Role};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Traffic};

use crate::bulk::kinds::{self, Kind};
use crate::bulk::rest;
use crate::roles::Subject;
use crate::{Graph, Party, Reach};

/// A row or column of a matrix by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// Everybody on the public internet.
    Internet,
    /// Places outside the cloud that private lines lead to.
    Outside,
    /// Everything that plays a role.
    Role(Role),
    /// Load balancers that are no API endpoint.
    Balancer,
    /// Doors of services.
    Service,
    /// Machines of which no role is known.
    Other,
}

/// One side of a row of a matrix by host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Peer {
    /// A party inside.
    Party(Party),
    /// These addresses of the internet.
    Internet(AddressSet),
    /// These addresses outside the cloud, behind an attachment of a router.
    Outside(Party, AddressSet),
}

/// What one can open on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<P> {
    /// Who opens.
    pub from: P,
    /// On whom.
    pub to: P,
    /// What.
    pub reach: Reach,
}

impl Graph<'_> {
    /// What every pair of parties can open on each other; the internet and places outside in ranges of addresses that
    /// can open the same.
    ///
    /// Shape: sorted by who opens, then on whom; pairs between which nothing arrives are left out.
    pub fn matrix_by_host(&self) -> Vec<Row<Peer>> {
        let kinds = std::iter::once(Kind::of(Party::Internet)).chain(kinds::all(self));
        self.pairwise(&kinds.collect::<Vec<_>>())
    }

    /// What every pair of subnets can open on each other as far as their borders and routes decide, and every subnet and
    /// the internet.
    ///
    /// Shape: as [`Graph::matrix_by_host`].
    pub fn matrix_by_subnet(&self) -> Vec<Row<Peer>> {
        let outside = self.parties().into_iter().take_while(|party| !matches!(party, Party::Machine(_)));
        let outside = outside.filter(|party| matches!(party, Party::Internet | Party::Outside(..)));
        let subnets = (0..self.model().subnets.len()).map(Party::Subnet);
        self.pairwise(&outside.chain(subnets).map(Kind::of).collect::<Vec<_>>())
    }

    fn pairwise(&self, kinds: &[Kind]) -> Vec<Row<Peer>> {
        let rows = kinds.par_iter().flat_map_iter(|from| {
            let near = kinds.iter().filter(move |to| from.sends && from.area.may_reach(self, &to.area));
            near.flat_map(move |to| self.rows(from, to))
        });
        let mut found: Vec<Row<Peer>> = rows.collect();
        let parties = kinds.iter().flat_map(|kind| &kind.members);
        for party in parties {
            let behind = match party {
                Party::Balancer(at) => rest::behind(self, *at),
                Party::Endpoint(at) => rest::behind_door(self, *at),
                _ => continue,
            };
            let behind = behind.into_iter().filter(|(_, reach)| !reach.is_none());
            let from = Peer::Party(*party);
            found.extend(behind.map(|(to, reach)| Row { from: from.clone(), to: Peer::Party(to), reach }));
        }
        found.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        found
    }

    /// What the parties of every rank can open on those of every other one: what any of them can on any.
    ///
    /// Shape: sorted; pairs between which nothing arrives are left out. A machine of several roles counts for each.
    pub fn matrix_by_role(&self) -> Vec<Row<Rank>> {
        self.role_matrix().rows
    }

    /// The ranks of a party.
    pub fn ranks(&self, party: Party) -> Vec<Rank> {
        let class = match party {
            Party::Internet => return vec![Rank::Internet],
            Party::Outside(..) => return vec![Rank::Outside],
            Party::Endpoint(_) => return vec![Rank::Service],
            Party::Subnet(_) => return Vec::new(),
            Party::Cluster(_) => return vec![Rank::Role(Role::ApiEndpoint)],
            Party::Machine(at) => self.class_of(at),
            Party::Balancer(at) => {
                // Balancers stand behind all machines.
                let mut others = self.classifications().iter().skip(self.model().machines.len());
                others.find(|class| class.subject == Subject::Balancer(at))
            }
        };
        let roles = class.map(|class| class.roles.iter().map(|role| Rank::Role(*role)).collect::<Vec<_>>());
        let other = if matches!(party, Party::Balancer(_)) { Rank::Balancer } else { Rank::Other };
        roles.filter(|roles| !roles.is_empty()).unwrap_or_else(|| vec![other])
    }

    /// What each of a kind can open on each of another one, or of the same.
    fn rows(&self, from: &Kind, to: &Kind) -> Vec<Row<Peer>> {
        let parts = to.reached_from(from).map(|second| self.parts(from.first(), second));
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else { return Vec::new() };
        let pairs = from.members.iter().flat_map(|from| to.members.iter().map(move |to| (*from, *to)));
        let pairs = pairs.filter(|(one, other)| one != other || to.group);
        let each = |(from, to): (Party, Party)| {
            let own = parts.iter().map(move |(set, reach)| {
                let (from, to) = (peer(from, set), peer(to, set));
                Row { from, to, reach: reach.clone() }
            });
            own.collect::<Vec<_>>()
        };
        pairs.flat_map(each).collect()
    }

    /// What one party can open on another one, by the addresses of the one that stands outside.
    fn parts(&self, from: Party, to: Party) -> Vec<(AddressSet, Reach)> {
        let whole = |set| {
            let reach = self.reach(from, to);
            if reach.is_none() { Vec::new() } else { vec![(set, reach)] }
        };
        match (from, to) {
            (Party::Internet | Party::Outside(..), Party::Internet | Party::Outside(..)) => Vec::new(),
            (Party::Internet | Party::Outside(..), _) | (_, Party::Internet) => self.by_address(from, to),
            (_, Party::Outside(..)) => whole(self.addresses_outside(to)),
            _ => whole(AddressSet::empty()),
        }
    }

    fn addresses_outside(&self, party: Party) -> AddressSet {
        let Party::Outside(router, attachment) = party else { return AddressSet::empty() };
        let side = self.model().routers.get(router).and_then(|router| router.attachments.get(attachment));
        match side.map(|side| &side.to) {
            Some(Attached::Outside { ranges, .. }) => ranges.may.clone(),
            _ => AddressSet::empty(),
        }
    }

    /// What each range of addresses on one side can open, or can be opened on it.
    fn by_address(&self, from: Party, to: Party) -> Vec<(AddressSet, Reach)> {
        let nothing = || Bounds::exact(FlowSet::empty());
        let (mut open, mut blocked) = (nothing(), nothing());
        for way in self.direct(from, to) {
            open = open.union(&way.flows);
            blocked = blocked.union(&way.unanswered);
        }
        let sets = [&open.must, &open.may, &blocked.must, &blocked.may];
        let mut parts: Vec<AddressSet> = Vec::new();
        for cell in sets.iter().flat_map(|set| set.cells()) {
            parts = told_apart(parts, &cell.peers.addresses);
        }
        let mut found: HashMap<[Traffic; 4], AddressSet> = HashMap::new();
        for part in parts {
            let of_part = sets.map(|set| set.traffic_every(&part));
            let all = found.entry(of_part).or_insert_with(AddressSet::empty);
            *all = all.union(&part);
        }
        let mut rows: Vec<(AddressSet, Reach)> = found
            .into_iter()
            .map(|([must, may, blocked_must, blocked_may], set)| {
                let answer_blocked = Bounds::new(blocked_must, blocked_may);
                (set, Reach { open: Bounds::new(must, may), answer_blocked })
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows
    }
}

/// Parts that the addresses do not cut in two, and what was in none of them.
fn told_apart(parts: Vec<AddressSet>, by: &AddressSet) -> Vec<AddressSet> {
    let mut rest = by.clone();
    let mut found = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        rest = rest.difference(&part);
        found.extend([part.intersection(by), part.difference(by)].into_iter().filter(|set| !set.is_empty()));
    }
    found.extend((!rest.is_empty()).then_some(rest));
    found
}

fn peer(party: Party, set: &AddressSet) -> Peer {
    match party {
        Party::Internet => Peer::Internet(set.clone()),
        Party::Outside(..) => Peer::Outside(party, set.clone()),
        _ => Peer::Party(party),
    }
}
