//! `aws_eks_fargate_profile`: pods that run on machines nobody sees.
//!
//! Source: EKS User Guide, Fargate (read 2026-11-23): private subnets only, the cluster's security group, no
//! metadata service.

use ringfence_model::{Attr, Interface, Link, Machine, MachineKind, MetadataService, Model, Source};
use ringfence_provider::{Fields, about, tags};

use super::eks_cluster::made_group;
use super::signals;
use crate::links::{CLUSTER, SUBNET};
use crate::pages;
use crate::stack::{Stack, outside};

/// All profiles.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_type("aws_eks_fargate_profile") {
        let at = Source::File(record.header);
        let mut header = about(record, "Fargate profile");
        header.name = record.field("fargate_profile_name").and_then(|v| v.as_str()).map(str::to_owned);
        header.tags = tags(record.field("tags"));
        let cluster = record.field("cluster_name").map(|value| stack.link(value, &CLUSTER));
        let group = match cluster {
            Some(Link::To { id, source }) => Link::To { id: made_group(&id), source },
            Some(unknown) => unknown,
            None => Link::Unknown(outside("the cluster", Some(at.clone()))),
        };
        let subnets = record.field("subnet_ids").map(|value| stack.links(value, &SUBNET));
        let subnets = subnets.filter(|links| !links.is_empty());
        let page = Source::Documented { url: pages::EKS_FARGATE };
        let interface = Interface {
            subnets: subnets.unwrap_or_else(|| {
                vec![Link::Unknown(outside("the subnets of the profile", Some(at.clone())))]
            }),
            public_v4: Attr::Default { value: false, source: page.clone() },
            public_v6: Attr::Default { value: false, source: page.clone() },
            filters: vec![group.clone()],
            groups: vec![group],
            ..Interface::new(&header.id)
        };
        model.machines.push(Machine {
            about: header,
            kind: MachineKind::Group,
            parts: Vec::new(),
            interfaces: vec![interface],
            identity: Attr::Default { value: None, source: page },
            metadata: MetadataService::not_applicable(),
            payloads: Vec::new(),
            volumes: Vec::new(),
            signals: vec![signals::managed_node("a Fargate profile runs a cluster's pods", &at)],
            evidence: Vec::new(),
        });
    }
}
