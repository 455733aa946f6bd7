//! Route tables, and which of them holds for a subnet.
//!
//! Source: `aws_route_table`, `aws_route`, `aws_route_table_association`, `aws_main_route_table_association`,
//! `aws_default_route_table` (read 2026-11-23).

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget, Source};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, Mention, each_cidr, gap_of};
use ringfence_terraform::{Record, RecordKind, Value};

use super::edge_tables::EdgeTables;
use super::gateway_endpoints;
use super::lines::Lines;
use super::prefix_lists;
use super::route_target::hop;
use super::routers;
use crate::links::{ROUTE_TABLE, VPC, VPN_GATEWAY};
use crate::pages;
use crate::stack::{Stack, id, may_not_exist, outside, part};

/// A route in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    route: Route,
    rank: Rank,
}

/// What decides among equal destinations: the earlier.
///
/// Source: VPC User Guide, route priority (read 2026-11-25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Static,
    PrefixList,
    Propagated,
}

/// Every route table of a stack.
pub(super) struct Tables<'s, 'a> {
    stack: &'s Stack<'a>,
    routes: BTreeMap<ResourceId, Vec<Written>>,
    /// The main table of a VPC where a resource says which one it is.
    main: BTreeMap<ResourceId, (ResourceId, Evidence)>,
    lines: Lines,
    edges: EdgeTables,
}

impl<'s, 'a> Tables<'s, 'a> {
    pub(super) fn new(stack: &'s Stack<'a>) -> Self {
        let mut tables = Self {
            stack,
            routes: BTreeMap::new(),
            main: main_tables(stack),
            lines: Lines::new(stack),
            edges: EdgeTables::default(),
        };
        tables.written();
        tables.endpoints();
        tables.propagated();
        for routes in tables.routes.values_mut() {
            routes.sort_by_key(|route| route.rank);
        }
        tables.edges = EdgeTables::new(stack, |table| tables.plain(table));
        tables
    }

    /// The routes that are written, inline or as resources of their own.
    fn written(&mut self) {
        let stack = self.stack;
        for record in stack.records.of_types(&["aws_route_table", "aws_default_route_table"]) {
            let routes = record
                .blocks("route")
                .iter()
                .flat_map(|block| routes(stack, record, block, block.maybe.then_some(block)));
            let mut routes: Vec<Written> = routes.collect();
            routes.extend(unseen_routes(record).map(|route| Written { route, rank: Rank::Propagated }));
            self.routes.entry(id(record)).or_default().extend(routes);
        }
        for record in stack.records.of_type("aws_route") {
            let Some(table) = record.field("route_table_id") else { continue };
            // A route to a table that is not known is found nowhere: its table has unknown routes anyway.
            if let Link::To { id, .. } = stack.link(table, &ROUTE_TABLE) {
                let table = self.own_name(id);
                self.routes.entry(table).or_default().extend(routes(stack, record, *record, None));
            }
        }
    }

    /// The routes of a table by themselves.
    fn plain(&self, table: &ResourceId) -> Vec<Route> {
        let table = self.own_name(table.clone());
        self.routes.get(&table).into_iter().flatten().map(|written| written.route.clone()).collect()
    }

    /// The routes to services that gateway endpoints add, unless a saved reply lists them.
    fn endpoints(&mut self) {
        for (table, route) in gateway_endpoints::routes(self.stack) {
            let tables: Vec<ResourceId> = match table {
                Link::To { id, .. } => vec![self.own_name(id)],
                Link::Unknown(_) => Vec::new(),
            };
            for table in tables {
                let known = self.routes.entry(table).or_default();
                if !known.iter().any(|written| written.route.target == route.target) {
                    known.push(Written { route: route.clone(), rank: Rank::PrefixList });
                }
            }
        }
    }

    /// The routes that virtual private gateways add: of equal ones those that are written decide.
    ///
    /// Source: `aws_route_table`, `propagating_vgws`; `aws_vpn_gateway_route_propagation` (remembered).
    fn propagated(&mut self) {
        let stack = self.stack;
        let mut told: Vec<(ResourceId, Link, &Record)> = Vec::new();
        for record in stack.records.of_types(&["aws_route_table", "aws_default_route_table"]) {
            let gateways = record.field("propagating_vgws").map(|value| stack.links(value, &VPN_GATEWAY));
            told.extend(gateways.into_iter().flatten().map(|gateway| (id(record), gateway, record)));
        }
        for record in stack.records.of_type("aws_vpn_gateway_route_propagation").iter().copied() {
            let table = record.field("route_table_id").map(|value| stack.link(value, &ROUTE_TABLE));
            let gateway = record.field("vpn_gateway_id").map(|value| stack.link(value, &VPN_GATEWAY));
            if let (Some(Link::To { id: table, .. }), Some(gateway)) = (table, gateway) {
                told.push((self.own_name(table), gateway, record));
            }
        }
        // A gateway may be told twice, inline and by a resource of its own.
        let mut seen: BTreeSet<(ResourceId, Option<ResourceId>)> = BTreeSet::new();
        for (table, gateway, record) in told {
            let listed = stack.record(&table).is_some_and(lists_all);
            if listed || !seen.insert((table.clone(), gateway.id().cloned())) {
                continue;
            }
            let mut new = match gateway {
                Link::Unknown(gap) => vec![unknown_route(gap)],
                Link::To { id: gateway, source } => {
                    let fact = format!("`{gateway}` adds its routes to the table");
                    let said = Evidence::new(&id(record), fact, &source);
                    routers::propagated(stack, &self.lines, &gateway, &said)
                }
            };
            if !record.exists.certain() {
                for route in &mut new {
                    route.to.must = AddressSet::empty();
                }
            }
            let new = new.into_iter().map(|route| Written { route, rank: Rank::Propagated });
            self.routes.entry(table).or_default().extend(new);
        }
    }

