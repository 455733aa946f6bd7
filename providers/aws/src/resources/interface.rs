//! One network interface: its subnets, security groups and addresses, as one or several bodies say.
//!
//! Source: `aws_instance`, `aws_launch_template`, `aws_launch_configuration` (read 2026-11-23),
//! `aws_network_interface` (read 2026-11-25).

use ringfence_model::{Attr, Evidence, Link, ResourceId, Source};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, cidrs, gap, source};
use ringfence_terraform::{Record, Value};

use super::{eip, public_address};
use crate::links::{GROUP, SUBNET};
use crate::pages;
use crate::stack::{Stack, id, outside};

/// What is said of an interface, before defaults.
pub(super) struct Interface<'a> {
    /// Its own id where it is a resource of its own, else the machine's.
    pub(super) id: ResourceId,
    /// Ids by which other resources may mean it: its own, and of a primary interface the machine's.
    pub(super) names: Vec<ResourceId>,
    /// Its place in the order of the machine's interfaces; 0 is the primary one.
    pub(super) index: i64,
    /// Whether it is made before the machine, as a resource of its own.
    pub(super) existing: bool,
    pub(super) subnets: Vec<Link>,
    /// Nothing if no attribute names any.
    pub(super) groups: Option<Vec<Link>>,
    /// The attribute that says whether it has a public address.
    pub(super) associate: Option<&'a Value>,
    /// Its public addresses themselves, where they are known.
    pub(super) public: Vec<&'a Value>,
    pub(super) ipv6: Vec<(&'static str, &'a Value)>,
    v4: Option<Bounds<AddressSet>>,
    v6: Option<Bounds<AddressSet>>,
    check: Option<&'a Value>,
}

const V4: [&str; 8] = [
    "private_ip",
    "private_ip_address",
    "private_ips",
    "private_ip_list",
    "private_ip_addresses",
    "ipv4_addresses",
    "ipv4_prefixes",
    "secondary_private_ips",
];
const V6: [&str; 3] = ["ipv6_addresses", "ipv6_address_list", "ipv6_prefixes"];
/// Attributes that give IPv6 addresses beside [`V6`].
const MORE_V6: [&str; 4] = ["ipv6_address_count", "ipv6_prefix_count", "primary_ipv6", "enable_primary_ipv6"];
/// Attributes that give further IPv4 addresses which nobody writes down.
const MORE_V4: [&str; 3] = ["private_ips_count", "ipv4_address_count", "ipv4_prefix_count"];

impl<'a> Interface<'a> {
    /// One of which nothing is said yet.
    pub(super) fn new(id: &ResourceId, index: i64) -> Self {
        Self {
            id: id.clone(),
            names: vec![id.clone()],
            index,
            existing: false,
            subnets: Vec::new(),
            groups: None,
            associate: None,
            public: Vec::new(),
            ipv6: Vec::new(),
            v4: None,
            v6: None,
            check: None,
        }
    }

    /// One that is not declared here: it may stand anywhere and have any group.
    pub(super) fn foreign(id: &ResourceId, index: i64, at: Option<Source>) -> Self {
        let gap = outside(format!("the interface `{id}`"), at);
        let mut found = Self::new(id, index);
        found.existing = true;
        found.subnets = vec![Link::Unknown(gap.clone())];
        found.groups = Some(vec![Link::Unknown(gap)]);
        found
    }

    /// Takes what the interface's own resource says: it decides over what the machine says.
    pub(super) fn own(
        &mut self,
        stack: &'a Stack<'_>,
        subject: &ResourceId,
        record: &'a Record,
    ) -> Vec<Evidence> {
        self.id = id(record);
        self.names.push(id(record));
        self.existing = true;
        if record.field("subnet_id").is_some() {
            self.subnets.clear();
        }
        if record.field("security_groups").is_some() {
            self.groups = None;
        }
        let associations = record.nested("association").iter().filter_map(|block| block.field("public_ip"));
        self.public.extend(associations.filter(|value| value.as_str() != Some("")));
        self.read(stack, subject, record)
    }

