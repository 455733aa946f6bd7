//! The search for ways over the edges.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Traffic};

use super::{Edge, Node, Way};

/// The longest path that is followed.
const MAX_HOPS: usize = 12;

/// So many hops from the internet each edge opens a search of its own, which any core may do: behind a gateway
/// stand many subnets.
const APART: usize = 2;

/// What travels: shared, since many edges lead to machines that stand alike.
type Flows = Arc<Bounds<FlowSet>>;

/// The edges by where they start, each list in the order of the edges.
struct Search<'e> {
    outgoing: HashMap<&'e Node, Vec<&'e Arc<Edge>>>,
}

/// A path in the making: what arrives at the end of its last edge.
#[derive(Clone)]
struct Path<'e> {
    edges: Vec<&'e Arc<Edge>>,
    flows: Flows,
}

/// All ways from the internet that something may travel.
///
/// Shape: the shortest first; every target that can be reached has at least one.
pub(crate) fn ways(edges: &[Arc<Edge>]) -> Vec<Way> {
    let mut outgoing: HashMap<&Node, Vec<&Arc<Edge>>> = HashMap::new();
    for edge in edges {
        outgoing.entry(&edge.from).or_default().push(edge);
    }
    let everything = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
    let start = Path { edges: Vec::new(), flows: Arc::new(Bounds::exact(everything)) };
    let mut found = Search { outgoing }.beyond(&Node::Internet, &start);
    found.sort_by_key(|way| way.edges.len());
    found
}

impl<'e> Search<'e> {
    /// The ways that go on from the end of a path.
    fn beyond(&self, at: &Node, path: &Path<'e>) -> Vec<Way> {
        let outgoing = self.outgoing.get(at).map_or(&[][..], Vec::as_slice);
        if path.edges.len() >= MAX_HOPS {
            return Vec::new();
        }
        if path.edges.len() < APART {
            let searches = outgoing.par_iter().map(|edge| self.through(edge, path, edge.carry(&path.flows)));
            return searches.flatten_iter().collect();
        }
        let mut alike: HashMap<usize, Flows> = HashMap::new();
        let mut found = Vec::new();
        for edge in outgoing {
            let carried = || edge.carry(&path.flows);
            let arriving = match edge.alike {
                Some(number) => Arc::clone(alike.entry(number).or_insert_with(carried)),
                None => carried(),
            };
            found.extend(self.through(edge, path, arriving));
        }
        found
    }

    /// The ways through one more edge, given what arrives at its end.
    fn through(&self, edge: &'e Arc<Edge>, path: &Path<'e>, arriving: Flows) -> Vec<Way> {
        let returns = edge.to == Node::Internet || path.edges.iter().any(|earlier| earlier.from == edge.to);
        if returns || arriving.may.is_empty() {
            return Vec::new();
        }
        let mut longer = Path { edges: path.edges.clone(), flows: arriving };
        longer.edges.push(edge);
        let mut found = Vec::new();
        if matches!(edge.to, Node::Machine(_) | Node::Cluster(_) | Node::Listener(..)) {
            let edges = longer.edges.iter().map(|edge| Arc::clone(edge)).collect();
            found.push(Way { edges, flows: Arc::clone(&longer.flows) });
        }
        found.extend(self.beyond(&edge.to, &longer));
        found
    }
}
