//! `aws_ec2_client_vpn_endpoint`: people come in from outside and stand in a VPC as its interfaces.
//!
//! It is a machine of which only the interfaces are known: rules that name its groups or the ranges of its subnets let its
//! clients in.
//!
//! Source: `aws_ec2_client_vpn_endpoint`, `aws_ec2_client_vpn_network_association`; Client VPN Administrator Guide, how it
//! works: clients get an address of the associated subnet (remembered).

use ringfence_model::{
    Attr, Evidence, Interface, Link, Machine, MachineKind, MetadataService, Model, Source,
};
use ringfence_provider::{Fields, about, name_tag, tags};
use ringfence_terraform::Record;

use super::machine::default_groups;
use crate::links::{CLIENT_VPN, GROUP, SUBNET};
use crate::pages;
use crate::stack::{Stack, id};

/// All endpoints that are associated with a subnet.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let associations = stack.naming(&["aws_ec2_client_vpn_network_association"], &CLIENT_VPN, |record| {
        record.field("client_vpn_endpoint_id")
    });
    for record in stack.records.of_type("aws_ec2_client_vpn_endpoint").iter().copied() {
        let subnets =
            associations.of(&id(record)).iter().filter_map(|naming| naming.record.field("subnet_id"));
        let subnets: Vec<Link> = subnets.flat_map(|value| stack.links(value, &SUBNET)).collect();
        if !subnets.is_empty() {
            model.machines.push(endpoint(stack, record, subnets));
        }
    }
}

fn endpoint(stack: &Stack<'_>, record: &Record, subnets: Vec<Link>) -> Machine {
    let mut header = about(record, "client VPN endpoint");
    header.tags = tags(record.field("tags"));
    header.name = name_tag(&header.tags, "Name");
    let own = id(record);
    let written = record.field("security_group_ids").map(|value| stack.links(value, &GROUP));
    let groups = written.filter(|links| !links.is_empty()).unwrap_or_else(|| default_groups(stack, &subnets));
    let page = Source::Documented { url: pages::CLIENT_VPN };
    let no = || Attr::Default { value: false, source: page.clone() };
    let said = Evidence::new(&own, "clients come in through it from outside", &Source::File(record.header));
    let interface = Interface {
        subnets,
        public_v4: no(),
        public_v6: no(),
        filters: groups.clone(),
        groups,
        forwards: no(),
        ..Interface::new(&own)
    };
    Machine {
        about: header,
        kind: MachineKind::Instance,
        parts: Vec::new(),
        interfaces: vec![interface],
        identity: Attr::Default { value: None, source: page.clone() },
        metadata: MetadataService::not_applicable(),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence: vec![said],
    }
}
