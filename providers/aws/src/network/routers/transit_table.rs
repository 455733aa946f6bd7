//! Route tables of transit gateways: static routes first, then references to prefix lists, then what is propagated.
//!
//! Source: `aws_ec2_transit_gateway_route` (read 2026-11-25); `aws_ec2_transit_gateway_route_table_association`,
//! `_propagation`, `aws_ec2_transit_gateway_prefix_list_reference` (remembered).

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, Naming, each_cidr, gap};
use ringfence_terraform::{Record, RecordKind, Value};

use super::super::prefix_lists;
use super::super::routes::unknown_route;
use super::ends::by;
use super::transit_attachment::{Joined, switch};
use crate::links::{ATTACHMENT, TRANSIT_TABLE};
use crate::stack::{Stack, id, outside, part};

const ASSOCIATION: &str = "default_route_table_association";
const PROPAGATION: &str = "default_route_table_propagation";

/// Whether a saved reply lists a route as one that was propagated.
fn is_propagated(record: &Record) -> bool {
    record.field("type").and_then(Value::as_str) == Some("propagated")
}

/// What the tables of a stack hold, and who uses which.
pub(super) struct Tables<'s, 'a> {
    stack: &'s Stack<'a>,
    routes: Naming<'a>,
    prefix_lists: Naming<'a>,
    /// Propagations by attachment.
    propagations: Naming<'a>,
    /// Associations by attachment.
    associations: Naming<'a>,
    /// Default tables that a resource chooses, by gateway: for association, and for propagation.
    chosen: [BTreeMap<ResourceId, Link>; 2],
}

impl<'s, 'a> Tables<'s, 'a> {
    pub(super) fn new(stack: &'s Stack<'a>) -> Self {
        let by_table = |types: &[&str]| {
            stack.naming(types, &TRANSIT_TABLE, |record| record.field("transit_gateway_route_table_id"))
        };
        let by_attachment = |types: &[&str]| {
            stack.naming(types, &ATTACHMENT, |record| record.field("transit_gateway_attachment_id"))
        };
        let chosen = |type_name| {
            let records = stack.records.of_type(type_name).iter().copied();
            let pairs = records.filter_map(|record| {
                let gateway = stack.link(record.field("transit_gateway_id")?, &crate::links::TRANSIT_GATEWAY);
                let table = stack.link(record.field("transit_gateway_route_table_id")?, &TRANSIT_TABLE);
                Some((gateway.id()?.clone(), table))
            });
            pairs.collect()
        };
        Self {
            stack,
            routes: by_table(&["aws_ec2_transit_gateway_route"]),
            prefix_lists: by_table(&["aws_ec2_transit_gateway_prefix_list_reference"]),
            propagations: by_attachment(&["aws_ec2_transit_gateway_route_table_propagation"]),
            associations: by_attachment(&["aws_ec2_transit_gateway_route_table_association"]),
            chosen: [
                chosen("aws_ec2_transit_gateway_default_route_table_association"),
                chosen("aws_ec2_transit_gateway_default_route_table_propagation"),
            ],
        }
    }

    /// The tables that an attachment may use, each with whether it surely does and what says so; none drops all.
    pub(super) fn of_attachment(&self, joined: &Joined) -> Vec<(Link, Truth, Vec<Evidence>)> {
        let explicit = self.associations.of(&joined.id);
        if explicit.is_empty() {
            let truth = self.default_of(&joined.gateway, ASSOCIATION).and(joined.associates);
            let table = self.default_table(&joined.gateway, 0);
            let said = Vec::new();
            return if truth.possible() { vec![(table, truth, said)] } else { Vec::new() };
        }
        let used = explicit.iter().filter_map(|naming| {
            let link =
                self.stack.link(naming.record.field("transit_gateway_route_table_id")?, &TRANSIT_TABLE);
            let at = naming.link.source().cloned().unwrap_or(Source::File(naming.record.header));
            let fact = "the attachment is associated with this table";
            Some((link, naming.record.exists, vec![Evidence::new(&id(naming.record), fact, &at)]))
        });
        used.collect()
    }

