//! Which records name which resource: attachments, associations, rules.

use std::collections::HashMap;
use std::sync::OnceLock;

use ringfence_model::Link;
use ringfence_provider::{Fields, Naming};
use ringfence_terraform::{ProviderRef, Record, Value};

use crate::links::{ANY, BALANCER, ENDPOINT, ENDPOINT_SERVICE, INTERFACE, ROLE, SUBNET, Target, VPC};
use crate::stack::Stack;

/// Every such index, each worked out when it is first asked for: most stacks have no such resources.
#[derive(Debug, Default)]
pub(crate) struct Namings<'a> {
    interfaces: OnceLock<Naming<'a>>,
    interface_attachments: OnceLock<Naming<'a>>,
    attached_interfaces: OnceLock<Naming<'a>>,
    routed_interfaces: OnceLock<Naming<'a>>,
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
    public_access: OnceLock<HashMap<Option<ProviderRef>, &'a Record>>,
    listeners: OnceLock<Naming<'a>>,
    listener_rules: OnceLock<Naming<'a>>,
    prefixes: OnceLock<Naming<'a>>,
    endpoint_subnets: OnceLock<Naming<'a>>,
    endpoint_groups: OnceLock<Naming<'a>>,
    service_principals: OnceLock<Naming<'a>>,
    endpoint_accepters: OnceLock<Naming<'a>>,
}

/// The policy of the vendor's that every EKS node needs.
///
/// Source: EKS User Guide, node IAM role (read 2026-11-23).
pub(crate) const NODE_POLICY: &str = "AmazonEKSWorkerNodePolicy";

