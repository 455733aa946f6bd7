//! `aws_eks_node_group`: nodes that the service makes and runs.
//!
//! Source: `aws_eks_node_group`; EKS User Guide, managed node groups and launch templates (read 2026-11-23).

use ringfence_model::{Gap, GapKind, Link, MachineKind, Model, Source, Tag};
use ringfence_provider::{Fields, about, tags};
use ringfence_terraform::Record;

use super::eks_cluster::made_group;
use super::interfaces::Interfaces;
use super::launch::Launch;
use super::machine::{add, machine};
use super::{identity, metadata, signals};
use crate::links::{CLUSTER, SUBNET};
use crate::pages;
use crate::stack::{Stack, id, part};

/// All node groups.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_type("aws_eks_node_group") {
        let block = record.block("launch_template");
        let named = block.and_then(|block| block.field("id").or_else(|| block.field("name")));
        let launch = match named {
            Some(value) => Launch::from_template(stack, value),
            None => Launch { own: None, template: None, unseen: None },
        };
        let mut header = about(record, "EKS node group");
        header.name = record.field("node_group_name").and_then(|v| v.as_str()).map(str::to_owned);
        header.tags = all_tags(record, &launch);
        let subnets = record.field("subnet_ids").map(|value| stack.links(value, &SUBNET)).unwrap_or_default();
        let groups = groups(stack, record, &launch);
        let mut made = machine(stack, record, &launch, (MachineKind::Group, header, Some(subnets)));
        let found = &mut made.machine;
        if let Some(groups) = groups {
            for interface in &mut found.interfaces {
                interface.filters.clone_from(&groups);
                interface.groups.clone_from(&groups);
            }
        }
        found.identity = identity::of_role(stack, record.field("node_role_arn"), pages::EKS_NODE_GROUP);
        if launch.template.is_none() {
            let gap = launch.unseen.clone().unwrap_or_else(|| made_template(record));
            found.metadata = metadata::unknown(&gap);
        }
        let why = "a managed node group runs a cluster's nodes";
        found.signals.push(signals::managed_node(why, &Source::File(record.header)));
        add(model, [made]);
    }
}

/// Without groups in its own template a node group gets the cluster's group, and one for SSH if that is asked
/// for. Nothing where the template names groups.
fn groups(stack: &Stack<'_>, record: &Record, launch: &Launch<'_>) -> Option<Vec<Link>> {
    if let Some(gap) = &launch.unseen {
        return Some(vec![Link::Unknown(gap.clone())]);
    }
    if Interfaces::of(stack, &id(record), launch).all.iter().any(|interface| interface.groups.is_some()) {
        return None;
    }
    let cluster = record.field("cluster_name").map(|value| stack.link(value, &CLUSTER));
    let mut found = vec![match cluster {
        Some(Link::To { id, source }) => Link::To { id: made_group(&id), source },
        Some(unknown) => unknown,
        None => Link::Unknown(made_template(record)),
    }];
    if let Some(block) = record.block("remote_access") {
        let id = part(&id(record), "remote-access-security-group");
        let asked =
            block.field("ec2_ssh_key").is_some() || block.field("source_security_group_ids").is_some();
        if asked {
            found.push(Link::To { id, source: Source::File(block.origin.at) });
        }
    }
    Some(found)
}

/// What the service's own launch template says is not documented for every version.
fn made_template(record: &Record) -> Gap {
    Gap {
        kind: GapKind::Unsupported,
        what: format!("the launch template that the service makes for `{}`", record.address),
        source: Some(Source::File(record.header)),
    }
}

fn all_tags(record: &Record, launch: &Launch<'_>) -> Vec<Tag> {
    let mut found = tags(record.field("tags"));
    for tag in super::volume::specified_tags(launch, "instance") {
        if !found.iter().any(|own| own.key == tag.key) {
            found.push(tag);
        }
    }
    found.extend(cluster_tag(record).filter(|tag| !found.iter().any(|own| own.key == tag.key)));
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

/// The tag that the service gives every instance of a node group.
///
/// Source: signs of roles and clusters as listed in the research (`eks:cluster-name`), read 2026-11-23.
fn cluster_tag(record: &Record) -> Option<Tag> {
    let value = record.field("cluster_name")?;
    let name = value.as_str().map(str::to_owned);
    Some(Tag { key: "eks:cluster-name".to_owned(), value: name, source: Source::File(value.origin.at) })
}