    /// The tables to which an attachment propagates its routes.
    fn propagated_to(&self, joined: &Joined) -> Vec<(Link, Truth)> {
        let explicit = self.propagations.of_or_unknown(&joined.id).into_iter().filter_map(|naming| {
            let table = naming.record.field("transit_gateway_route_table_id")?;
            let sure = if naming.link.id().is_some() { Truth::Yes } else { Truth::Unknown };
            Some((self.stack.link(table, &TRANSIT_TABLE), naming.record.exists.and(sure)))
        });
        let truth = self.default_of(&joined.gateway, PROPAGATION).and(joined.propagates);
        let default = truth.possible().then(|| (self.default_table(&joined.gateway, 1), truth));
        explicit.chain(default).collect()
    }

    /// Whether a gateway has a default table for this; that of one that is not declared is not known.
    ///
    /// Saved replies tell of each association and propagation by itself, if they were asked for.
    fn default_of(&self, gateway: &ResourceId, name: &str) -> Truth {
        let record = self.stack.record(gateway).filter(|record| record.kind == RecordKind::Managed);
        let Some(record) = record else { return Truth::Unknown };
        let told =
            if name == ASSOCIATION { "TransitGatewayAttachments" } else { "TransitGatewayRouteTables" };
        match self.stack.asked_for(record, told) {
            Some(true) => Truth::No,
            Some(false) => switch(record, name, true).and(Truth::Unknown),
            None => switch(record, name, true),
        }
    }

    fn default_table(&self, gateway: &ResourceId, which: usize) -> Link {
        let chosen = self.chosen.get(which).and_then(|tables| tables.get(gateway));
        let attribute = if which == 0 {
            "association_default_route_table_id"
        } else {
            "propagation_default_route_table_id"
        };
        let written = || {
            let value =
                self.stack.record(gateway)?.field(attribute).filter(|value| value.as_str().is_some())?;
            Some(self.stack.link(value, &TRANSIT_TABLE))
        };
        chosen.cloned().or_else(written).unwrap_or_else(|| {
            let at = Source::Documented { url: crate::pages::TRANSIT_GATEWAY };
            Link::To { id: part(gateway, "default-route-table"), source: at }
        })
    }

    /// Whether everything in a table can be seen: it is declared, or the default one of a declared gateway.
    fn is_seen(&self, table: &ResourceId) -> bool {
        let managed =
            |id: &ResourceId| self.stack.record(id).is_some_and(|record| record.kind == RecordKind::Managed);
        let gateway = table.as_str().strip_suffix("/default-route-table").map(ResourceId::new);
        managed(table) || gateway.is_some_and(|gateway| managed(&gateway))
    }

    /// Whether a table's routes are listed as they are in force, with those that were propagated.
    fn is_complete(&self, table: &ResourceId) -> bool {
        self.routes.of(table).iter().any(|naming| is_propagated(naming.record))
    }

    /// The routes of every table that the attachments of one gateway use or propagate to, the deciding ones first.
    pub(super) fn contents(&self, attachments: &[&Joined]) -> BTreeMap<ResourceId, Vec<Route>> {
        let known: BTreeSet<&ResourceId> = attachments.iter().map(|joined| &joined.id).collect();
        let used = attachments.iter().flat_map(|joined| self.of_attachment(joined));
        let mut found: BTreeMap<ResourceId, Vec<Route>> = BTreeMap::new();
        for link in used.map(|(link, _, _)| link) {
            if let Link::To { id: table, source } = &link {
                found.entry(table.clone()).or_insert_with(|| self.written(table, source, &known));
            }
        }
        let mut ordered: Vec<&&Joined> = attachments.iter().collect();
        ordered.sort_by_key(|joined| joined.kind);
        for joined in ordered {
            if joined.announces.is_empty() {
                continue;
            }
            for (link, truth) in self.propagated_to(joined) {
                let exists = joined.exists.and(truth);
                let route =
                    |exists| by(&joined.id, exists, joined.announces.clone(), joined.evidence.clone());
                let (tables, exists): (Vec<&mut Vec<Route>>, Truth) = match link {
                    Link::To { id, .. } if self.is_complete(&id) => continue,
                    Link::To { id, .. } => (found.get_mut(&id).into_iter().collect(), exists),
                    Link::Unknown(_) => (found.values_mut().collect(), Truth::Unknown),
                };
                for table in tables {
                    table.push(route(exists));
                }
            }
        }
        found
    }