    /// A main table that a resource adopts goes by that resource's name.
    fn own_name(&self, table: ResourceId) -> ResourceId {
        let vpc = table.as_str().strip_suffix("/main-route-table").map(ResourceId::new);
        vpc.and_then(|vpc| self.main.get(&vpc)).map_or(table, |(main, _)| main.clone())
    }

    /// The routes that hold for a subnet: its own table's, else the main table's.
    ///
    /// Unknown: an association that may not exist, or whose subnet is not known, leaves it open.
    pub(super) fn of_subnet(&self, subnet: &Record, network: &Link) -> Vec<Route> {
        let own = id(subnet);
        let associations = self.stack.table_associations();
        if let Some(Mention { record, link: Link::To { source, .. }, .. }) = associations.of(&own).first() {
            let fact = format!("`{own}` has this route table");
            let evidence = Evidence::new(&crate::stack::id(record), fact, source);
            let mut found = self.of_association(record, &evidence);
            if !record.exists.certain() && subnet.exists.certain() {
                found = doubtful(found, unknown_route(may_not_exist(record)));
            }
            return found;
        }
        let main = self.of_main(network);
        match associations.unknown().next() {
            Some(gap) => doubtful(main, unknown_route(gap.clone())),
            None => main,
        }
    }

    /// Where the tables of gateways divert to, if any gateway has one.
    pub(super) fn edges(stack: &'s Stack<'a>) -> EdgeTables {
        if EdgeTables::any(stack) { Self::new(stack).edges } else { EdgeTables::default() }
    }

    /// Takes certainty from routes to gateways that divert what comes in for these addresses.
    pub(super) fn divert(&self, subnet: &AddressSet, routes: &mut [Route]) {
        self.edges.apply(subnet, routes);
    }

    fn of_association(&self, record: &Record, evidence: &Evidence) -> Vec<Route> {
        let Some(value) = record.field("route_table_id") else { return Vec::new() };
        match self.stack.link(value, &ROUTE_TABLE) {
            Link::To { id, source } => self.of_table(&self.own_name(id), &source, evidence),
            Link::Unknown(gap) => vec![unknown_route(gap)],
        }
    }

    fn of_table(&self, table: &ResourceId, source: &Source, evidence: &Evidence) -> Vec<Route> {
        let declared = self.stack.record(table).is_some_and(|record| record.kind == RecordKind::Managed)
            || table.as_str().ends_with("/main-route-table");
        let mut found = self.plain(table);
        for route in &mut found {
            // The gateway itself stays last: it is the way in.
            let at = route.evidence.len().saturating_sub(1).max(1).min(route.evidence.len());
            route.evidence.insert(at, evidence.clone());
        }
        if !declared {
            let gap = outside(format!("the routes of `{table}`"), Some(source.clone()));
            found.push(unknown_route(gap));
        }
        found
    }

    /// The routes of a VPC's main table. A new VPC's has only the local route; a default VPC's leads to the
    /// internet.
    fn of_main(&self, network: &Link) -> Vec<Route> {
        let vpc = match network {
            Link::To { id, .. } => id,
            Link::Unknown(gap) => return vec![unknown_route(gap.clone())],
        };
        if let Some((table, evidence)) = self.main.get(vpc) {
            return self.of_table(table, &evidence.source, evidence);
        }
        let table = part(vpc, "main-route-table");
        let at = Source::Documented { url: pages::VPC };
        let evidence = Evidence::new(vpc, "a subnet without a route table has the VPC's main one", &at);
        if *vpc == self.stack.default_vpc() {
            let mut found = self.of_table(&table, &at, &evidence);
            found.extend(default_vpc_routes(vpc));
            return found;
        }
        let managed = self.stack.record(vpc).is_some_and(|record| record.kind == RecordKind::Managed);
        if managed {
            return self.of_table(&table, &at, &evidence);
        }
        vec![unknown_route(outside(format!("the main route table of `{vpc}`"), network.source().cloned()))]
    }
}

