//! References between resources, followed to the resource that is meant.

use ringfence_model::{Link, ResourceId, Source};
use ringfence_provider::{Fields, NameOf, gap_of};
use ringfence_terraform::{Record, RecordKind, Value};

use crate::alternatives::only_chooses;
use crate::stack::{Stack, id, part};

/// A kind of resource that attributes refer to.
pub(crate) struct Target {
    /// The types that are one.
    types: &'static [&'static str],
    /// Attributes by which a literal may name one.
    names: &'static [NameOf<'static>],
}

impl Target {
    /// Whether a record is of this kind.
    pub(crate) fn is_one(&self, record: &Record) -> bool {
        self.types.contains(&record.type_name.as_ref())
    }
}

pub(crate) const VPC: Target = Target { types: &["aws_vpc", "aws_default_vpc"], names: &[] };
pub(crate) const SUBNET: Target = Target { types: &["aws_subnet", "aws_default_subnet"], names: &[] };
pub(crate) const GROUP: Target = Target {
    types: &["aws_security_group", "aws_default_security_group"],
    names: &[("aws_security_group", "name")],
};
pub(crate) const GROUP_RULE: Target = Target {
    types: &["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    names: &[
        ("aws_vpc_security_group_ingress_rule", "security_group_rule_id"),
        ("aws_vpc_security_group_egress_rule", "security_group_rule_id"),
    ],
};
pub(crate) const INTERFACE: Target = Target { types: &["aws_network_interface"], names: &[] };
pub(crate) const ELASTIC: Target =
    Target { types: &["aws_eip"], names: &[("aws_eip", "allocation_id"), ("aws_eip", "public_ip")] };
pub(crate) const ROUTE_TABLE: Target =
    Target { types: &["aws_route_table", "aws_default_route_table"], names: &[] };
pub(crate) const NETWORK_ACL: Target =
    Target { types: &["aws_network_acl", "aws_default_network_acl"], names: &[] };
pub(crate) const TEMPLATE: Target = Target {
    types: &["aws_launch_template", "aws_launch_configuration"],
    names: &[("aws_launch_template", "name"), ("aws_launch_configuration", "name")],
};
pub(crate) const MACHINE: Target = Target {
    types: &["aws_instance", "aws_spot_instance_request", "aws_autoscaling_group", "aws_eks_node_group"],
    names: &[("aws_instance", "private_ip"), ("aws_autoscaling_group", "name")],
};
/// What may be a target: an application load balancer too.
pub(crate) const MEMBER: Target = Target {
    types: &[
        "aws_instance",
        "aws_spot_instance_request",
        "aws_autoscaling_group",
        "aws_eks_node_group",
        "aws_network_interface",
        "aws_lb",
        "aws_alb",
    ],
    names: &[("aws_instance", "private_ip"), ("aws_autoscaling_group", "name")],
};
pub(crate) const BALANCER: Target = Target {
    types: &["aws_lb", "aws_alb", "aws_elb"],
    names: &[("aws_elb", "name"), ("aws_lb", "name"), ("aws_alb", "name")],
};
pub(crate) const TARGET_GROUP: Target = Target {
    types: &["aws_lb_target_group", "aws_alb_target_group"],
    names: &[("aws_lb_target_group", "name"), ("aws_alb_target_group", "name")],
};
pub(crate) const PROFILE: Target =
    Target { types: &["aws_iam_instance_profile"], names: &[("aws_iam_instance_profile", "name")] };
pub(crate) const ROLE: Target = Target { types: &["aws_iam_role"], names: &[("aws_iam_role", "name")] };
pub(crate) const POLICY: Target = Target { types: &["aws_iam_policy"], names: &[] };
pub(crate) const CLUSTER: Target =
    Target { types: &["aws_eks_cluster"], names: &[("aws_eks_cluster", "name")] };
