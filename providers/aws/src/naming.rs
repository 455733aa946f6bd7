//! Which records name a resource, found by the resource: nobody looks through all of them for each one.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ringfence_model::{Gap, Link, ResourceId};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use crate::links::{ANY, BALANCER, ROLE, SUBNET, Target, VPC};
use crate::stack::Stack;

/// Records of some types by the resource that an attribute of theirs names.
#[derive(Debug)]
pub(crate) struct Naming<'a> {
    named: HashMap<ResourceId, Vec<Mention<'a>>>,
    unknown: Vec<(Mention<'a>, Gap)>,
}

/// One value that names a resource.
#[derive(Clone, Debug)]
pub(crate) struct Mention<'a> {
    /// Its place among all of the same kind: by record, then by attribute.
    pub(crate) order: usize,
    pub(crate) record: &'a Record,
    pub(crate) value: &'a Value,
    pub(crate) link: Link,
}

impl<'a> Naming<'a> {
    /// Of the records of these types; `values` are those of a record that name one resource of the kind each.
    pub(crate) fn new<V: IntoIterator<Item = &'a Value>>(
        stack: &Stack<'a>,
        types: &[&str],
        target: &Target,
        values: impl Fn(&'a Record) -> V,
    ) -> Self {
        Self::by(stack, types, values, |value| vec![stack.link(value, target)])
    }

    /// Of the records of these types; `values` are those of a record that list resources of the kind.
    pub(crate) fn of_lists<V: IntoIterator<Item = &'a Value>>(
        stack: &Stack<'a>,
        types: &[&str],
        target: &Target,
        values: impl Fn(&'a Record) -> V,
    ) -> Self {
        Self::by(stack, types, values, |value| stack.links(value, target))
    }

    fn by<V: IntoIterator<Item = &'a Value>>(
        stack: &Stack<'a>,
        types: &[&str],
        values: impl Fn(&'a Record) -> V,
        links: impl Fn(&'a Value) -> Vec<Link>,
    ) -> Self {
        let mut found = Self { named: HashMap::new(), unknown: Vec::new() };
        let records = stack.records.of_types(types);
        let values = records.flat_map(|record| values(record).into_iter().map(move |value| (record, value)));
        let mut order = 0;
        for (record, value) in values {
            for link in links(value) {
                let mention = Mention { order, record, value, link: link.clone() };
                order += 1;
                match link {
                    Link::To { id, .. } => found.named.entry(id).or_default().push(mention),
                    Link::Unknown(gap) => found.unknown.push((mention, gap)),
                }
            }
        }
        found
    }

    /// What names a resource, in order.
    pub(crate) fn of(&self, id: &ResourceId) -> &[Mention<'a>] {
        self.named.get(id).map_or(&[], Vec::as_slice)
    }

    /// What names any of some resources, in order.
    pub(crate) fn of_any<'s>(&'s self, ids: impl Iterator<Item = &'s ResourceId>) -> Vec<&'s Mention<'a>> {
        sorted(ids.flat_map(|id| self.of(id)).collect())
    }

    /// What names a resource, and what may name it, in order.
    pub(crate) fn of_or_unknown(&self, id: &ResourceId) -> Vec<&Mention<'a>> {
        sorted(self.of(id).iter().chain(self.unknown.iter().map(|(mention, _)| mention)).collect())
    }

    /// Why it is not known what the first names of those of which it is not.
    pub(crate) fn first_unknown(&self) -> Option<&Gap> {
        self.unknown.first().map(|(_, gap)| gap)
    }
}

fn sorted<'s, 'a>(mut mentions: Vec<&'s Mention<'a>>) -> Vec<&'s Mention<'a>> {
    mentions.sort_by_key(|mention| mention.order);
    mentions.dedup_by_key(|mention| mention.order);
    mentions
}

