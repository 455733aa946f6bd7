//! `aws_eks_cluster`: a control plane that the cloud runs.
//!
//! Source: `aws_eks_cluster`, `vpc_config`; EKS security group requirements (read 2026-11-23).

use ringfence_model::{
    Attr, Evidence, Level, Link, ManagedCluster, Model, Notice, NoticeId, PublicEndpoint, ResourceId, Source,
};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, bool_attr, cidrs, gap, tags};
use ringfence_terraform::{Record, Value};

use super::identity;
use crate::links::{GROUP, SUBNET, VPC};
use crate::pages;
use crate::stack::{Stack, id, name, outside, part};

/// Port of every endpoint.
const API: u16 = 443;

/// All clusters.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_type("aws_eks_cluster") {
        let mut header = about(record, "EKS cluster");
        header.name = name(record);
        header.tags = tags(record.field("tags"));
        let config = record.block("vpc_config");
        model.notices.extend(unseen_nodes(record));
        let private = match config {
            Some(block) => bool_attr(block, "endpoint_private_access", Some((false, pages::EKS_CLUSTER))),
            None => Attr::Unknown(no_config(record)),
        };
        let listed = |name, target| config.and_then(|b| b.field(name)).map(|v| stack.links(v, target));
        let own = Link::To { id: made_group(&id(record)), source: Source::File(record.header) };
        model.clusters.push(ManagedCluster {
            about: header,
            public: public_endpoint(record, config),
            private,
            network: config.and_then(|block| block.field("vpc_id")).map(|value| stack.link(value, &VPC)),
            subnets: listed("subnet_ids", &SUBNET).unwrap_or_default(),
            filters: std::iter::once(own)
                .chain(listed("security_group_ids", &GROUP).unwrap_or_default())
                .collect(),
            private_clients: None,
            private_from_afar: Attr::Default {
                value: true,
                source: Source::Documented { url: pages::EKS_ENDPOINT },
            },
            ports: vec![API],
            identity: identity::of_role(stack, record.field("role_arn"), pages::EKS_CLUSTER),
        });
    }
}

/// A cluster whose nodes the service launches by itself has nodes that no resource declares.
///
/// Source: `aws_eks_cluster`, `compute_config` (remembered).
fn unseen_nodes(record: &Record) -> Option<Notice> {
    let value = record.block("compute_config")?.field("enabled")?;
    let message = format!(
        "`{}` launches nodes by itself, which no resource declares: nothing is known of who can reach them",
        record.address
    );
    let source = Some(ringfence_provider::source(value));
    let notice = Notice { id: NoticeId::Unsupported, level: Level::Warning, message, source };
    (value.as_bool() != Some(false)).then_some(notice)
}

/// The security group that the service makes for a cluster; its nodes and endpoints share it.
pub(super) fn made_group(cluster: &ResourceId) -> ResourceId {
    part(cluster, "cluster-security-group")
}

/// On by default, and open to 0.0.0.0/0 by default; an empty list is as none.
fn public_endpoint(record: &Record, config: Option<&Value>) -> PublicEndpoint {
    let Some(config) = config else {
        let gap = no_config(record);
        return PublicEndpoint {
            enabled: Attr::Unknown(gap.clone()),
            clients: Bounds::at_most(AddressSet::all()),
            gaps: vec![gap],
            evidence: Vec::new(),
        };
    };
    let own = id(record);
    let enabled = bool_attr(config, "endpoint_public_access", Some((true, pages::EKS_CLUSTER)));
    let listed = config.field("public_access_cidrs");
    let written = listed
        .filter(|value| value.as_list().is_none_or(|items| !items.is_empty() || value.open().is_some()));
    let mut said = Vec::new();
    if let Some(source) = enabled.source() {
        let fact = match &enabled {
            Attr::Default { .. } => "`endpoint_public_access` is not set, and is on by default",
            Attr::Unknown(_) => "`endpoint_public_access` is not known",
            _ => "`endpoint_public_access` is set",
        };
        said.push(Evidence::new(&own, fact, source));
    }
    if let Some(value) = written {
        let read = cidrs(&own, "public_access_cidrs", value, &AddressSet::all());
        let evidence = read.evidence.into_iter().chain(said).collect();
        return PublicEndpoint { enabled, clients: read.set, gaps: read.gaps, evidence };
    }
    let at = Source::Documented { url: pages::EKS_CLUSTER };
    let fact = "`public_access_cidrs` is not set, and is `0.0.0.0/0` by default";
    said.insert(0, Evidence::new(&own, fact, &at));
    PublicEndpoint { enabled, clients: Bounds::exact(AddressSet::all_v4()), gaps: Vec::new(), evidence: said }
}

fn no_config(record: &Record) -> ringfence_model::Gap {
    let at = Some(Source::File(record.header));
    record.field("vpc_config").map_or_else(|| outside("`vpc_config`", at), gap)
}
