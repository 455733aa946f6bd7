//! The search for ways over the edges.

use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Traffic};

use super::{Edge, Node, Way};

/// The longest path that is followed.
const MAX_HOPS: usize = 12;

/// All ways from the internet that something may travel, by where they end.
///
/// Shape: the shortest first; every target that can be reached has at least one.
pub(crate) fn ways(edges: &[Edge]) -> Vec<Way> {
    let everything = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
    let mut found = Vec::new();
    walk(edges, &Node::Internet, &Bounds::exact(everything), &mut Vec::new(), &mut found);
    found.sort_by_key(|way| way.edges.len());
    found
}

fn walk<'e>(
    edges: &'e [Edge],
    at: &Node,
    flows: &Bounds<FlowSet>,
    path: &mut Vec<&'e Edge>,
    found: &mut Vec<Way>,
) {
    if path.len() >= MAX_HOPS {
        return;
    }
    for edge in edges.iter().filter(|edge| edge.from == *at) {
        if edge.to == Node::Internet || path.iter().any(|earlier| earlier.from == edge.to) {
            continue;
        }
        let arriving = edge.carry(flows);
        if arriving.may.is_empty() {
            continue;
        }
        path.push(edge);
        if matches!(edge.to, Node::Machine(_) | Node::Cluster(_) | Node::Listener(..)) {
            let edges = path.iter().map(|edge| (*edge).clone()).collect();
            found.push(Way { edges, flows: arriving.clone() });
        }
        walk(edges, &edge.to, &arriving, path, found);
        path.pop();
    }
}