/// Every such index, each worked out when it is first asked for: most stacks have no such resources.
#[derive(Debug, Default)]
pub(crate) struct Namings<'a> {
    interfaces: OnceLock<Naming<'a>>,
    interface_attachments: OnceLock<Naming<'a>>,
    group_attachments: OnceLock<Naming<'a>>,
    elastic: OnceLock<Naming<'a>>,
    disks_of_machines: OnceLock<Naming<'a>>,
    machines_of_disks: OnceLock<Naming<'a>>,
    node_policies: OnceLock<Naming<'a>>,
    acls: OnceLock<Naming<'a>>,
    acl_associations: OnceLock<Naming<'a>>,
    table_associations: OnceLock<Naming<'a>>,
    ranges: OnceLock<Naming<'a>>,
    excluded_subnets: OnceLock<Naming<'a>>,
    excluded_vpcs: OnceLock<Naming<'a>>,
    /// Of block public access, by provider configuration: one a region.
    public_access: OnceLock<HashMap<Option<Arc<str>>, &'a Record>>,
    listeners: OnceLock<Naming<'a>>,
    listener_rules: OnceLock<Naming<'a>>,
    prefixes: OnceLock<Naming<'a>>,
}

/// The policy of the vendor's that every EKS node needs.
///
/// Source: EKS User Guide, node IAM role (read 2026-11-23).
pub(crate) const NODE_POLICY: &str = "AmazonEKSWorkerNodePolicy";

impl<'a> Stack<'a> {
    /// Network interfaces by the machine that their own block attaches them to.
    pub(crate) fn interfaces(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.block("attachment").and_then(|block| block.field("instance"));
        self.namings.interfaces.get_or_init(|| Naming::new(self, &["aws_network_interface"], &ANY, value))
    }