    /// Static routes and prefix lists, and what may be in a table that is not declared here.
    fn written(&self, table: &ResourceId, at: &Source, known: &BTreeSet<&ResourceId>) -> Vec<Route> {
        let mut found = Vec::new();
        let mut listed = self.routes.of_or_unknown(table);
        listed.sort_by_key(|naming| is_propagated(naming.record));
        for naming in listed {
            let sure = naming.link.id().is_some() && naming.record.exists.certain();
            let subject = id(naming.record);
            let value = naming.record.field("destination_cidr_block");
            // Saved replies have prefix lists there too.
            let list = value.filter(|value| value.as_str().is_some_and(|text| text.starts_with("pl-")));
            if let Some(list) = list {
                let (set, evidence, _) = prefix_lists::addresses(self.stack, list);
                found.extend(self.routes_of(naming.record, (set, evidence), sure, known));
                continue;
            }
            for read in value
                .into_iter()
                .flat_map(|v| each_cidr(&subject, "destination_cidr_block", v, &AddressSet::all()))
            {
                found.extend(self.routes_of(naming.record, (read.set, read.evidence), sure, known));
            }
        }
        for naming in self.prefix_lists.of_or_unknown(table) {
            let sure = naming.link.id().is_some() && naming.record.exists.certain();
            let Some(value) = naming.record.field("prefix_list_id") else { continue };
            let (set, evidence, _) = prefix_lists::addresses(self.stack, value);
            found.extend(self.routes_of(naming.record, (set, evidence), sure, known));
        }
        if !self.is_seen(table) {
            found.push(unknown_route(outside(format!("the routes of `{table}`"), Some(at.clone()))));
        }
        found
    }

    /// A route, by each of the attachments that it leads to: packets may take any of several.
    fn routes_of(
        &self,
        record: &Record,
        (to, evidence): (Bounds<AddressSet>, Vec<Evidence>),
        sure: bool,
        known: &BTreeSet<&ResourceId>,
    ) -> Vec<Route> {
        let several =
            record.field("transit_gateway_attachment_ids").and_then(Value::as_list).unwrap_or_default();
        let one = |value, sure| self.route(record, value, (to.clone(), evidence.clone()), (sure, known));
        if several.len() > 1 {
            return several.iter().filter_map(|value| one(Some(value), false)).collect();
        }
        one(record.field("transit_gateway_attachment_id"), sure).into_iter().collect()
    }

    fn route(
        &self,
        record: &Record,
        attachment: Option<&Value>,
        (mut to, evidence): (Bounds<AddressSet>, Vec<Evidence>),
        (sure, known): (bool, &BTreeSet<&ResourceId>),
    ) -> Option<Route> {
        if !sure {
            to.must = AddressSet::empty();
        }
        let mut evidence: Vec<Evidence> = evidence.into_iter().take(1).collect();
        let drops = record.field("blackhole").map(|value| value.as_bool().ok_or(value));
        let target = match drops {
            Some(Ok(true)) => RouteTarget::Dropped,
            Some(Err(unknown)) => RouteTarget::Unknown(gap(unknown)),
            _ => self.target(record, attachment?, &mut evidence, known),
        };
        Some(Route { to, target, evidence })
    }

    fn target(
        &self,
        record: &Record,
        value: &Value,
        evidence: &mut Vec<Evidence>,
        known: &BTreeSet<&ResourceId>,
    ) -> RouteTarget {
        match self.stack.link(value, &ATTACHMENT) {
            Link::To { id: attachment, source } => {
                let fact = format!("the route leads to `{attachment}`");
                evidence.push(Evidence::new(&id(record), fact, &source));
                if known.contains(&attachment) {
                    RouteTarget::Attachment(attachment)
                } else {
                    RouteTarget::Unknown(outside(format!("what `{attachment}` attaches"), Some(source)))
                }
            }
            Link::Unknown(gap) => RouteTarget::Unknown(gap),
        }
    }
}