pub(crate) const PEERING: Target = Target { types: &["aws_vpc_peering_connection"], names: &[] };
pub(crate) const TRANSIT_GATEWAY: Target = Target { types: &["aws_ec2_transit_gateway"], names: &[] };
pub(crate) const TRANSIT_TABLE: Target =
    Target { types: &["aws_ec2_transit_gateway_route_table"], names: &[] };
/// What stands on one side of a transit gateway.
pub(crate) const ATTACHMENT: Target = Target {
    types: &[
        "aws_ec2_transit_gateway_connect",
        "aws_ec2_transit_gateway_peering_attachment",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_dx_gateway_association",
        "aws_vpn_connection",
    ],
    names: &[],
};
pub(crate) const VPN_GATEWAY: Target = Target { types: &["aws_vpn_gateway"], names: &[] };
/// What a Direct Connect gateway leads to.
pub(crate) const ASSOCIATED: Target =
    Target { types: &["aws_ec2_transit_gateway", "aws_vpn_gateway"], names: &[] };
pub(crate) const PROPOSAL: Target = Target { types: &["aws_dx_gateway_association_proposal"], names: &[] };
pub(crate) const CUSTOMER_GATEWAY: Target = Target { types: &["aws_customer_gateway"], names: &[] };
pub(crate) const VPN: Target = Target { types: &["aws_vpn_connection"], names: &[] };
pub(crate) const DIRECT_CONNECT: Target = Target { types: &["aws_dx_gateway"], names: &[] };
pub(crate) const CORE_NETWORK: Target = Target { types: &["aws_networkmanager_core_network"], names: &[] };
/// What a route's `gateway_id` may name.
pub(crate) const GATEWAY: Target = Target {
    types: &[
        "aws_egress_only_internet_gateway",
        "aws_internet_gateway",
        "aws_nat_gateway",
        "aws_vpc_endpoint",
        "aws_vpn_gateway",
    ],
    names: &[],
};
pub(crate) const ENDPOINT_SERVICE: Target =
    Target { types: &["aws_vpc_endpoint_service"], names: &[("aws_vpc_endpoint_service", "service_name")] };
pub(crate) const ENDPOINT: Target = Target { types: &["aws_vpc_endpoint"], names: &[] };
pub(crate) const CLIENT_VPN: Target = Target { types: &["aws_ec2_client_vpn_endpoint"], names: &[] };
pub(crate) const ACCELERATOR: Target = Target { types: &["aws_globalaccelerator_accelerator"], names: &[] };
pub(crate) const ACCELERATOR_LISTENER: Target =
    Target { types: &["aws_globalaccelerator_listener"], names: &[] };
/// Anything that is referred to as itself.
pub(crate) const ANY: Target = Target { types: &[], names: &[] };

/// References that lead from one resource to the next: `aws_subnet.a.vpc_id`. More would be a circle.
const STEPS: usize = 8;

