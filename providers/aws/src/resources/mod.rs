//! One file a resource type, or a tight family of types.

pub(crate) mod network_acl;
pub(crate) mod security_group;
pub(crate) mod security_group_rule;

mod attachments;
mod autoscaling_group;
mod client_vpn;
mod eip;
mod eks_cluster;
mod eks_fargate_profile;
mod eks_node_group;
mod elb;
mod endpoint_service;
mod fronted;
mod identity;
mod instance;
mod interface;
mod interfaces;
mod launch;
mod lb;
mod lb_front;
mod lb_listener;
mod lb_target_group;
mod machine;
mod member;
mod metadata;
mod network_interface;
mod public_address;
mod s3_object;
mod signals;
mod user_data;
mod volume;
mod volume_encryption;
mod vpc_endpoint;

use std::collections::HashSet;

use ringfence_model::{Model, ResourceId, Volume};

use crate::stack::Stack;

/// Everything that stands in a network, or belongs to something that does.
pub(crate) fn lower(stack: &Stack<'_>, model: &mut Model) {
    volume::lower(stack, model);
    instance::lower(stack, model);
    autoscaling_group::lower(stack, model);
    eks_cluster::lower(stack, model);
    eks_node_group::lower(stack, model);
    eks_fargate_profile::lower(stack, model);
    network_interface::lower(stack, model);
    client_vpn::lower(stack, model);
    lb::lower(stack, model);
    elb::lower(stack, model);
    member::resolve(model);
    fronted::lower(stack, model);
    vpc_endpoint::lower(stack, model);
    s3_object::lower(stack, model);
    once_each(&mut model.volumes);
}

/// Machines that share a template share its disks' description.
fn once_each(volumes: &mut Vec<Volume>) {
    let mut seen: HashSet<ResourceId> = HashSet::with_capacity(volumes.len());
    volumes.retain(|volume| seen.insert(volume.about.id.clone()));
}
