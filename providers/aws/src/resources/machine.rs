//! What instances and groups have in common.

use ringfence_model::{About, Link, Machine, MachineKind, Model, Source, Volume};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use super::interface::Interface;
use super::interfaces::Interfaces;
use super::launch::Launch;
use super::{identity, metadata, signals, user_data, volume};
use crate::network::{default_subnet, vpc_of};
use crate::stack::{Stack, id, outside};

/// A machine with the disks that come with it.
pub(super) struct Made {
    pub(super) machine: Machine,
    pub(super) disks: Vec<Volume>,
}

/// Adds machines to the model, and the disks that come with them.
pub(super) fn add(model: &mut Model, made: impl IntoIterator<Item = Made>) {
    for Made { machine, disks } in made {
        model.volumes.extend(disks);
        model.machines.push(machine);
    }
}

/// A machine that is made from `launch`.
///
/// `placed`: the subnets a group names, which decide over the template's.
pub(super) fn machine(
    stack: &Stack<'_>,
    record: &Record,
    launch: &Launch<'_>,
    (kind, header, placed): (MachineKind, About, Option<Vec<Link>>),
) -> Made {
    let own = id(record);
    let found = Interfaces::of(stack, &own, launch);
    let payloads = user_data::of_launch(stack, &own, launch);
    let identity = identity::of_launch(stack, launch);
    let role = identity.value().and_then(Option::as_ref);
    let signals = signals::of_machine(stack, launch, &header.tags, &payloads, role);
    let mut parts = launch.parts();
    parts.extend(found.parts);
    let disks = volume::own(stack, record, launch);
    let volumes = disks.iter().map(|volume| volume.about.id.clone()).chain(volume::attached(stack, &own));
    let interfaces = finish(stack, record, launch, (found.all, placed));
    let machine = Machine {
        kind,
        parts,
        interfaces,
        identity,
        metadata: metadata::of_launch(stack, launch),
        payloads,
        volumes: volumes.collect(),
        signals,
        evidence: found.evidence,
        about: header,
    };
    Made { machine, disks }
}

/// The interfaces with their defaults. A group's subnets decide over those of its template; an interface that names none
/// stands where the primary one does.
fn finish(
    stack: &Stack<'_>,
    record: &Record,
    launch: &Launch<'_>,
    (all, placed): (Vec<Interface<'_>>, Option<Vec<Link>>),
) -> Vec<ringfence_model::Interface> {
    let mut finished: Vec<ringfence_model::Interface> = Vec::with_capacity(all.len());
    let mut first: Option<Vec<Link>> = placed;
    for (number, mut interface) in all.into_iter().enumerate() {
        match &first {
            Some(subnets) if number == 0 || interface.subnets.is_empty() => {
                interface.subnets.clone_from(subnets);
            }
            _ => {}
        }
        if interface.subnets.is_empty() {
            interface.subnets.push(nowhere(stack, record, launch));
        }
        first.get_or_insert_with(|| interface.subnets.clone());
        let groups = groups(stack, &interface, launch);
        finished.push(interface.finish(stack, groups));
    }
    finished
}

/// A machine without a subnet lands in the default VPC; one whose template is not seen may land anywhere.
///
/// Source: `aws_instance`; default VPCs (read 2026-11-23).
fn nowhere(stack: &Stack<'_>, record: &Record, launch: &Launch<'_>) -> Link {
    if let Some(gap) = &launch.unseen {
        return Link::Unknown(gap.clone());
    }
    let zone = record.field("availability_zone").and_then(Value::as_str);
    let in_zone = |subnet: &&&Record| subnet.field("availability_zone").and_then(Value::as_str) == zone;
    let adopted = stack.records.of_type("aws_default_subnet").iter().find(in_zone).filter(|_| zone.is_some());
    let id = adopted.map_or_else(|| default_subnet(stack), |subnet| id(subnet));
    Link::To { id, source: Source::File(record.header) }
}

/// The security groups; without any, the VPC's default group.
///
/// Source: VPC User Guide, default security groups (read 2026-11-23).
fn groups(stack: &Stack<'_>, interface: &Interface<'_>, launch: &Launch<'_>) -> Vec<Link> {
    if let Some(groups) = &interface.groups {
        return groups.clone();
    }
    if let Some(gap) = &launch.unseen {
        return vec![Link::Unknown(gap.clone())];
    }
    default_groups(stack, &interface.subnets)
}

/// The default groups of the VPCs that subnets lie in.
pub(super) fn default_groups(stack: &Stack<'_>, subnets: &[Link]) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for subnet in subnets {
        let group = match subnet {
            Link::Unknown(gap) => Link::Unknown(gap.clone()),
            Link::To { id, source } => match vpc(stack, id, source) {
                Link::To { id, source } => Link::To { id: stack.default_group(&id), source },
                unknown @ Link::Unknown(_) => unknown,
            },
        };
        if !found.iter().any(|other| other.id() == group.id()) {
            found.push(group);
        }
    }
    found
}

fn vpc(stack: &Stack<'_>, subnet: &ringfence_model::ResourceId, source: &Source) -> Link {
    if *subnet == default_subnet(stack) {
        return Link::To { id: stack.default_vpc(), source: source.clone() };
    }
    let record =
        stack.record(subnet).filter(|record| record.kind == ringfence_terraform::RecordKind::Managed);
    record.map_or_else(
        || Link::Unknown(outside(format!("the VPC of `{subnet}`"), Some(source.clone()))),
        |record| vpc_of(stack, record),
    )
}
