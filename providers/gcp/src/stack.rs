//! What the lowering of every resource may look at, and what it leaves for the others.

use std::collections::{BTreeMap, HashMap, HashSet};

use ringfence_model::{Model, ResourceId, Sources};
use ringfence_provider::Records;
use ringfence_terraform::Record;

use crate::compute::tags_in_use;
use crate::iam::Attachment;
use crate::naming::Namings;
use crate::network::RankedRoute;
use crate::symbol::Symbol;

/// The input of one lowering.
pub(crate) struct Stack<'a> {
    /// Every record of the stack.
    pub(crate) records: Records<'a>,
    /// The files they stand in.
    pub(crate) sources: &'a Sources,
    /// Network tags that machines carry: what an unknown tag of a rule may turn out to be.
    pub(crate) tags: Vec<Symbol>,
    /// Those of them that are known in part only: what a known tag may turn out to be.
    pub(crate) open_tags: Vec<Symbol>,
    /// What names what.
    pub(crate) namings: Namings<'a>,
}

impl<'a> Stack<'a> {
    pub(crate) fn new(records: &'a [Record], sources: &'a Sources) -> Self {
        let records = Records::new(records);
        let tags = tags_in_use(&records);
        let open_tags = tags.iter().filter(|tag| !tag.exact).cloned().collect();
        Self { records, sources, tags, open_tags, namings: Namings::default() }
    }
}

/// The output of one lowering.
pub(crate) struct Lowered<'m> {
    /// What the graph reads.
    pub(crate) model: &'m mut Model,
    /// Service accounts as machines use them, by the identity that stands for that use.
    pub(crate) attachments: BTreeMap<ResourceId, Attachment>,
    /// Positions of the model's subnets by network.
    pub(crate) subnets: SubnetsOf,
    /// Disks that were made with their machines.
    pub(crate) disks: HashSet<ResourceId>,
    /// All routes of the networks of which some routes are for some machines only.
    pub(crate) tagged_routes: HashMap<ResourceId, Vec<RankedRoute>>,
}

/// Positions of the model's subnets by network, for as many as were seen.
#[derive(Debug, Default)]
pub(crate) struct SubnetsOf {
    seen: usize,
    by_network: HashMap<ResourceId, Vec<usize>>,
}

impl SubnetsOf {
    /// Those of a network, in the model's order.
    pub(crate) fn network(&mut self, model: &Model, network: &ResourceId) -> &[usize] {
        for (at, subnet) in model.subnets.iter().enumerate().skip(self.seen) {
            if let Some(id) = subnet.network.id() {
                self.by_network.entry(id.clone()).or_default().push(at);
            }
        }
        self.seen = model.subnets.len();
        self.by_network.get(network).map_or(&[], Vec::as_slice)
    }
}