    /// Attachments of network interfaces by machine.
    pub(crate) fn interface_attachments(&self) -> &Naming<'a> {
        let types = ["aws_network_interface_attachment"];
        let value = |record: &'a Record| record.field("instance_id");
        self.namings.interface_attachments.get_or_init(|| Naming::new(self, &types, &ANY, value))
    }

    /// Attachments of security groups by network interface, or by the machine whose own it is.
    pub(crate) fn group_attachments(&self) -> &Naming<'a> {
        let types = ["aws_network_interface_sg_attachment"];
        let value = |record: &'a Record| {
            record.field("network_interface_id").filter(|_| record.field("security_group_id").is_some())
        };
        self.namings.group_attachments.get_or_init(|| Naming::new(self, &types, &ANY, value))
    }

    /// Elastic addresses by machine or network interface.
    pub(crate) fn elastic_addresses(&self) -> &Naming<'a> {
        let types = ["aws_eip", "aws_eip_association"];
        let names = ["instance", "network_interface", "instance_id", "network_interface_id"];
        let values = |record: &'a Record| names.iter().filter_map(|name| record.field(name));
        self.namings.elastic.get_or_init(|| Naming::new(self, &types, &ANY, values))
    }

    /// Attachments of disks by machine.
    pub(crate) fn disks_of_machines(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.field("instance_id");
        let make = || Naming::new(self, &["aws_volume_attachment"], &ANY, value);
        self.namings.disks_of_machines.get_or_init(make)
    }

    /// Attachments of disks by disk.
    pub(crate) fn machines_of_disks(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.field("volume_id");
        let make = || Naming::new(self, &["aws_volume_attachment"], &ANY, value);
        self.namings.machines_of_disks.get_or_init(make)
    }

    /// Attachments of [`NODE_POLICY`] by role.
    pub(crate) fn node_policies(&self) -> &Naming<'a> {
        let types = ["aws_iam_role_policy_attachment"];
        let is_meant = |value: &&Value| value.as_str().is_some_and(|arn| arn.ends_with(NODE_POLICY));
        let value = |record: &'a Record| {
            record.field("policy_arn").filter(is_meant).and_then(|_| record.field("role"))
        };
        self.namings.node_policies.get_or_init(|| Naming::new(self, &types, &ROLE, value))
    }

    /// Network ACLs by the subnets they list.
    pub(crate) fn acls(&self) -> &Naming<'a> {
        let types = ["aws_network_acl", "aws_default_network_acl"];
        let value = |record: &'a Record| record.field("subnet_ids");
        self.namings.acls.get_or_init(|| Naming::of_lists(self, &types, &SUBNET, value))
    }

    /// Associations of network ACLs by subnet.
    pub(crate) fn acl_associations(&self) -> &Naming<'a> {
        let types = ["aws_network_acl_association"];
        let value = |record: &'a Record| record.field("subnet_id");
        self.namings.acl_associations.get_or_init(|| Naming::of_lists(self, &types, &SUBNET, value))
    }

    /// Associations of route tables by subnet.
    pub(crate) fn table_associations(&self) -> &Naming<'a> {
        let types = ["aws_route_table_association"];
        let value = |record: &'a Record| record.field("subnet_id");
        self.namings.table_associations.get_or_init(|| Naming::new(self, &types, &SUBNET, value))
    }

    /// Further ranges of VPCs by VPC, those of IPv4 first.
    pub(crate) fn further_ranges(&self) -> &Naming<'a> {
        let types = ["aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"];
        let value = |record: &'a Record| record.field("vpc_id");
        self.namings.ranges.get_or_init(|| Naming::new(self, &types, &VPC, value))
    }

    /// Exclusions from block public access, with both directions open, by subnet.
    pub(crate) fn excluded_subnets(&self) -> &Naming<'a> {
        self.namings.excluded_subnets.get_or_init(|| self.exclusions("subnet_id", &SUBNET))
    }

    /// Exclusions from block public access, with both directions open, by VPC.
    pub(crate) fn excluded_vpcs(&self) -> &Naming<'a> {
        self.namings.excluded_vpcs.get_or_init(|| self.exclusions("vpc_id", &VPC))
    }

    fn exclusions(&self, attribute: &'static str, target: &Target) -> Naming<'a> {
        let mode =
            |record: &'a Record| record.field("internet_gateway_exclusion_mode").and_then(Value::as_str);
        let value =
            |record: &'a Record| record.field(attribute).filter(|_| mode(record) != Some("allow-egress"));
        Naming::new(self, &["aws_vpc_block_public_access_exclusion"], target, value)
    }

    /// The options of block public access by the provider configuration that stands for a region; the first of
    /// each.
    pub(crate) fn public_access_options(&self) -> &HashMap<Option<Arc<str>>, &'a Record> {
        self.namings.public_access.get_or_init(|| {
            let options = self.records.of_type("aws_vpc_block_public_access_options").iter();
            options.rev().map(|record| (record.provider.clone(), *record)).collect()
        })
    }

    /// Listeners by load balancer.
    pub(crate) fn listeners(&self) -> &Naming<'a> {
        let types = ["aws_lb_listener", "aws_alb_listener"];
        let value = |record: &'a Record| record.field("load_balancer_arn");
        self.namings.listeners.get_or_init(|| Naming::new(self, &types, &BALANCER, value))
    }

    /// Rules of listeners by listener.
    pub(crate) fn listener_rules(&self) -> &Naming<'a> {
        let types = ["aws_lb_listener_rule", "aws_alb_listener_rule"];
        let value = |record: &'a Record| record.field("listener_arn");
        self.namings.listener_rules.get_or_init(|| Naming::new(self, &types, &ANY, value))
    }

    /// Entries of prefix lists in resources of their own, by list.
    pub(crate) fn prefixes(&self) -> &Naming<'a> {
        let types = ["aws_ec2_managed_prefix_list_entry"];
        let value = |record: &'a Record| record.field("prefix_list_id");
        self.namings.prefixes.get_or_init(|| Naming::new(self, &types, &ANY, value))
    }
}
