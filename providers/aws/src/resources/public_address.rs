//! Whether an interface has addresses that the internet routes.

use ringfence_model::{Attr, Gap, Link, Source};
use ringfence_packets::AddressSet;
use ringfence_provider::{bool_attr, gap, source};
use ringfence_terraform::RecordKind;

use super::eip::Elastic;
use super::interface::Interface;
use crate::network::default_subnet;
use crate::pages;
use crate::stack::{Stack, outside};

/// Whether it has a public IPv4 address: an elastic one, one that is known, one asked for, one its subnet gives. Only a
/// primary interface that is made with its machine gets one without being given it.
///
/// Source: `aws_instance`, `associate_public_ip_address`; `aws_subnet`, `map_public_ip_on_launch`, default
/// false (read 2026-11-23); EC2 API, `InstanceNetworkInterfaceSpecification` (read 2026-11-25).
pub(super) fn v4(stack: &Stack<'_>, interface: &Interface<'_>, elastic: Elastic) -> Attr<bool> {
    if let Some(source) = elastic.given {
        return Attr::Set { value: true, source };
    }
    if let Some(value) = interface.public.first() {
        return Attr::Set { value: true, source: source(value) };
    }
    let own = launched_with(stack, interface);
    any([own].into_iter().chain(elastic.perhaps.map(Attr::Unknown)))
}

/// What it gets when its machine is launched.
fn launched_with(stack: &Stack<'_>, interface: &Interface<'_>) -> Attr<bool> {
    let associate = interface.associate.filter(|_| interface.is_primary());
    if let Some(value) = associate {
        return match value.as_bool() {
            Some(flag) => Attr::Set { value: flag, source: source(value) },
            None => Attr::Unknown(gap(value)),
        };
    }
    if interface.existing || !interface.is_primary() {
        return Attr::Default {
            value: false,
            source: Source::Documented { url: pages::INTERFACE_SPECIFICATION },
        };
    }
    any(interface.subnets.iter().map(|subnet| {
        of_subnet(stack, subnet, ("map_public_ip_on_launch", pages::SUBNET), Some(pages::DEFAULT_SUBNET))
    }))
}

/// The public addresses that are written down.
pub(super) fn known(interface: &Interface<'_>) -> AddressSet {
    let texts = interface.public.iter().filter_map(|value| value.as_str());
    let all: Vec<AddressSet> = texts.filter_map(|text| AddressSet::parse_cidr(text).ok()).collect();
    AddressSet::union_all(&all)
}

/// Whether it has an IPv6 address. All of them are global; a count of 0 leaves it to the subnet, but for an interface
/// that is a resource of its own.
///
/// Source: `aws_subnet`, `assign_ipv6_address_on_creation`, default false (read 2026-11-23);
/// `aws_network_interface`, `ipv6_address_count` (read 2026-11-25).
pub(super) fn v6(stack: &Stack<'_>, interface: &Interface<'_>) -> Attr<bool> {
    let own = interface.ipv6.iter().filter_map(|(_, value)| {
        let some = match (value.as_list(), value.as_bool(), value.as_i64()) {
            (Some(items), _, _) => !items.is_empty(),
            (_, Some(flag), _) => flag,
            (_, _, Some(count)) => count > 0,
            _ => return Some(Attr::Unknown(gap(value))),
        };
        some.then(|| Attr::Set { value: true, source: source(value) })
    });
    let none = interface
        .ipv6
        .iter()
        .find(|(name, value)| {
            *name == "ipv6_address_count" && value.as_i64() == Some(0) && interface.existing
        })
        .map(|(_, value)| Attr::Set { value: false, source: source(value) });
    let subnets = interface
        .subnets
        .iter()
        .filter(|_| none.is_none())
        .map(|subnet| of_subnet(stack, subnet, ("assign_ipv6_address_on_creation", pages::SUBNET), None));
    any(own.chain(subnets).chain(none.clone()))
}

/// What a subnet gives. A default subnet gives public IPv4 addresses unless it says otherwise.
///
/// Source: `aws_default_subnet`; default VPCs (read 2026-11-23).
fn of_subnet(
    stack: &Stack<'_>,
    subnet: &Link,
    (name, page): (&str, &'static str),
    default_page: Option<&'static str>,
) -> Attr<bool> {
    let id = match subnet {
        Link::To { id, .. } => id,
        Link::Unknown(gap) => return Attr::Unknown(gap.clone()),
    };
    if *id == default_subnet(stack) {
        let at = Source::Documented { url: pages::DEFAULT_VPC };
        return Attr::Default { value: default_page.is_some(), source: at };
    }
    match stack.record(id).filter(|record| record.kind == RecordKind::Managed) {
        Some(record) if record.type_name.as_ref() == "aws_default_subnet" => {
            bool_attr(record, name, Some((default_page.is_some(), default_page.unwrap_or(page))))
        }
        Some(record) => bool_attr(record, name, Some((false, page))),
        None => Attr::Unknown(outside(format!("`{name}` of `{id}`"), subnet.source().cloned())),
    }
}

/// Whether one of several is true: the first that is, else the first that may be.
fn any(attrs: impl Iterator<Item = Attr<bool>>) -> Attr<bool> {
    let mut weaker: Option<Attr<bool>> = None;
    for attr in attrs {
        if attr.truth().certain() {
            return attr;
        }
        let better = weaker.as_ref().is_none_or(|old| attr.truth() > old.truth());
        if better {
            weaker = Some(attr);
        }
    }
    weaker.unwrap_or_else(|| Attr::Unknown(nowhere()))
}

fn nowhere() -> Gap {
    outside("the subnet", None)
}
