//! What the fabric does not tell of, asked of the graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Traffic};

use super::cells::Cells;
use super::kinds::Kind;
use super::lots::{Lot, lots};
use super::woven::Woven;
use crate::matrix::Rank;
use crate::reach::{Node, Pass, Travel};
use crate::{Graph, Party, Reach};

/// What passes between kinds in ways that the fabric has no words for.
pub(super) fn between(graph: &Graph<'_>, kinds: &[Kind], woven: &Woven) -> Cells {
    let lots = lots(kinds, woven);
    let targets = |from: &Lot<'_>| -> Vec<usize> {
        let near = lots.iter().filter(|to| from.may_reach(graph, woven, to));
        near.flat_map(|to| to.kinds.iter().copied()).collect()
    };
    let sources: Vec<(Vec<usize>, &Lot<'_>)> = lots.iter().map(|lot| (targets(lot), lot)).collect();
    let pairs = sources
        .par_iter()
        .flat_map(|(targets, from)| from.kinds.par_iter().map(move |kind| (*kind, targets.as_slice())));
    pairs.map(|(from, targets)| of_one(graph, kinds, from, targets)).reduce(Cells::default, both)
}

fn both(mut some: Cells, others: Cells) -> Cells {
    some.merge(others);
    some
}

fn of_one(graph: &Graph<'_>, kinds: &[Kind], from: usize, targets: &[usize]) -> Cells {
    let mut cells = Cells::default();
    let Some(source) = kinds.get(from).filter(|kind| kind.sends) else { return cells };
    for &to in targets {
        let Some(target) = kinds.get(to) else { continue };
        let Some(second) = target.reached_from(source) else { continue };
        cells.add(&source.ranks, &target.ranks, &reach(graph, source.first(), second));
    }
    cells
}

fn reach(graph: &Graph<'_>, from: Party, to: Party) -> Reach {
    if let Party::Balancer(at) = to { to_listeners(graph, from, at) } else { graph.reach(from, to) }
}

/// What somebody inside can open on the listeners of a balancer, without going on to what stands behind.
fn to_listeners(graph: &Graph<'_>, from: Party, at: usize) -> Reach {
    let Some(balancer) = graph.model().balancers.get(at) else { return Reach::none() };
    let mut all = Reach::none();
    for arrival in graph.crossing(from, Party::Balancer(at)).arrivals() {
        for listener in &balancer.listeners {
            let mut travel = arrival.travel.onward();
            Pass::Only(listener.traffic.clone()).apply(&mut travel);
            all = all.union(&arrived(&travel));
        }
    }
    all
}

fn arrived(travel: &Travel) -> Reach {
    let settled = travel.settled();
    Reach {
        open: settled.open.map(FlowSet::traffic),
        answer_blocked: settled.unanswered.map(FlowSet::traffic),
    }
}

/// What the internet and kinds can open on each other.
pub(super) fn internet(graph: &Graph<'_>, kinds: &[Kind]) -> Cells {
    let of_kind = |kind: &Kind| {
        let mut cells = Cells::default();
        let everybody = [Rank::Internet];
        cells.add(&everybody, &kind.ranks, &graph.reach(Party::Internet, kind.first()));
        cells.add(&kind.ranks, &everybody, &graph.reach(kind.first(), Party::Internet));
        cells
    };
    kinds.par_iter().map(of_kind).reduce(Cells::default, both)
}

/// What load balancers can open on what stands behind them.
pub(super) fn behind_balancers(graph: &Graph<'_>) -> Cells {
    let of_balancer = |at: usize| {
        let mut cells = Cells::default();
        let ranks = graph.ranks(Party::Balancer(at));
        for (to, reach) in behind(graph, at) {
            cells.add(&ranks, &graph.ranks(to), &reach);
        }
        cells
    };
    (0..graph.model().balancers.len()).into_par_iter().map(of_balancer).reduce(Cells::default, both)
}

/// What the doors of services lead to.
pub(super) fn behind_doors(graph: &Graph<'_>) -> Cells {
    let mut cells = Cells::default();
    for at in graph.doors().open() {
        let ranks = graph.ranks(Party::Endpoint(at));
        for (to, reach) in behind_door(graph, at) {
            cells.add(&ranks, &graph.ranks(to), &reach);
        }
    }
    cells
}

/// What the door of a service leads to, in order.
pub(crate) fn behind_door(graph: &Graph<'_>, door: usize) -> BTreeMap<Party, Reach> {
    let leads_to = graph.model().endpoints.get(door).and_then(|door| door.leads_to.value());
    let behind =
        leads_to.into_iter().flatten().filter_map(|behind| graph.index().balancer(behind.balancer.id()?));
    let reach = |at| (Party::Balancer(at), graph.reach(Party::Endpoint(door), Party::Balancer(at)));
    behind.map(reach).collect()
}

/// What a load balancer can open on each party behind it, in order.
pub(crate) fn behind(graph: &Graph<'_>, balancer: usize) -> BTreeMap<Party, Reach> {
    let everybody = FlowSet::of(&Peers::addresses(AddressSet::all()), &Traffic::all());
    let start = Arc::new(Travel::of(Bounds::exact(everybody)));
    let mut found: BTreeMap<Party, Reach> = BTreeMap::new();
    for way in graph.search().onward(&Node::Balancer(balancer), &[], &start) {
        let to = match way.to() {
            Node::Machine(machine) => Party::Machine(*machine),
            Node::Cluster(cluster) => Party::Cluster(*cluster),
            _ => continue,
        };
        let all = found.entry(to).or_insert_with(Reach::none);
        *all = all.union(&way.reach());
    }
    found
}