    /// Takes what a body says, and gives the facts that tell where it stands.
    pub(super) fn read(
        &mut self,
        stack: &'a Stack<'_>,
        subject: &ResourceId,
        body: &'a dyn Fields,
    ) -> Vec<Evidence> {
        let mut said = Vec::new();
        if let Some(value) = body.field("subnet_id").filter(|_| self.subnets.is_empty()) {
            for link in stack.links(value, &SUBNET) {
                if let Link::To { id, source } = &link {
                    said.push(Evidence::new(subject, format!("it stands in `{id}`"), source));
                }
                self.subnets.push(link);
            }
        }
        for name in ["vpc_security_group_ids", "security_groups", "security_group_names"] {
            let links = body.field(name).map(|value| stack.links(value, &GROUP)).unwrap_or_default();
            self.join(links.into_iter().map(|link| by_name(stack, link)).collect());
        }
        let written = |name| body.field(name).filter(|value| value.as_str() != Some(""));
        self.associate = self.associate.or(written("associate_public_ip_address"));
        self.public.extend(written("public_ip").filter(|value| value.as_str().is_some()));
        self.check = self.check.or(body.field("source_dest_check"));
        for name in V6.iter().chain(&MORE_V6) {
            self.ipv6.extend(body.field(name).map(|value| (*name, value)));
        }
        self.v4 = read(subject, body, &V4, &AddressSet::all_v4(), self.v4.take());
        self.v6 = read(subject, body, &V6, &AddressSet::all_v6(), self.v6.take());
        let uncounted = MORE_V4.iter().any(|name| {
            let count = body.field(name).map(|value| value.as_i64().unwrap_or(i64::MAX));
            let listed = body.field("private_ips").and_then(Value::as_list).map_or(0, <[Value]>::len);
            count.is_some_and(|count| count > 0 && i64::try_from(listed).is_ok_and(|listed| listed <= count))
        });
        if uncounted {
            self.v4 = None;
        }
        said
    }

    /// Adds security groups, each once.
    pub(super) fn join(&mut self, links: Vec<Link>) {
        for link in links {
            let groups = self.groups.get_or_insert_with(Vec::new);
            if link.id().is_none() || !groups.iter().any(|known| known.id() == link.id()) {
                groups.push(link);
            }
        }
    }

    /// Whether machines are launched with it as their first.
    pub(super) fn is_primary(&self) -> bool {
        self.index == 0
    }

    /// The finished interface; `groups` are those that it has in the end.
    pub(super) fn finish(self, stack: &Stack<'_>, groups: Vec<Link>) -> ringfence_model::Interface {
        let elastic = eip::of_interface(stack, &self.names);
        let addresses = public_address::known(&self).union(&elastic.addresses);
        let public_v6 = public_address::v6(stack, &self);
        let addresses_inside = self.inside(public_v6.truth().possible());
        ringfence_model::Interface {
            public_v4: public_address::v4(stack, &self, elastic),
            public_v6,
            public_addresses: addresses,
            addresses: addresses_inside,
            forwards: self.forwards(),
            subnets: self.subnets,
            filters: groups.clone(),
            groups,
            ..ringfence_model::Interface::new(&self.id)
        }
    }

    /// The addresses that are written down. The subnet has an IPv4 address for each interface, so those of IPv6 alone
    /// say nothing.
    fn inside(&self, has_v6: bool) -> Option<Bounds<AddressSet>> {
        let v4 = self.v4.clone()?;
        Some(match &self.v6 {
            Some(v6) => v4.union(v6),
            None if has_v6 => v4.union(&Bounds::at_most(AddressSet::all_v6())),
            None => v4,
        })
    }

    /// Whether it takes packets that are not for itself: it checks source and destination unless that is turned off.
    ///
    /// Source: `aws_network_interface`, `source_dest_check`, default true (read 2026-11-25).
    fn forwards(&self) -> Attr<bool> {
        let checks = match self.check {
            Some(value) => match value.as_bool() {
                Some(checks) => Attr::Set { value: checks, source: source(value) },
                None => Attr::Unknown(gap(value)),
            },
            None => {
                Attr::Default { value: true, source: Source::Documented { url: pages::NETWORK_INTERFACE } }
            }
        };
        checks.map(|checks| !checks)
    }
}

/// The default VPC's own group, which instances may name.
fn by_name(stack: &Stack<'_>, link: Link) -> Link {
    match link {
        Link::To { id, source } if id.as_str() == "default" => {
            Link::To { id: stack.default_group(&stack.default_vpc()), source }
        }
        link => link,
    }
}

/// The addresses of some attributes, beside those that are known already.
fn read(
    subject: &ResourceId,
    body: &dyn Fields,
    names: &[&str],
    widest: &AddressSet,
    before: Option<Bounds<AddressSet>>,
) -> Option<Bounds<AddressSet>> {
    let mut found = before;
    for name in names {
        let value = body.field(name).filter(|value| value.as_str() != Some(""));
        let Some(value) = value.filter(|value| value.as_list().is_none_or(|items| !items.is_empty())) else {
            continue;
        };
        // The provider's newer blocks hold the address in `private_ip_address`.
        let blocks = value.as_list().into_iter().flatten().filter_map(|item| item.get("private_ip_address"));
        let blocks: Vec<&Value> = blocks.collect();
        let values = if blocks.is_empty() { vec![value] } else { blocks };
        for value in values {
            let set = cidrs(subject, name, value, widest).set;
            found = Some(found.map_or_else(|| set.clone(), |before| before.union(&set)));
        }
    }
    found
}