impl<'a> Stack<'a> {
    /// By the one resource that each of some values of records of these types names.
    pub(crate) fn naming<V: IntoIterator<Item = &'a Value>>(
        &self,
        types: &[&str],
        target: &Target,
        values: impl Fn(&'a Record) -> V,
    ) -> Naming<'a> {
        let records = self.records.of_types(types);
        let values = records.flat_map(|record| values(record).into_iter().map(move |value| (record, value)));
        Naming::new(values.map(|(record, value)| (record, value, self.link(value, target))))
    }

    /// By the resources that each of some values of records of these types lists.
    pub(crate) fn naming_lists<V: IntoIterator<Item = &'a Value>>(
        &self,
        types: &[&str],
        target: &Target,
        values: impl Fn(&'a Record) -> V,
    ) -> Naming<'a> {
        let records = self.records.of_types(types);
        let values = records.flat_map(|record| values(record).into_iter().map(move |value| (record, value)));
        Naming::new(values.flat_map(|(record, value)| {
            self.links(value, target).into_iter().map(move |link| (record, value, link))
        }))
    }

    /// Network interfaces by the machine that their own block attaches them to.
    pub(crate) fn interfaces(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.block("attachment").and_then(|block| block.field("instance"));
        self.namings.interfaces.get_or_init(|| self.naming(&["aws_network_interface"], &ANY, value))
    }

    /// Attachments of network interfaces by machine.
    pub(crate) fn interface_attachments(&self) -> &Naming<'a> {
        let types = ["aws_network_interface_attachment"];
        let value = |record: &'a Record| record.field("instance_id");
        self.namings.interface_attachments.get_or_init(|| self.naming(&types, &ANY, value))
    }

    /// Attachments of network interfaces by interface.
    pub(crate) fn attached_interfaces(&self) -> &Naming<'a> {
        let types = ["aws_network_interface_attachment"];
        let value = |record: &'a Record| record.field("network_interface_id");
        self.namings.attached_interfaces.get_or_init(|| self.naming(&types, &INTERFACE, value))
    }

    /// Routes by the network interface that they lead to.
    pub(crate) fn routed_interfaces(&self) -> &Naming<'a> {
        let types = ["aws_route", "aws_route_table", "aws_default_route_table"];
        let values = |record: &'a Record| {
            let own = record.field("network_interface_id");
            let blocks = record.nested("route").iter().map(|block| block.field("network_interface_id"));
            own.into_iter().chain(blocks.flatten()).filter(|value| value.as_str() != Some(""))
        };
        self.namings.routed_interfaces.get_or_init(|| self.naming(&types, &INTERFACE, values))
    }

    /// Attachments of security groups by network interface, or by the machine whose own it is.
    pub(crate) fn group_attachments(&self) -> &Naming<'a> {
        let types = ["aws_network_interface_sg_attachment"];
        let value = |record: &'a Record| {
            record.field("network_interface_id").filter(|_| record.field("security_group_id").is_some())
        };
        self.namings.group_attachments.get_or_init(|| self.naming(&types, &ANY, value))
    }

    /// Elastic addresses by network interface, or by the machine whose primary one is meant.
    ///
    /// A state names both: the interface decides, unless it is not declared.
    pub(crate) fn elastic_addresses(&self) -> &Naming<'a> {
        self.namings.elastic.get_or_init(|| {
            let records = self.records.of_types(&["aws_eip", "aws_eip_association"]);
            let all = records.filter_map(|record| {
                let read = |names: [&str; 2]| names.iter().find_map(|name| record.get(name));
                let read = |names| read(names).filter(|value| value.as_str() != Some(""));
                let interface = read(["network_interface", "network_interface_id"]);
                let interface = interface.map(|value| (record, value, self.link(value, &ANY)));
                let declared = |link: &Link| link.id().is_some_and(|id| self.record(id).is_some());
                let machine = read(["instance", "instance_id"]);
                let machine = machine.map(|value| (record, value, self.link(value, &ANY)));
                let sure = interface.as_ref().is_some_and(|(_, _, link)| declared(link)) || machine.is_none();
                if sure { interface } else { machine }
            });
            Naming::new(all)
        })
    }

    /// Attachments of disks by machine.
    pub(crate) fn disks_of_machines(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.field("instance_id");
        let make = || self.naming(&["aws_volume_attachment"], &ANY, value);
        self.namings.disks_of_machines.get_or_init(make)
    }

    /// Attachments of disks by disk.
    pub(crate) fn machines_of_disks(&self) -> &Naming<'a> {
        let value = |record: &'a Record| record.field("volume_id");
        let make = || self.naming(&["aws_volume_attachment"], &ANY, value);
        self.namings.machines_of_disks.get_or_init(make)
    }

    /// Attachments of [`NODE_POLICY`] by role.
    pub(crate) fn node_policies(&self) -> &Naming<'a> {
        let types = ["aws_iam_role_policy_attachment"];
        let is_meant = |value: &&Value| value.as_str().is_some_and(|arn| arn.ends_with(NODE_POLICY));
        let value = |record: &'a Record| {
            record.field("policy_arn").filter(is_meant).and_then(|_| record.field("role"))
        };
        self.namings.node_policies.get_or_init(|| self.naming(&types, &ROLE, value))
    }

    /// Network ACLs by the subnets they list.
    pub(crate) fn acls(&self) -> &Naming<'a> {
        let types = ["aws_network_acl", "aws_default_network_acl"];
        let value = |record: &'a Record| record.field("subnet_ids");
        self.namings.acls.get_or_init(|| self.naming_lists(&types, &SUBNET, value))
    }

    /// Associations of network ACLs by subnet.
    pub(crate) fn acl_associations(&self) -> &Naming<'a> {
        let types = ["aws_network_acl_association"];
        let value = |record: &'a Record| record.field("subnet_id");
        self.namings.acl_associations.get_or_init(|| self.naming_lists(&types, &SUBNET, value))
    }

    /// Associations of route tables by subnet.
    pub(crate) fn table_associations(&self) -> &Naming<'a> {
        let types = ["aws_route_table_association"];
        let value = |record: &'a Record| record.field("subnet_id");
        self.namings.table_associations.get_or_init(|| self.naming(&types, &SUBNET, value))
    }

    /// Further ranges of VPCs by VPC, those of IPv4 first.
    pub(crate) fn further_ranges(&self) -> &Naming<'a> {
        let types = ["aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"];
        let value = |record: &'a Record| record.field("vpc_id");
        self.namings.ranges.get_or_init(|| self.naming(&types, &VPC, value))
    }

    /// Exclusions from block public access by subnet.
    pub(crate) fn excluded_subnets(&self) -> &Naming<'a> {
        self.namings.excluded_subnets.get_or_init(|| self.exclusions("subnet_id", &SUBNET))
    }

    /// Exclusions from block public access by VPC.
    pub(crate) fn excluded_vpcs(&self) -> &Naming<'a> {
        self.namings.excluded_vpcs.get_or_init(|| self.exclusions("vpc_id", &VPC))
    }

    fn exclusions(&self, attribute: &'static str, target: &Target) -> Naming<'a> {
        let value = |record: &'a Record| record.field(attribute).filter(|value| value.as_str() != Some(""));
        self.naming(&["aws_vpc_block_public_access_exclusion"], target, value)
    }

    /// The options of block public access by the provider configuration that stands for a region; the first of
    /// each.
    pub(crate) fn public_access_options(&self) -> &HashMap<Option<ProviderRef>, &'a Record> {
        self.namings.public_access.get_or_init(|| {
            let options = self.records.of_type("aws_vpc_block_public_access_options").iter();
            options.rev().map(|record| (record.provider.clone(), *record)).collect()
        })
    }

    /// Listeners by load balancer.
    pub(crate) fn listeners(&self) -> &Naming<'a> {
        let types = ["aws_lb_listener", "aws_alb_listener"];
        let value = |record: &'a Record| record.field("load_balancer_arn");
        self.namings.listeners.get_or_init(|| self.naming(&types, &BALANCER, value))
    }

    /// Rules of listeners by listener.
    pub(crate) fn listener_rules(&self) -> &Naming<'a> {
        let types = ["aws_lb_listener_rule", "aws_alb_listener_rule"];
        let value = |record: &'a Record| record.field("listener_arn");
        self.namings.listener_rules.get_or_init(|| self.naming(&types, &ANY, value))
    }

    /// Entries of prefix lists in resources of their own, by list.
    pub(crate) fn prefixes(&self) -> &Naming<'a> {
        let types = ["aws_ec2_managed_prefix_list_entry"];
        let value = |record: &'a Record| record.field("prefix_list_id");
        self.namings.prefixes.get_or_init(|| self.naming(&types, &ANY, value))
    }

    /// Subnets that endpoints are associated with, by endpoint.
    pub(crate) fn endpoint_subnets(&self) -> &Naming<'a> {
        let types = ["aws_vpc_endpoint_subnet_association"];
        let value = |record: &'a Record| record.field("vpc_endpoint_id");
        self.namings.endpoint_subnets.get_or_init(|| self.naming(&types, &ENDPOINT, value))
    }

    /// Security groups that endpoints are associated with, by endpoint.
    pub(crate) fn endpoint_groups(&self) -> &Naming<'a> {
        let types = ["aws_vpc_endpoint_security_group_association"];
        let value = |record: &'a Record| record.field("vpc_endpoint_id");
        self.namings.endpoint_groups.get_or_init(|| self.naming(&types, &ENDPOINT, value))
    }

    /// What accepts endpoints for their services, by endpoint.
    pub(crate) fn endpoint_accepters(&self) -> &Naming<'a> {
        let types = ["aws_vpc_endpoint_connection_accepter"];
        let value = |record: &'a Record| record.field("vpc_endpoint_id");
        self.namings.endpoint_accepters.get_or_init(|| self.naming(&types, &ENDPOINT, value))
    }

    /// Principals that services are open to, by service.
    pub(crate) fn service_principals(&self) -> &Naming<'a> {
        let types = ["aws_vpc_endpoint_service_allowed_principal"];
        let value = |record: &'a Record| record.field("vpc_endpoint_service_id");
        self.namings.service_principals.get_or_init(|| self.naming(&types, &ENDPOINT_SERVICE, value))
    }
}
