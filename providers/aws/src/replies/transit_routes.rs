//! What the route tables of transit gateways hold: routes, and attachments that propagate theirs.
//!
//! Neither reply names the table it is of: whoever saves them puts the table beside, or into the name of the file.
//!
//! Source: EC2 API `TransitGatewayRoute`, `TransitGatewayRouteTablePropagation`; `aws_ec2_transit_gateway_route`,
//! `aws_ec2_transit_gateway_route_table_propagation` (read 2026-11-25).

use std::collections::BTreeSet;

use ringfence_model::NoticeId;
use ringfence_replies::{Body, field, items};
use ringfence_terraform::Value;

use super::file_name::named;
use super::kinds::command;
use super::making::Making;
use super::objects::Object;
use super::shape::is_gone;

/// A reply of which the table is known.
struct Told<'r> {
    object: Object<'r>,
    table: Value,
    all: &'r [Value],
    /// Whether it says that there are more.
    partial: bool,
}

pub(super) fn make(making: &mut Making<'_>) {
    let routes = told(making, "TransitGatewayStaticRoutes", "Routes", "Routes");
    let mut listed: BTreeSet<String> = BTreeSet::new();
    for told in &routes {
        let table = told.table.as_str().unwrap_or_default();
        if !told.partial {
            listed.insert(table.to_owned());
        }
        told.all.iter().for_each(|value| route(making, told, value));
    }
    let lists = "TransitGatewayRouteTablePropagations";
    let mut propagating: BTreeSet<String> = BTreeSet::new();
    for told in &told(making, "TransitGatewayPropagations", lists, lists) {
        propagating.insert(told.table.as_str().unwrap_or_default().to_owned());
        told.all.iter().for_each(|value| propagation(making, told, value));
    }
    unlisted(making, &listed, &propagating);
}

/// The replies of a kind: those that have the table beside, and those that have it in the file's name.
fn told<'r>(making: &mut Making<'r>, kind: &str, inside: &str, alone: &str) -> Vec<Told<'r>> {
    let mut found = Vec::new();
    for (object, table) in making.each(kind, "TransitGatewayRouteTableId") {
        let partial = field(object.value, "AdditionalRoutesAvailable").and_then(Value::as_bool) == Some(true);
        found.push(Told { object, table: table.clone(), all: items(object.value, inside), partial });
    }
    let mut unnamed = Vec::new();
    for reply in making.objects.replies(alone) {
        let object = Object { value: &reply.value, reply };
        match named(&reply.file, "tgw-rtb-") {
            Some(id) => {
                let table = Value::string(id, reply.value.origin.at);
                let all = reply.value.as_list().unwrap_or_default();
                found.push(Told { object, table, all, partial: reply.continues });
            }
            None => unnamed.push(object),
        }
    }
    for object in unnamed {
        let message = format!(
            "`{}` does not say which route table of a transit gateway its `{alone}` are of, so they were not analysed; put \
             the table's id (`tgw-rtb-…`) into the name of the file",
            object.reply.file
        );
        making.note(NoticeId::Undecided, message, Some(object.value.origin.at));
    }
    found
}

fn route<'r>(making: &mut Making<'r>, told: &Told<'r>, value: &Value) {
    let names = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "PrefixListId"];
    let Some(to) = names.iter().find_map(|name| field(value, name)) else { return };
    let mut body = Body::default();
    body.put("destination_cidr_block", Some(to));
    body.put("transit_gateway_route_table_id", Some(&told.table));
    let attachments = items(value, "TransitGatewayAttachments");
    body.put(
        "transit_gateway_attachment_id",
        attachments.first().and_then(|at| field(at, "TransitGatewayAttachmentId")),
    );
    // Of several equal ones packets take any.
    if attachments.len() > 1 {
        let all = attachments.iter().filter_map(|at| field(at, "TransitGatewayAttachmentId")).cloned();
        body.set_list("transit_gateway_attachment_ids", all.collect(), value.origin.at);
    }
    if let Some(state) = field(value, "State") {
        body.set_bool("blackhole", state.as_str() == Some("blackhole"), state.origin.at);
    }
    body.copy(value, &[("Type", "type"), ("State", "state")]);
    let table = told.table.as_str().unwrap_or_default();
    let address = format!("{table}_{}", to.as_str().unwrap_or_default());
    making.add_as("aws_ec2_transit_gateway_route", told.object, &address, to.origin.at, body);
}

fn propagation<'r>(making: &mut Making<'r>, told: &Told<'r>, value: &Value) {
    let Some(attachment) = field(value, "TransitGatewayAttachmentId").filter(|_| !is_gone(value, "State"))
    else {
        return;
    };
    let mut body = Body::default();
    body.put("transit_gateway_attachment_id", Some(attachment));
    body.put("transit_gateway_route_table_id", Some(&told.table));
    body.copy(value, &[("ResourceId", "resource_id"), ("ResourceType", "resource_type")]);
    let table = told.table.as_str().unwrap_or_default();
    let address = format!("{table}_propagates_{}", attachment.as_str().unwrap_or_default());
    let type_name = "aws_ec2_transit_gateway_route_table_propagation";
    making.add_as(type_name, told.object, &address, attachment.origin.at, body);
}

/// Tables of which no reply lists the routes, or what propagates to them: there may be any.
fn unlisted(making: &mut Making<'_>, listed: &BTreeSet<String>, propagating: &BTreeSet<String>) {
    for (object, id) in making.each("TransitGatewayRouteTables", "TransitGatewayRouteTableId") {
        let table = id.as_str().unwrap_or_default();
        let at = id.origin.at;
        if is_gone(object.value, "State") {
            continue;
        }
        let mut body = Body::default();
        body.put("transit_gateway_route_table_id", Some(id));
        if !listed.contains(table) {
            let why = format!(
                "the routes of a transit gateway's table, which no reply lists ({})",
                command("Routes")
            );
            let mut body = body.clone();
            body.set_unknown("destination_cidr_block", &why, at);
            body.set_unknown("transit_gateway_attachment_id", &why, at);
            let address = format!("{table}/routes");
            making.add_unsure("aws_ec2_transit_gateway_route", object, &address, at, body);
        }
        if !propagating.contains(table) {
            let command = command("TransitGatewayPropagations");
            let why =
                format!("what propagates to a transit gateway's table, which no reply lists ({command})");
            body.set_unknown("transit_gateway_attachment_id", &why, at);
            let address = format!("{table}/propagations");
            making.add_unsure("aws_ec2_transit_gateway_route_table_propagation", object, &address, at, body);
        }
    }
}
