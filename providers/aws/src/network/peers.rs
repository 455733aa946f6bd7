//! The other side of security group rules.

use ringfence_model::{Evidence, Gap, Link, ResourceId};
use ringfence_packets::AddressSet;
use ringfence_provider::{Fields, each_cidr, evidence, shown, source};
use ringfence_terraform::Value;

use super::prefix_lists::prefix_list;
use super::rule::Side;
use crate::links::GROUP;
use crate::stack::Stack;

/// One other side: what it is, what says so, why it is not known.
pub(crate) type Peer = (Side, Vec<Evidence>, Option<Gap>);

/// Every other side that a rule names, each with its own place.
///
/// The names are those of all kinds of rule: inline blocks, `aws_security_group_rule`, and the newer one-source
/// rules. `self_id` is the group the rule belongs to.
pub(crate) fn peers(stack: &Stack<'_>, subject: &ResourceId, body: &dyn Fields, self_id: &Link) -> Vec<Peer> {
    let mut found = Vec::new();
    for (name, widest) in [
        ("cidr_blocks", AddressSet::all_v4()),
        ("cidr_ipv4", AddressSet::all_v4()),
        ("ipv6_cidr_blocks", AddressSet::all_v6()),
        ("cidr_ipv6", AddressSet::all_v6()),
    ] {
        let value = body.field(name).filter(|value| value.as_str() != Some(""));
        let reads = value.into_iter().flat_map(|value| each_cidr(subject, name, value, &widest));
        found.extend(reads.map(|read| (Side::Addresses(read.set), read.evidence, read.gap)));
    }
    for name in ["prefix_list_ids", "prefix_list_id"] {
        for value in each(body.field(name)) {
            found.push(prefix_list(stack, subject, name, value));
        }
    }
    for name in ["security_groups", "source_security_group_id", "referenced_security_group_id"] {
        for value in each(body.field(name)) {
            found.extend(groups(stack, subject, name, value));
        }
    }
    found.extend(itself(subject, body, self_id));
    found
}

fn groups(stack: &Stack<'_>, subject: &ResourceId, name: &str, value: &Value) -> Vec<Peer> {
    let links = stack.links(value, &GROUP).into_iter();
    let fact = |link: &Link| match link {
        Link::To { .. } => format!("`{name}` is {}", group_text(value)),
        Link::Unknown(gap) => format!("`{name}` is not known: {}", gap.what),
    };
    links.map(|link| (Side::Group(link.clone()), evidence(subject, fact(&link), value), None)).collect()
}

/// A group as the user wrote it.
fn group_text(value: &Value) -> String {
    value.reference().map_or_else(|| shown(value), |reference| format!("`{reference}`"))
}

/// Whether members of the group itself are meant.
///
/// Unknown: an unknown flag may mean them.
fn itself(subject: &ResourceId, body: &dyn Fields, self_id: &Link) -> Option<Peer> {
    let value = body.field("self")?;
    match value.as_bool() {
        Some(false) => None,
        Some(true) => {
            Some((Side::Group(self_id.clone()), evidence(subject, "`self` is `true`", value), None))
        }
        None => {
            let gap = ringfence_provider::gap(value);
            let fact = format!("`self` is not known: {}", gap.what);
            Some((Side::Group(Link::Unknown(gap)), vec![Evidence::new(subject, fact, &source(value))], None))
        }
    }
}

/// The elements of a list, or the one plain value; a list that may have more stays whole.
fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(value) if value.as_str() == Some("") => Vec::new(),
        Some(value) => match value.as_list() {
            Some(items) if value.open().is_none() => items.iter().filter(|item| !item.is_null()).collect(),
            _ => vec![value],
        },
    }
}
