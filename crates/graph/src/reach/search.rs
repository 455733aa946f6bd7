//! The search for ways over the edges.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Traffic};

use super::answers::Travel;
use super::{Edge, Node, Way};

/// The longest path that is followed.
const MAX_HOPS: usize = 16;

/// So many hops from the internet each edge opens a search of its own, which any core may do: behind a gateway
/// stand many subnets.
const APART: usize = 2;

/// The edges by where they start, each list in the order of the edges.
#[derive(Debug)]
pub(crate) struct Search {
    outgoing: HashMap<Node, Vec<Arc<Edge>>>,
}

/// A path in the making: what arrives at the end of its last edge.
#[derive(Clone)]
struct Path<'e> {
    edges: Vec<&'e Arc<Edge>>,
    travel: Arc<Travel>,
}

impl Search {
    pub(crate) fn new(edges: &[Arc<Edge>]) -> Self {
        let mut outgoing: HashMap<Node, Vec<Arc<Edge>>> = HashMap::new();
        for edge in edges {
            outgoing.entry(edge.from.clone()).or_default().push(Arc::clone(edge));
        }
        Self { outgoing }
    }

    /// All ways from the internet that something may travel.
    ///
    /// Shape: the shortest first; every target that can be reached has at least one.
    pub(crate) fn all_from_internet(&self) -> Vec<Way> {
        let everything = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
        let start = Path { edges: Vec::new(), travel: Arc::new(Travel::of(Bounds::exact(everything))) };
        let mut found = self.beyond(&Node::Internet, &start);
        found.sort_by_key(|way| way.edges.len());
        found
    }

    /// The ways that go on from a node, where this arrives over these edges.
    pub(crate) fn onward(&self, node: &Node, edges: &[Arc<Edge>], travel: &Arc<Travel>) -> Vec<Way> {
        self.beyond(node, &Path { edges: edges.iter().collect(), travel: Arc::clone(travel) })
    }

    /// The ways of what sets out on the internet into a place.
    pub(crate) fn to_place(&self, place: &Node, start: &Arc<Travel>) -> Vec<Way> {
        let edges = |at: &Node| self.outgoing.get(at).map_or(&[][..], Vec::as_slice);
        let mut found = Vec::new();
        for first in edges(&Node::Internet) {
            let travel = first.carry(start);
            if first.to == *place {
                found.extend(Way::arrived(vec![Arc::clone(first)], &travel));
            }
            for second in edges(&first.to).iter().filter(|second| second.to == *place) {
                found.extend(Way::arrived(
                    vec![Arc::clone(first), Arc::clone(second)],
                    &second.carry(&travel),
                ));
            }
        }
        found
    }

    /// The ways that go on from the end of a path.
    fn beyond<'e>(&'e self, at: &Node, path: &Path<'e>) -> Vec<Way> {
        let outgoing = self.outgoing.get(at).map_or(&[][..], Vec::as_slice);
        if path.edges.len() >= MAX_HOPS {
            return Vec::new();
        }
        if path.edges.len() < APART {
            let searches = outgoing.par_iter().map(|edge| self.through(edge, path, edge.carry(&path.travel)));
            return searches.flatten_iter().collect();
        }
        let mut alike: HashMap<usize, Arc<Travel>> = HashMap::new();
        let mut found = Vec::new();
        for edge in outgoing {
            let carried = || edge.carry(&path.travel);
            let arriving = match edge.alike {
                Some(number) => Arc::clone(alike.entry(number).or_insert_with(carried)),
                None => carried(),
            };
            found.extend(self.through(edge, path, arriving));
        }
        found
    }

    /// The ways through one more edge, given what arrives at its end.
    fn through<'e>(&'e self, edge: &'e Arc<Edge>, path: &Path<'e>, arriving: Arc<Travel>) -> Vec<Way> {
        let returns = edge.to == Node::Internet || path.edges.iter().any(|earlier| earlier.from == edge.to);
        if returns || arriving.flows.may.is_empty() {
            return Vec::new();
        }
        let mut longer = Path { edges: path.edges.clone(), travel: arriving };
        longer.edges.push(edge);
        let mut found = Vec::new();
        if matches!(edge.to, Node::Machine(_) | Node::Cluster(_) | Node::Listener(..)) {
            let edges = longer.edges.iter().map(|edge| Arc::clone(edge)).collect();
            found.extend(Way::arrived(edges, &longer.travel));
        }
        found.extend(self.beyond(&edge.to, &longer));
        found
    }
}
