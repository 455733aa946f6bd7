//! Who can reach what: edges, the search over them, and the reasons of a way.

mod answers;
mod behind;
mod crossing;
mod crowd;
mod doors;
mod east_west;
mod edge;
mod explain;
mod fronts;
mod gates;
mod hosts;
mod inbound;
mod lanes;
mod linked;
mod naming;
mod neighbours;
mod outward;
mod parties;
mod place;
mod public;
mod roads;
mod search;
mod sieve;
mod sieves;
mod strangers;
mod view;

use std::sync::Arc;

use ringfence_model::{Model, ResourceId};
use ringfence_packets::{Bounds, FlowSet};

use crate::index::Index;
use answers::Settled;
use sieves::Sieves;

pub use explain::{Because, ExplainedHop};
pub use parties::Party;
pub use public::{Family, PublicAddress};

pub(crate) use answers::Travel;
pub(crate) use crossing::Crossing;
pub(crate) use doors::Doors;
pub(crate) use east_west::{admitted, admitting_rules};
pub(crate) use edge::{Edge, Pass};
pub(crate) use hosts::{Border, Hosts, Stand};
pub(crate) use inbound::tcp;
pub(crate) use lanes::{Lane, Target, lanes};
pub(crate) use naming::{admitting_gaps, naming_rules};
pub(crate) use neighbours::{Near, Neighbours};
pub(crate) use outward::{out_of_subnet, ways as outward};
pub(crate) use place::Place;
pub(crate) use public::Fronts;
pub(crate) use roads::{Errand, Roads, Spot};
pub(crate) use search::Search;
pub(crate) use sieve::Sieve;
pub(crate) use strangers::Strangers;

/// Who stands where, the edges that a packet from the internet can take, and those behind doors of services.
pub(crate) fn lay(model: &Model, index: &Index) -> (Hosts, Vec<Arc<Edge>>, Doors) {
    let mut sieves = Sieves::new(model, index);
    let hosts = Hosts::new(model, index, &mut sieves);
    let (edges, doors) = inbound::edges(model, index, &hosts, &mut sieves);
    (hosts, edges, doors)
}

/// A place that a packet passes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// Everybody on the public internet.
    Internet,
    /// A gateway between the internet and a network.
    Gateway(ResourceId),
    /// A subnet, declared or only referred to.
    Subnet(ResourceId),
    /// A network: between its subnets, or where no subnet is known.
    Network(ResourceId),
    /// The front of a load balancer; position in the model.
    Balancer(usize),
    /// A listener of a load balancer.
    Listener(usize, usize),
    /// A machine; position in the model.
    Machine(usize),
    /// The endpoint of a managed cluster; position in the model.
    Cluster(usize),
    /// A door of a service into a network; position in the model.
    Endpoint(usize),
    /// A router between networks; position in the model.
    Router(usize),
    /// Places outside the cloud behind an attachment of a router; positions in the model and in the router.
    Outside(usize, usize),
}

/// A path from a source to a target, and what can travel it.
#[derive(Clone, Debug)]
pub struct Way {
    /// The edges, in order of travel; never empty, each starts where the one before ended.
    pub(crate) edges: Vec<Arc<Edge>>,
    /// What can be opened: by source address, protocol and port at the target.
    pub flows: Arc<Bounds<FlowSet>>,
    /// What arrives, but of which answers are stopped, to some or to all ports of the client.
    pub unanswered: Arc<Bounds<FlowSet>>,
}

impl Way {
    /// The way over these edges, if anything arrives.
    pub(crate) fn arrived(edges: Vec<Arc<Edge>>, travel: &Travel) -> Option<Self> {
        let Settled { open, unanswered } = travel.settled().clone();
        let arrives = !open.may.is_empty() || !unanswered.may.is_empty();
        arrives.then_some(Self { edges, flows: open, unanswered })
    }

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
