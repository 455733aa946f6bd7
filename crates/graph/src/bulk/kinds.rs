//! Parties that nobody can tell apart.

use std::collections::{BTreeSet, HashMap};

use ringfence_model::{Attached, Link, Truth};
use ringfence_packets::{Bounds, GroupSet};

use super::cuts::{Cuts, Stretches};
use crate::matrix::Rank;
use crate::reach::Stand;
use crate::{Graph, Party};

/// Parties that nobody can tell apart but by name.
#[derive(Debug)]
pub(crate) struct Kind {
    /// At least one, in order.
    pub(crate) members: Vec<Party>,
    pub(super) ranks: Vec<Rank>,
    /// Whether each stands for several equal ones, which reach each other.
    pub(crate) group: bool,
    /// Whether they open connections by themselves.
    pub(crate) sends: bool,
    pub(crate) area: Area,
    /// Where the interfaces' addresses lie, in the order of the stands.
    pub(super) stretches: Vec<Stretches>,
}

/// The networks in which a party stands or may stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Area {
    pub(super) networks: BTreeSet<usize>,
    /// It may be in any other.
    pub(super) anywhere: bool,
}

impl Kind {
    /// Somebody of whom nothing is known but who it is.
    pub(crate) fn of(party: Party) -> Self {
        let area = Area { anywhere: true, ..Area::default() };
        let (members, ranks, stretches) = (vec![party], Vec::new(), Vec::new());
        Self { members, ranks, group: false, sends: true, area, stretches }
    }

    /// The one that speaks for it.
    pub(crate) fn first(&self) -> Party {
        self.members.first().copied().unwrap_or(Party::Internet)
    }

    /// One that what the first sends reaches, if the first is of this kind or another one.
    pub(crate) fn reached_from(&self, from: &Self) -> Option<Party> {
        if self.first() != from.first() {
            return Some(self.first());
        }
        self.members.get(1).copied().or_else(|| self.group.then(|| self.first()))
    }
}

impl Area {
    /// Whether packets may come from here to another area.
    ///
    /// Unknown: what may stand in any network may share one with anything.
    pub(crate) fn may_reach(&self, graph: &Graph<'_>, to: &Self) -> bool {
        let linked = |network: &usize| {
            let mut sources = graph.hosts().linked.sources_of(*network);
            sources.any(|source| self.networks.contains(&source))
        };
        self.anywhere
            || to.anywhere
            || !self.networks.is_disjoint(&to.networks)
            || to.networks.iter().any(linked)
    }
}

/// What a filter can tell of where a machine stands, by numbers.
#[derive(PartialEq, Eq, Hash)]
struct Post<'g> {
    interface: usize,
    place: usize,
    ingress: Vec<usize>,
    egress: Vec<usize>,
    groups: &'g Bounds<GroupSet>,
    stretches: Stretches,
}

/// All that anybody can tell of a machine, and what it is counted with.
#[derive(PartialEq, Eq, Hash)]
struct Likeness {
    posts: usize,
    public: Vec<(Truth, Truth)>,
    group: bool,
    ranks: Vec<Rank>,
}

/// Every kind but the internet.
pub(crate) fn all(graph: &Graph<'_>) -> Vec<Kind> {
    let cuts = Cuts::new(graph.model());
    let mut kinds = machines(graph, &cuts);
    for party in graph.parties() {
        let (area, sends) = match party {
            Party::Internet | Party::Machine(_) | Party::Subnet(_) => continue,
            Party::Outside(router, _) => (beside(graph, router), true),
            Party::Balancer(_) | Party::Endpoint(_) => (area(graph, super::stands(graph, party)), false),
            Party::Cluster(at) => {
                let cluster = graph.model().clusters.get(at);
                let known = cluster.is_some_and(|cluster| !cluster.filters.is_empty());
                (area(graph, super::stands(graph, party)), known)
            }
        };
        let stretches = lie(&cuts, super::stands(graph, party));
        let ranks = graph.ranks(party);
        kinds.push(Kind { members: vec![party], ranks, group: false, sends, area, stretches });
    }
    kinds
}

fn machines(graph: &Graph<'_>, cuts: &Cuts) -> Vec<Kind> {
    let hosts = graph.hosts();
    let mut numbers: HashMap<(Truth, Vec<Post<'_>>), usize> = HashMap::new();
    let cohorts = hosts.cohorts.iter().map(|cohort| {
        let posts = cohort.stands.iter().map(|stand| Post {
            interface: stand.interface,
            place: stand.place,
            ingress: stand.ingress.iter().map(|sieve| sieve.content).collect(),
            egress: stand.egress.iter().map(|sieve| sieve.content).collect(),
            groups: &stand.origin.groups,
            stretches: cuts.stretches(&stand.origin.addresses),
        });
        let next = numbers.len();
        *numbers.entry((cohort.exists, posts.collect())).or_insert(next)
    });
    let cohorts: Vec<usize> = cohorts.collect();
    let mut kinds: Vec<Kind> = Vec::new();
    let mut known: HashMap<Likeness, usize> = HashMap::new();
    for (at, machine) in graph.model().machines.iter().enumerate() {
        let party = Party::Machine(at);
        let Some(posts) = hosts.number_of(at).and_then(|cohort| cohorts.get(cohort)) else { continue };
        let public = machine.interfaces.iter();
        let public = public.map(|own| (own.public_v4.truth(), own.public_v6.truth())).collect();
        let (ranks, group) = (graph.ranks(party), graph.is_group(party));
        let likeness = Likeness { posts: *posts, public, group, ranks: ranks.clone() };
        let kind = *known.entry(likeness).or_insert(kinds.len());
        if let Some(kind) = kinds.get_mut(kind) {
            kind.members.push(party);
            continue;
        }
        let stands = super::stands(graph, party);
        let (area, stretches) = (area(graph, stands), lie(cuts, stands));
        kinds.push(Kind { members: vec![party], ranks, group, sends: true, area, stretches });
    }
    kinds
}

fn lie(cuts: &Cuts, stands: &[Stand]) -> Vec<Stretches> {
    stands.iter().map(|stand| cuts.stretches(&stand.origin.addresses)).collect()
}

fn area(graph: &Graph<'_>, stands: &[Stand]) -> Area {
    let mut area = Area::default();
    for stand in stands {
        match graph.hosts().places.get(stand.place).and_then(|place| place.network) {
            Some(network) => area.networks.extend([network]),
            None => area.anywhere = true,
        }
    }
    area
}

/// The networks to which a router's places outside may be near.
fn beside(graph: &Graph<'_>, router: usize) -> Area {
    let mut area = Area::default();
    let router = graph.model().routers.get(router);
    for side in router.into_iter().flat_map(|router| &router.attachments) {
        match &side.to {
            Attached::Network(link @ Link::To { .. }) => area.networks.extend(graph.index().network(link)),
            Attached::Outside { .. } => {}
            _ => area.anywhere = true,
        }
    }
    area
}
