//! What ids stand for where they are written as text, as in states and saved replies.

use std::collections::HashMap;

use ringfence_model::ResourceId;
use ringfence_provider::{Fields, Records};
use ringfence_terraform::{Record, RecordKind, Value};

use crate::stack::{id, part};

/// Attributes with ids of what a service makes along with a resource: type, attribute, what is made. An empty name
/// means the resource itself.
const MADE: [(&str, &str, &str); 11] = [
    ("aws_vpc", "default_security_group_id", "default-security-group"),
    ("aws_default_vpc", "default_security_group_id", "default-security-group"),
    ("aws_vpc", "default_network_acl_id", "default-network-acl"),
    ("aws_default_vpc", "default_network_acl_id", "default-network-acl"),
    ("aws_vpc", "main_route_table_id", "main-route-table"),
    ("aws_default_vpc", "main_route_table_id", "main-route-table"),
    ("aws_instance", "primary_network_interface_id", ""),
    ("aws_ec2_transit_gateway", "association_default_route_table_id", "default-route-table"),
    ("aws_ec2_transit_gateway", "propagation_default_route_table_id", "default-route-table"),
    ("aws_vpn_connection", "transit_gateway_attachment_id", ""),
    ("aws_dx_gateway_association", "transit_gateway_attachment_id", ""),
];

/// Ids by text.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// Records by `id` and `arn`: different types may use the same name for an id.
    records: HashMap<&'a str, Vec<&'a Record>>,
    made: HashMap<&'a str, ResourceId>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(records: &Records<'a>) -> Self {
        let mut known = Self { records: HashMap::new(), made: HashMap::new() };
        let managed = records.all().iter().filter(|record| record.kind == RecordKind::Managed);
        for record in managed {
            for text in ["id", "arn"].iter().filter_map(|name| record.field(name).and_then(Value::as_str)) {
                known.records.entry(text).or_default().push(record);
            }
        }
        for (type_name, attribute, what) in MADE {
            for record in records.of_type(type_name).iter().copied() {
                let own = id(record);
                let made = if what.is_empty() { own } else { part(&own, what) };
                known.add(record.field(attribute), made);
            }
        }
        for record in records.of_type("aws_eks_cluster").iter().copied() {
            let group = record.block("vpc_config").and_then(|block| block.field("cluster_security_group_id"));
            known.add(group, part(&id(record), "cluster-security-group"));
        }
        for record in records.of_type("aws_eks_node_group").iter().copied() {
            let group = record.block("resources").and_then(|b| b.field("remote_access_security_group_id"));
            known.add(group, part(&id(record), "remote-access-security-group"));
        }
        known.attachments(records);
        known
    }

    /// Attachments of transit gateways that saved replies name by ids of their own, beside what they attach.
    fn attachments(&mut self, records: &Records<'a>) {
        let text = |record: &'a Record, name: &str| record.field(name).and_then(Value::as_str);
        for record in records.data("aws_ec2_transit_gateway_attachment").iter().copied() {
            let Some(behind) = text(record, "resource_id") else { continue };
            let gateway = text(record, "transit_gateway_id");
            let associations = records.with_literal("aws_dx_gateway_association", "dx_gateway_id", behind);
            let line = associations.into_iter().find(|line| text(line, "associated_gateway_id") == gateway);
            let meant = line
                .or_else(|| self.record(behind, |meant| meant.type_name.as_ref() == "aws_vpn_connection"));
            if let Some(meant) = meant {
                self.made.entry(&record.address).or_insert_with(|| id(meant));
            }
        }
    }

    fn add(&mut self, value: Option<&'a Value>, made: ResourceId) {
        if let Some(text) = value.and_then(Value::as_str).filter(|text| !text.is_empty()) {
            self.made.entry(text).or_insert(made);
        }
    }

    /// The record with that id, of those that fit; of several the one with the shortest type name: a peering
    /// connection before its accepter and options, which share its id.
    pub(crate) fn record(&self, text: &str, fits: impl Fn(&Record) -> bool) -> Option<&'a Record> {
        let all = self.records.get(text)?.iter().copied();
        all.filter(|record| fits(record)).min_by_key(|record| record.type_name.len())
    }

    /// What a service makes that has that id.
    pub(crate) fn made(&self, text: &str) -> Option<&ResourceId> {
        self.made.get(text)
    }
}
