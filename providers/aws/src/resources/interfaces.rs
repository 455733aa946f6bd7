//! All network interfaces of a machine: its own attributes, blocks of its template, and resources of their own.
//!
//! Source: `aws_instance`, `aws_launch_template`, `aws_network_interface_attachment`,
//! `aws_network_interface_sg_attachment` (read 2026-11-23); `aws_network_interface` (read 2026-11-25).

use ringfence_model::{Evidence, Link, ResourceId};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use super::interface::Interface;
use super::launch::Launch;
use crate::links::{GROUP, INTERFACE};
use crate::stack::{Stack, id};

/// The interfaces of a machine, the primary one first.
pub(super) struct Interfaces<'a> {
    pub(super) all: Vec<Interface<'a>>,
    /// Those that are resources of their own.
    pub(super) parts: Vec<ResourceId>,
    /// Why they stand where they stand.
    pub(super) evidence: Vec<Evidence>,
}

impl<'a> Interfaces<'a> {
    /// Of a machine that is made from `launch`.
    pub(super) fn of(stack: &'a Stack<'_>, machine: &ResourceId, launch: &'a Launch<'a>) -> Self {
        let mut primary = Interface::new(machine, 0);
        let evidence = primary.read(stack, machine, launch);
        let mut found = Self { all: vec![primary], parts: Vec::new(), evidence };
        for block in launch.nested("primary_network_interface") {
            found.attach(stack, machine, block, 0);
        }
        for block in launch.nested("network_interface") {
            found.attach(stack, machine, block, index(block).unwrap_or(0));
        }
        found.blocks(stack, machine, launch.nested("network_interfaces"));
        for naming in stack.interfaces().of(machine) {
            let index = naming.record.block("attachment").and_then(index);
            found.take(stack, machine, naming.record, index.unwrap_or(1));
        }
        for naming in stack.interface_attachments().of(machine) {
            found.attach(stack, machine, naming.record, index(naming.record).unwrap_or(1));
        }
        found.all.sort_by_key(|interface| interface.index);
        for interface in &mut found.all {
            let ours = stack.group_attachments().of_any(&interface.names).into_iter();
            let groups = ours.filter_map(|naming| naming.record.field("security_group_id"));
            let groups: Vec<Link> = groups.map(|group| stack.link(group, &GROUP)).collect();
            interface.join(groups);
        }
        found
    }

    /// The blocks of a template: the one with the lowest index is the primary interface.
    fn blocks(&mut self, stack: &'a Stack<'_>, machine: &ResourceId, blocks: &'a [Value]) {
        let numbered = blocks.iter().zip(0_i64..);
        let numbered: Vec<(&Value, i64)> =
            numbered.map(|(block, place)| (block, index(block).unwrap_or(place))).collect();
        let first = numbered.iter().map(|(_, index)| *index).min();
        for (block, index) in numbered {
            let index = if Some(index) == first { 0 } else { index.max(1) };
            let at = self.place(machine, index);
            if let Some(interface) = self.all.get_mut(at) {
                self.evidence.extend(interface.read(stack, machine, block));
            }
            self.attach(stack, machine, block, index);
        }
    }

    /// Takes the interface that a body names, if it names one.
    fn attach(&mut self, stack: &'a Stack<'_>, machine: &ResourceId, body: &'a dyn Fields, index: i64) {
        let Some(value) = body.field("network_interface_id").filter(|v| v.as_str() != Some("")) else {
            return;
        };
        if let Some(record) = stack.target(value, &INTERFACE) {
            self.take(stack, machine, record, index);
            return;
        }
        let link = stack.link(value, &INTERFACE);
        let own = link.id().filter(|id| *id != machine);
        let stranger = match (&link, own) {
            (Link::To { source, .. }, Some(id)) => Interface::foreign(id, index, Some(source.clone())),
            (Link::To { .. }, None) => return,
            (Link::Unknown(gap), _) => Interface::foreign(machine, index, gap.source.clone()),
        };
        let known = self.all.first().filter(|primary| index == 0 && !primary.subnets.is_empty());
        if known.is_none() && !self.all.iter().any(|one| Some(&one.id) == own) {
            if index == 0 {
                self.all.clear();
            }
            self.all.push(stranger);
        }
    }

    /// Takes an interface that is a resource of its own, once.
    fn take(&mut self, stack: &'a Stack<'_>, machine: &ResourceId, record: &'a Record, index: i64) {
        if self.parts.contains(&id(record)) {
            return;
        }
        self.parts.push(id(record));
        let at = self.place(machine, index);
        if let Some(interface) = self.all.get_mut(at) {
            if index != 0 {
                interface.names.clear();
            }
            self.evidence.extend(interface.own(stack, machine, record));
        }
    }

    /// Where the interface of that index stands, made if there is none: only the primary one is told twice.
    fn place(&mut self, machine: &ResourceId, index: i64) -> usize {
        let known = self.all.iter().position(|interface| index == 0 && interface.is_primary());
        known.unwrap_or_else(|| {
            let mut interface = Interface::new(machine, index);
            if index != 0 {
                // What names the machine means its primary interface.
                interface.names.clear();
            }
            self.all.push(interface);
            self.all.len() - 1
        })
    }
}

fn index(body: &(impl Fields + ?Sized)) -> Option<i64> {
    body.field("device_index").and_then(Value::as_i64)
}
