//! Who can reach what: edges, the search over them, and the reasons of a way.

mod east_west;
mod edge;
mod explain;
mod inbound;
mod place;
mod public;
mod search;
mod sieve;

use ringfence_model::ResourceId;
use ringfence_packets::{Bounds, FlowSet};

pub use explain::{Because, ExplainedHop};
pub use public::{Family, PublicAddress};

pub(crate) use east_west::{Crossing, admitted, admitting_rules};
pub(crate) use inbound::edges;
pub(crate) use place::ranges;
pub(crate) use public::addresses as public_addresses;
pub(crate) use search::ways;

pub(crate) use edge::Edge;

/// A place that a packet passes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// Everybody on the public internet.
    Internet,
    /// A gateway between the internet and a network.
    Gateway(ResourceId),
    /// A subnet, declared or only referred to.
    Subnet(ResourceId),
    /// A network, where no subnet is known.
    Network(ResourceId),
    /// The front of a load balancer; position in the model.
    Balancer(usize),
    /// A listener of a load balancer.
    Listener(usize, usize),
    /// A machine; position in the model.
    Machine(usize),
    /// The endpoint of a managed cluster; position in the model.
    Cluster(usize),
}

/// A path from a source to a target, and what can travel it.
#[derive(Clone, Debug)]
pub struct Way {
    /// The edges, in order of travel; never empty, each starts where the one before ended.
    pub(crate) edges: Vec<Edge>,
    /// What arrives: by source address, protocol and port at the target.
    pub flows: Bounds<FlowSet>,
}

impl Way {
    /// Where it starts.
    pub fn from(&self) -> &Node {
        self.edges.first().map_or(&Node::Internet, |edge| &edge.from)
    }

    /// Where it ends.
    pub fn to(&self) -> &Node {
        self.edges.last().map_or(&Node::Internet, |edge| &edge.to)
    }

    /// The nodes on it, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        std::iter::once(self.from()).chain(self.edges.iter().map(|edge| &edge.to))
    }

    /// The load balancer it passes, if it passes one: position in the model.
    pub fn balancer(&self) -> Option<usize> {
        self.nodes().find_map(|node| match node {
            Node::Balancer(at) => Some(*at),
            _ => None,
        })
    }
}
