//! `aws_network_interface` that no declared machine has.
//!
//! One that is attached to a machine which is not declared, that has an elastic address or to which routes lead is a
//! machine of which only that is known. One that is attached to nothing has nothing behind it. Those that a service of
//! the cloud makes are no machines: what the service is has a resource of its own.
//!
//! Source: `aws_network_interface` (read 2026-11-25); EC2 API, `NetworkInterface` (remembered): `InterfaceType`,
//! `RequesterManaged`, `Status`.

use std::collections::HashSet;

use ringfence_model::{Attr, Gap, Link, Machine, MachineKind, Model, ResourceId, Source, Truth};
use ringfence_provider::{Fields, about, name_tag, tags};
use ringfence_terraform::{Record, Value};

use super::interface::Interface;
use super::machine::default_groups;
use super::metadata;
use crate::stack::{Stack, id, outside};

/// The types of interface that a person or a machine asks for; all others are made by services.
const OF_MACHINES: [&str; 4] = ["interface", "efa", "efa-only", "trunk"];

/// How the descriptions of interfaces begin that services make without saying so otherwise.
const OF_SERVICES: [&str; 10] = [
    "Amazon EKS ",
    "AWS Lambda VPC ENI",
    "CloudHSM ",
    "DMSNetworkInterface",
    "ELB ",
    "ES ",
    "Interface for NAT Gateway",
    "Network Interface for Transit Gateway",
    "RDSNetworkInterface",
    "VPC Endpoint Interface",
];

/// Adds those that may have a machine behind them.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let taken: HashSet<&ResourceId> = model.machines.iter().flat_map(|machine| &machine.parts).collect();
    let left = stack.records.of_type("aws_network_interface").iter().copied();
    let left = left.filter(|record| !taken.contains(&id(record)) && !is_of_service(record));
    let found: Vec<Machine> =
        left.filter_map(|record| Some(machine(stack, record, used(stack, record)?))).collect();
    model.machines.extend(found);
}

fn is_of_service(record: &Record) -> bool {
    let text = |name| record.field(name).and_then(Value::as_str).unwrap_or_default();
    let kind = text("interface_type");
    record.field("requester_managed").and_then(Value::as_bool) == Some(true)
        || !(kind.is_empty() || OF_MACHINES.contains(&kind))
        || OF_SERVICES.iter().any(|start| text("description").starts_with(start))
}

/// Whether there is a machine behind an interface, with what says so; nothing if there is certainly none.
fn used(stack: &Stack<'_>, record: &Record) -> Option<(Truth, Gap)> {
    let own = id(record);
    let said = |value: &Value| {
        outside(format!("the machine behind `{own}`"), Some(Source::File(value.origin.used_at())))
    };
    let attachment = record.block("attachment").and_then(|block| block.field("instance"));
    let attachment = attachment.filter(|value| value.as_str() != Some(""));
    let attached = stack.attached_interfaces().of(&own).first().map(|naming| naming.value);
    if let Some(value) = attachment.or(attached) {
        return Some((Truth::Yes, said(value)));
    }
    let status = record.field("status");
    if let Some(value) = status.filter(|value| value.as_str() == Some("in-use")) {
        return Some((Truth::Yes, said(value)));
    }
    let elastic = stack.elastic_addresses().of(&own).first().map(|naming| naming.value);
    let routed = stack.routed_interfaces().of(&own).first().map(|naming| naming.value);
    elastic.or(routed).filter(|_| status.is_none()).map(|value| (Truth::Unknown, said(value)))
}

/// The machine of which only the interface is known.
fn machine(stack: &Stack<'_>, record: &Record, (exists, gap): (Truth, Gap)) -> Machine {
    let mut header = about(record, "network interface");
    header.exists = header.exists.and(exists);
    header.tags = tags(record.field("tags"));
    header.name = name_tag(&header.tags, "Name");
    let own = id(record);
    let mut interface = Interface::new(&own, 0);
    let evidence = interface.own(stack, &own, record);
    if interface.subnets.is_empty() {
        interface.subnets.push(Link::Unknown(outside(format!("the subnet of `{own}`"), gap.source.clone())));
    }
    let groups = interface.groups.clone().unwrap_or_else(|| default_groups(stack, &interface.subnets));
    Machine {
        about: header,
        kind: MachineKind::Instance,
        parts: Vec::new(),
        interfaces: vec![interface.finish(stack, groups)],
        identity: Attr::Unknown(gap.clone()),
        metadata: metadata::unknown(&gap),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence,
    }
}