/// The route of a default VPC to its internet gateway.
///
/// Source: default VPCs (read 2026-11-23).
pub(super) fn default_vpc_routes(vpc: &ResourceId) -> Vec<Route> {
    let at = Source::Documented { url: pages::DEFAULT_VPC };
    let gateway = part(vpc, "internet-gateway");
    let main = Evidence::new(vpc, "a default VPC's main route table sends 0.0.0.0/0 to its gateway", &at);
    let attached = Evidence::new(&gateway, "a default VPC has an internet gateway", &at);
    let to = Bounds::exact(AddressSet::all_v4());
    vec![Route { to, target: RouteTarget::Internet(gateway), evidence: vec![main, attached] }]
}

/// A route that may lead anywhere.
pub(super) fn unknown_route(gap: ringfence_model::Gap) -> Route {
    let said = gap
        .source
        .clone()
        .map(|source| Evidence::new(&ResourceId::new("route"), format!("not known: {}", gap.what), &source));
    Route { to: Bounds::unknown(), target: RouteTarget::Unknown(gap), evidence: said.into_iter().collect() }
}

/// Routes that hold perhaps, beside others that are not known.
fn doubtful(routes: Vec<Route>, other: Route) -> Vec<Route> {
    let perhaps = routes.into_iter().map(|mut route| {
        route.to.must = AddressSet::empty();
        route
    });
    perhaps.chain([other]).collect()
}

/// The routes of one `route` block or `aws_route`: one for each destination it names.
fn routes(stack: &Stack<'_>, record: &Record, body: &dyn Fields, maybe: Option<&Value>) -> Vec<Written> {
    let subject = id(record);
    let Some(hop) = hop(stack, &subject, body) else { return Vec::new() };
    let mut found = Vec::new();
    let propagated = body.field("origin").and_then(Value::as_str) == Some("EnableVgwRoutePropagation");
    let mut push = |mut to: Bounds<AddressSet>, mut evidence: Vec<Evidence>, rank: Rank| {
        if maybe.is_some() || !record.exists.certain() {
            to.must = AddressSet::empty();
        }
        evidence.truncate(1);
        evidence.extend(hop.evidence.iter().cloned());
        let route = Route { to, target: hop.target.clone(), evidence };
        found.push(Written { route, rank: if propagated { Rank::Propagated } else { rank } });
    };
    for (name, widest) in [
        ("cidr_block", AddressSet::all_v4()),
        ("destination_cidr_block", AddressSet::all_v4()),
        ("ipv6_cidr_block", AddressSet::all_v6()),
        ("destination_ipv6_cidr_block", AddressSet::all_v6()),
    ] {
        let value = body.field(name).filter(|value| value.as_str() != Some(""));
        for read in value.into_iter().flat_map(|value| each_cidr(&subject, name, value, &widest)) {
            push(read.set, read.evidence, Rank::Static);
        }
    }
    if let Some(value) = body.field("destination_prefix_list_id").filter(|value| value.as_str() != Some("")) {
        let (set, evidence, _) = prefix_lists::addresses(stack, value);
        push(set, evidence, Rank::PrefixList);
    }
    found
}

/// Whether the routes of a table are listed as they are in force: only saved replies say where a route comes from.
fn lists_all(record: &Record) -> bool {
    record.blocks("route").iter().any(|block| block.get("origin").is_some())
}

/// A table whose number of `route` blocks is not known may have any route.
fn unseen_routes(record: &Record) -> Option<Route> {
    let value = record.field("route")?;
    let unknown = value.reason()?;
    Some(unknown_route(gap_of(unknown, value.origin.used_at())))
}

/// The main tables that resources choose or adopt.
fn main_tables(stack: &Stack<'_>) -> BTreeMap<ResourceId, (ResourceId, Evidence)> {
    let mut found = BTreeMap::new();
    for record in stack.records.of_type("aws_default_route_table") {
        let value = record.field("default_route_table_id");
        // The reference leads to the VPC itself.
        if let Some(Link::To { id: vpc, source }) = value.map(|value| stack.records.link(value, &[])) {
            let evidence = Evidence::new(&id(record), "this is the VPC's main route table", &source);
            found.insert(vpc, (id(record), evidence));
        }
    }
    for record in stack.records.of_type("aws_main_route_table_association") {
        let vpc = record.field("vpc_id").map(|value| stack.link(value, &VPC));
        let table = record.field("route_table_id").map(|value| stack.link(value, &ROUTE_TABLE));
        if let (Some(Link::To { id: vpc, .. }), Some(Link::To { id: table, source })) = (vpc, table) {
            let evidence = Evidence::new(&id(record), "this makes the table the VPC's main one", &source);
            found.insert(vpc, (table, evidence));
        }
    }
    found
}
