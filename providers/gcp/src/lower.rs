//! The stages of lowering, in order.

use std::collections::{BTreeMap, HashMap, HashSet};

use ringfence_model::{Model, Sources};
use ringfence_terraform::Record;

use crate::stack::{Lowered, Stack, SubnetsOf};
use crate::{balancer, compute, gke, iam, network};

/// Lowers the records of one stack.
///
/// Machines come before networks, so that networks which are only mentioned are known; filters come last,
/// since they hang at networks; after them only the routes of some machines, which part subnets.
pub(crate) fn lower(records: &[Record], sources: &Sources, model: &mut Model) {
    let stack = Stack::new(records, sources);
    let mut out = Lowered {
        model,
        attachments: BTreeMap::new(),
        subnets: SubnetsOf::default(),
        disks: HashSet::new(),
        tagged_routes: HashMap::new(),
    };
    network::lower_subnets(&stack, &mut out);
    network::lower_networks(&stack, &mut out);
    compute::lower_disks(&stack, &mut out);
    compute::lower_instances(&stack, &mut out);
    compute::lower_groups(&stack, &mut out);
    gke::lower(&stack, &mut out);
    balancer::lower(&stack, &mut out);
    network::lower_outside(&stack, &mut out);
    network::lower_links(&stack, &mut out);
    network::lower_firewalls(&stack, &mut out);
    iam::lower(&stack, &mut out);
    network::lower_tagged_routes(&stack, &mut out);
}
