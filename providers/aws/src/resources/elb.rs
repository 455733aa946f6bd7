//! `aws_elb`: the classic load balancer.
//!
//! Source: `aws_elb`; Elastic Load Balancing, classic load balancers (read 2026-11-23): it replaces the source
//! address, and in a VPC has IPv4 addresses only.

use ringfence_model::{
    Attr, Evidence, Link, Listener, ListenerSource, LoadBalancer, Model, Source, TargetGroup,
};
use ringfence_packets::{AddressSet, Bounds, Protocol, Traffic};
use ringfence_provider::{Fields, about, bool_attr, evidence, gap, tags, u64_attr};
use ringfence_terraform::{Record, Value};

use super::attachments::Attachments;
use super::lb_target_group::narrow;
use super::machine::default_groups;
use crate::links::{GROUP, SUBNET};
use crate::network::default_subnet;
use crate::pages;
use crate::stack::{Stack, id, name};

/// All classic balancers.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    if stack.records.of_type("aws_elb").is_empty() {
        return;
    }
    let attachments = Attachments::new(stack);
    for record in stack.records.of_type("aws_elb") {
        let mut header = about(record, "classic load balancer");
        header.name = name(record);
        header.tags = tags(record.field("tags"));
        let listed = record.field("subnets").map(|value| stack.links(value, &SUBNET));
        let subnets = listed.filter(|links| !links.is_empty()).unwrap_or_else(|| {
            vec![Link::To { id: default_subnet(stack), source: Source::File(record.header) }]
        });
        let written = record.field("security_groups").map(|value| stack.links(value, &GROUP));
        let groups =
            written.filter(|links| !links.is_empty()).unwrap_or_else(|| default_groups(stack, &subnets));
        let blocks = record.nested("listener").iter();
        let listeners = blocks.map(|block| listener(record, block, &attachments)).collect();
        model.balancers.push(LoadBalancer {
            about: header,
            public: bool_attr(record, "internal", Some((false, pages::ELB))).map(|internal| !internal),
            network: None,
            subnets,
            filters: Some(groups.clone()),
            groups,
            listeners,
            addresses: None,
            clients: Some(Bounds::exact(AddressSet::all_v4())),
        });
    }
}

fn listener(record: &Record, block: &Value, attachments: &Attachments) -> Listener {
    let own = id(record);
    let port = block.field("lb_port");
    let number = port.and_then(Value::as_i64).and_then(|port| u16::try_from(port).ok());
    let traffic = match number.filter(|_| !block.maybe) {
        Some(number) => Bounds::exact(Traffic::port(Protocol::TCP, number)),
        None => Bounds::at_most(Traffic::whole(Protocol::TCP)),
    };
    let said = match (port, number) {
        (Some(value), Some(number)) => evidence(&own, format!("it listens on port {number}"), value),
        (Some(value), None) => evidence(&own, format!("its port is not known: {}", gap(value).what), value),
        (None, _) => Vec::new(),
    };
    let at = Source::File(block.origin.at);
    let page = Source::Documented { url: pages::ELB };
    let group = TargetGroup {
        port: narrow(u64_attr(block, "instance_port", None), Some(at)),
        source: Attr::Default { value: ListenerSource::Balancer, source: page },
        members: attachments.members(&own),
        unseen: attachments.unseen(&own),
        evidence: instance_port(record, block),
        health_path: health_path(record),
        id: own.clone(),
    };
    Listener { id: own, traffic, evidence: said, targets: vec![group] }
}

fn instance_port(record: &Record, block: &Value) -> Vec<Evidence> {
    let value = block.field("instance_port");
    value.map(|value| evidence(&id(record), "it forwards to `instance_port`", value)).unwrap_or_default()
}

/// The path in a target such as `HTTPS:6443/healthz`.
fn health_path(record: &Record) -> Option<String> {
    let target = record.block("health_check")?.field("target")?.as_str()?;
    target.find('/').and_then(|at| target.get(at..)).map(str::to_owned)
}
