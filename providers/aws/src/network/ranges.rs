//! Address ranges of VPCs and subnets.

use ringfence_model::ResourceId;
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, cidrs};
use ringfence_terraform::{Record, Value};

use crate::stack::{Stack, id};

/// The ranges of a default VPC's IPv4 addresses.
///
/// Source: default VPCs (read 2026-11-23): a size /16 block, 172.31.0.0/16.
pub(super) const DEFAULT_VPC_RANGE: &str = "172.31.0.0/16";

/// The ranges of a VPC, with those that are associated with it later.
///
/// Unknown: IPv6 blocks come from the cloud's own pool: any global unicast address.
pub(super) fn of_vpc(stack: &Stack<'_>, record: &Record) -> Bounds<AddressSet> {
    let subject = id(record);
    let mut all = match record.field("cidr_block") {
        Some(value) => one(&subject, value, &AddressSet::all_v4()),
        None if record.type_name.as_ref() == "aws_default_vpc" => default_vpc(),
        None => Bounds::at_most(AddressSet::all_v4()),
    };
    all = all.union(&v6(&subject, record));
    for naming in stack.further_ranges().of(&subject) {
        let other = naming.record;
        let is_v6 = other.type_name.as_ref() == "aws_vpc_ipv6_cidr_block_association";
        let mut more = match other.field("cidr_block") {
            _ if is_v6 => v6_of_association(other),
            Some(value) => one(&id(other), value, &AddressSet::all_v4()),
            None => Bounds::at_most(AddressSet::all_v4()),
        };
        if !other.exists.certain() {
            more.must = AddressSet::empty();
        }
        all = all.union(&more);
    }
    all
}

/// The documented range of a default VPC.
pub(super) fn default_vpc() -> Bounds<AddressSet> {
    AddressSet::parse_cidr(DEFAULT_VPC_RANGE).map_or_else(|_| Bounds::unknown(), Bounds::exact)
}

/// The ranges of a subnet.
///
/// Unknown: a range that is not known lies somewhere in the VPC's.
pub(super) fn of_subnet(record: &Record, vpc: &Bounds<AddressSet>) -> Bounds<AddressSet> {
    let subject = id(record);
    let within = |set: AddressSet| vpc.may.intersection(&set);
    let v4 = match record.field("cidr_block") {
        Some(value) => one(&subject, value, &within(AddressSet::all_v4())),
        None if record.field("ipv6_native").and_then(Value::as_bool) == Some(true) => Bounds::empty(),
        None => Bounds::at_most(within(AddressSet::all_v4())),
    };
    let v6 = match record.field("ipv6_cidr_block") {
        Some(value) => one(&subject, value, &within(AddressSet::all_v6())),
        None => Bounds::empty(),
    };
    v4.union(&v6)
}

fn one(subject: &ResourceId, value: &Value, widest: &AddressSet) -> Bounds<AddressSet> {
    cidrs(subject, "cidr_block", value, widest).set
}

fn v6(subject: &ResourceId, record: &Record) -> Bounds<AddressSet> {
    if let Some(value) = record.field("ipv6_cidr_block") {
        return one(subject, value, &global_unicast());
    }
    let generated = record.field("assign_generated_ipv6_cidr_block");
    let possible = generated.is_some_and(|value| value.as_bool() != Some(false));
    if possible || record.field("ipv6_ipam_pool_id").is_some() {
        return Bounds::at_most(global_unicast());
    }
    Bounds::empty()
}

fn v6_of_association(record: &Record) -> Bounds<AddressSet> {
    match record.field("ipv6_cidr_block") {
        Some(value) => one(&id(record), value, &global_unicast()),
        None => Bounds::at_most(global_unicast()),
    }
}

/// Source: RFC 4291 §2.4 and the IANA registry of IPv6 address space (read 2026-11-23).
fn global_unicast() -> AddressSet {
    AddressSet::parse_cidr("2000::/3").unwrap_or_else(|_| AddressSet::all_v6())
}
