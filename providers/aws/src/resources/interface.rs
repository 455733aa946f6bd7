//! Network interfaces of machines: subnets, security groups, addresses.
//!
//! Source: `aws_instance`, `aws_launch_template`, `aws_launch_configuration`, `aws_network_interface`,
//! `aws_network_interface_attachment`, `aws_network_interface_sg_attachment` (read 2026-11-23).

use std::collections::HashSet;

use ringfence_model::{Evidence, Link, ResourceId};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, cidrs};
use ringfence_terraform::{Record, Value};

use super::launch::Launch;
use crate::links::{GROUP, SUBNET};
use crate::stack::{Stack, id};

/// What a machine's interfaces say, taken together.
#[derive(Default)]
pub(super) struct Interface<'a> {
    pub(super) subnets: Vec<Link>,
    /// Nothing if no attribute names any.
    pub(super) groups: Option<Vec<Link>>,
    /// The attributes that say whether it has a public address: those of the interfaces, then the machine's.
    pub(super) associate: Option<&'a Value>,
    pub(super) ipv6: Vec<(&'static str, &'a Value)>,
    pub(super) addresses: Option<Bounds<AddressSet>>,
    /// Interfaces that are resources of their own.
    pub(super) parts: Vec<ResourceId>,
    pub(super) evidence: Vec<Evidence>,
    /// Subnets and groups that something has named already.
    seen: HashSet<ResourceId>,
}

impl<'a> Interface<'a> {
    /// Of a machine that is made from `launch`.
    pub(super) fn of(stack: &'a Stack<'_>, machine: &ResourceId, launch: &'a Launch<'a>) -> Self {
        let mut found = Self::default();
        found.read(stack, machine, launch);
        let blocks = ["primary_network_interface", "network_interface"];
        for block in blocks.iter().flat_map(|name| launch.nested(name)) {
            let value = block.field("network_interface_id");
            found.attach(stack, machine, value.and_then(|value| stack.records.record(value, &[])));
        }
        for block in launch.nested("network_interfaces") {
            found.read(stack, machine, block);
            let value = block.field("network_interface_id");
            found.attach(stack, machine, value.and_then(|value| stack.records.record(value, &[])));
        }
        for naming in stack.interfaces().of(machine) {
            found.attach(stack, machine, Some(naming.record));
        }
        for naming in stack.interface_attachments().of(machine) {
            let value = naming.record.field("network_interface_id");
            found.attach(stack, machine, value.and_then(|value| stack.records.record(value, &[])));
        }
        found.attach_groups(stack, machine);
        found
    }

    /// Takes an interface that is a resource of its own.
    fn attach(&mut self, stack: &'a Stack<'_>, machine: &ResourceId, record: Option<&'a Record>) {
        let Some(record) = record.filter(|r| r.type_name.as_ref() == "aws_network_interface") else { return };
        self.parts.push(id(record));
        self.read(stack, machine, record);
    }

    fn read(&mut self, stack: &'a Stack<'_>, machine: &ResourceId, body: &'a dyn Fields) {
        if let Some(value) = body.field("subnet_id") {
            for link in stack.links(value, &SUBNET) {
                // A machine says where it stands, and so does its interface where that is a resource too.
                if link.id().is_some_and(|id| !self.seen.insert(id.clone())) {
                    continue;
                }
                if let Link::To { id, source } = &link {
                    self.evidence.push(Evidence::new(machine, format!("it stands in `{id}`"), source));
                }
                self.subnets.push(link);
            }
        }
        for name in ["vpc_security_group_ids", "security_groups", "security_group_names"] {
            if let Some(value) = body.field(name) {
                let links = stack.links(value, &GROUP);
                if !links.is_empty() {
                    let groups = self.groups.get_or_insert_with(Vec::new);
                    let seen = &mut self.seen;
                    groups.extend(
                        links.into_iter().filter(|l| l.id().is_none_or(|id| seen.insert(id.clone()))),
                    );
                }
            }
        }
        let associate = body.field("associate_public_ip_address").filter(|v| v.as_str() != Some(""));
        self.associate = self.associate.or(associate);
        for name in ["ipv6_address_count", "ipv6_addresses", "primary_ipv6", "enable_primary_ipv6"] {
            self.ipv6.extend(body.field(name).map(|value| (name, value)));
        }
        for name in
            ["private_ip", "private_ip_address", "private_ips", "ipv4_addresses", "secondary_private_ips"]
        {
            if let Some(value) = body.field(name) {
                let read = cidrs(machine, name, value, &AddressSet::all_v4()).set;
                let before = self.addresses.take().unwrap_or_else(Bounds::empty);
                self.addresses = Some(before.union(&read));
            }
        }
    }

    /// Groups that are attached by resources of their own.
    fn attach_groups(&mut self, stack: &Stack<'_>, machine: &ResourceId) {
        let ours = stack.group_attachments().of_any(std::iter::once(machine).chain(&self.parts));
        for group in ours.into_iter().filter_map(|naming| naming.record.field("security_group_id")) {
            self.groups.get_or_insert_with(Vec::new).push(stack.link(group, &GROUP));
        }
    }
}