impl Stack<'_> {
    /// The resource of that kind that a value names.
    ///
    /// An attribute that only passes a name on (`aws_subnet.a.vpc_id`, a data source's `id`) is followed; one
    /// that stands for something the service makes by itself leads there.
    pub(crate) fn link(&self, value: &Value, target: &Target) -> Link {
        let reason = value.reason().filter(|_| value.is_opaque());
        let chosen = reason.map(|reason| self.alternatives(reason, target)).unwrap_or_default();
        if let [record] = chosen.as_slice() {
            return Link::To { id: id(record), source: Source::File(value.origin.used_at()) };
        }
        self.follow(self.found(value, target), value, target, STEPS)
    }

    /// What a value names by itself: a record, what a service makes, or something that is not declared.
    fn found(&self, value: &Value, target: &Target) -> Link {
        self.known_by_id(self.records.link(value, target.names), value, target)
    }

    /// The resource that has an id which is written as text, where nothing has it as a name.
    fn known_by_id(&self, link: Link, value: &Value, target: &Target) -> Link {
        let (Link::To { id: to, source }, Some(text)) = (&link, value.as_str()) else { return link };
        let declared = self.record(to).map(|record| record.kind);
        if declared == Some(RecordKind::Data)
            && let Some(made) = self.known.made(text)
        {
            return Link::To { id: made.clone(), source: source.clone() };
        }
        if to.as_str() != text || declared.is_some() {
            return link;
        }
        let fits = |record: &Record| target.types.is_empty() || target.is_one(record);
        let known = self.known.record(text, fits).map(id);
        // A group of another account is written with that account before it; ids are unique all over.
        let elsewhere = || {
            let (account, group) = text.split_once('/')?;
            let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
            let group = is_account.then_some(group)?;
            let record = self.records.get(group).or_else(|| self.known.record(group, fits));
            record.filter(|record| fits(record)).map(id)
        };
        let known =
            known.or_else(elsewhere).or_else(|| self.known.made(text).map(|made| self.adopted_name(made)));
        known.map_or_else(|| link.clone(), |id| Link::To { id, source: source.clone() })
    }

    /// What a VPC comes with goes by the name of what adopts it.
    fn adopted_name(&self, made: &ResourceId) -> ResourceId {
        match made.as_str().rsplit_once('/') {
            Some((vpc, "default-security-group")) => self.default_group(&ResourceId::new(vpc)),
            Some((vpc, "default-network-acl")) => self.default_acl(&ResourceId::new(vpc)),
            _ => made.clone(),
        }
    }

    /// All resources that a list names; of a value that is one of several, all of these.
    pub(crate) fn links(&self, value: &Value, target: &Target) -> Vec<Link> {
        if let Some(items) = value.as_list() {
            let open = value.open().map(AsRef::as_ref).filter(|open| items.is_empty() || !only_chooses(open));
            let rest = open.map(|open| Link::Unknown(gap_of(open, value.origin.used_at())));
            let items = items.iter().flat_map(|item| self.links(item, target));
            // An element of a list that came through a variable or module is used where the list is.
            let used = value.origin.via.is_some().then(|| Source::File(value.origin.used_at()));
            let items = items.map(|link| match (link, &used) {
                (Link::To { id, .. }, Some(used)) => Link::To { id, source: used.clone() },
                (link, _) => link,
            });
            return items.chain(rest).collect();
        }
        let reason = value.reason().filter(|_| value.is_opaque());
        let chosen = reason.map(|reason| self.alternatives(reason, target)).unwrap_or_default();
        if !chosen.is_empty() {
            let source = Source::File(value.origin.used_at());
            return chosen
                .into_iter()
                .map(|record| Link::To { id: id(record), source: source.clone() })
                .collect();
        }
        let found = self.records.links(value, target.names).into_iter();
        found
            .map(|link| self.known_by_id(link, value, target))
            .map(|link| self.follow(link, value, target, STEPS))
            .collect()
    }

    /// The record that a value names, if it is of that kind and declared.
    pub(crate) fn target(&self, value: &Value, target: &Target) -> Option<&Record> {
        let link = self.link(value, target);
        let record = self.record(link.id()?)?;
        target.is_one(record).then_some(record)
    }

    fn follow(&self, link: Link, value: &Value, target: &Target, steps: usize) -> Link {
        let (Link::To { id: to, source }, Some(reference)) = (&link, value.reference()) else { return link };
        let Some(record) = self.record(to) else { return link };
        let is_one = target.types.is_empty() || target.is_one(record);
        if is_one && record.kind == RecordKind::Managed {
            return link;
        }
        let attribute = reference.attribute().unwrap_or("id");
        if let Some(made) = self.made_by_service(record, attribute, steps) {
            return Link::To { id: made, source: source.clone() };
        }
        let next = match record.kind {
            RecordKind::Managed => record.field(attribute),
            RecordKind::Data if is_one => record.field("id").or_else(|| record.field("name")),
            RecordKind::Data | RecordKind::Ephemeral => None,
        };
        let Some(next) = next.filter(|_| steps > 0) else { return link };
        match self.follow(self.found(next, target), next, target, steps - 1) {
            Link::To { id, .. } => Link::To { id, source: source.clone() },
            // The data source itself is one thing, whoever refers to it.
            Link::Unknown(_) if record.kind == RecordKind::Data => link,
            unknown @ Link::Unknown(_) => unknown,
        }
    }

    /// What a service makes along with a resource, by the attribute that leads to it.
    fn made_by_service(&self, record: &Record, attribute: &str, steps: usize) -> Option<ResourceId> {
        match (record.type_name.as_ref(), attribute) {
            ("aws_vpc" | "aws_default_vpc", "default_security_group_id") => {
                Some(self.default_group(&id(record)))
            }
            ("aws_vpc" | "aws_default_vpc", "default_network_acl_id") => Some(self.default_acl(&id(record))),
            ("aws_vpc" | "aws_default_vpc", "main_route_table_id" | "default_route_table_id") => {
                Some(part(&id(record), "main-route-table"))
            }
            ("aws_eks_cluster", "vpc_config") => Some(part(&id(record), "cluster-security-group")),
            ("aws_eks_node_group", "resources") => Some(part(&id(record), "remote-access-security-group")),
            ("aws_elb", "source_security_group_id" | "source_security_group") => {
                let groups = record.field("security_groups").filter(|_| steps > 0)?;
                let first = groups.as_list().map_or(Some(groups), <[Value]>::first)?;
                self.follow(self.found(first, &GROUP), first, &GROUP, steps - 1).id().cloned()
            }
            (
                "aws_ec2_transit_gateway",
                "association_default_route_table_id" | "propagation_default_route_table_id",
            ) => Some(part(&id(record), "default-route-table")),
            _ => self.same_as(record, attribute, steps),
        }
    }

    /// What a resource or data source is only another name for, by the attribute that leads to it.
    fn same_as(&self, record: &Record, attribute: &str, steps: usize) -> Option<ResourceId> {
        let steps = steps.checked_sub(1)?;
        let named = |attribute, target| {
            let value = record.field(attribute)?;
            self.follow(self.found(value, target), value, target, steps).id().cloned()
        };
        match (record.type_name.as_ref(), attribute) {
            ("aws_vpc_peering_connection_accepter" | "aws_vpc_peering_connection_options", "id") => {
                named("vpc_peering_connection_id", &PEERING)
            }
            (
                "aws_ec2_transit_gateway_vpc_attachment_accepter"
                | "aws_ec2_transit_gateway_peering_attachment_accepter",
                "id",
            ) => named("transit_gateway_attachment_id", &ATTACHMENT),
            ("aws_ec2_transit_gateway_vpn_attachment", "id") => named("vpn_connection_id", &VPN),
            ("aws_ec2_transit_gateway_dx_gateway_attachment", "id") => {
                let line = named("dx_gateway_id", &DIRECT_CONNECT)?;
                let ours = |other: &&&Record| {
                    let value = other.field("dx_gateway_id");
                    value.and_then(|value| self.found(value, &DIRECT_CONNECT).id().cloned())
                        == Some(line.clone())
                };
                self.records.of_type("aws_dx_gateway_association").iter().find(ours).map(|record| id(record))
            }
            ("aws_vpc", "id") if record.kind == RecordKind::Data => {
                let default = record.field("default").and_then(Value::as_bool);
                (default == Some(true)).then(|| self.default_vpc())
            }
            _ => None,
        }
    }

    /// The default security group of a VPC: the adopted one, else the one nobody declares.
    pub(crate) fn default_group(&self, vpc: &ResourceId) -> ResourceId {
        self.adopted.groups.get(vpc).cloned().unwrap_or_else(|| part(vpc, "default-security-group"))
    }

    /// The default network ACL of a VPC: the adopted one, else the one nobody declares.
    pub(crate) fn default_acl(&self, vpc: &ResourceId) -> ResourceId {
        self.adopted.acls.get(vpc).cloned().unwrap_or_else(|| part(vpc, "default-network-acl"))
    }
}
