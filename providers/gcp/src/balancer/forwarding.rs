//! Forwarding rules: the fronts of load balancers.

use ringfence_model::{
    Attr, Gap, GapKind, Level, Link, Listener, LoadBalancer, Notice, NoticeId, ResourceId, Source,
    TargetGroup, Truth,
};
use ringfence_packets::{AddressSet, Bounds, Traffic};
use ringfence_provider::{about, gap, string_attr, tags};
use ringfence_terraform::{Record, Value};

use super::armor::{Guard, all, guard};
use super::backend::{Path, of_service};
use super::listening::accepted;
use super::pool::{group, of_instance, of_pool};
use super::private_service;
use super::proxy::behind;
use super::regional;
use crate::compute::auto_subnet;
use crate::kinds::{ADDRESS, BACKEND_SERVICE, NETWORK, PROXY, TARGET_INSTANCE, TARGET_POOL, VPN_GATEWAY};
use crate::network::{network_of, subnet_link};
use crate::pages::TF_FORWARDING_RULE;
use crate::stack::{Lowered, Stack};

const REGIONAL: &str = "google_compute_forwarding_rule";
const GLOBAL: &str = "google_compute_global_forwarding_rule";

/// Lowers every forwarding rule: a front with one listener.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    let mut private = Vec::new();
    for record in stack.records.of_types(&[REGIONAL, GLOBAL]) {
        if private_service::leads_to_one(stack, record) {
            private.push(record);
        } else {
            one(stack, out, record);
        }
    }
    // What stands behind them is known now.
    for record in private {
        private_service::lower(stack, out, record);
    }
}

fn one(stack: &Stack<'_>, out: &mut Lowered<'_>, record: &Record) {
    let scheme = scheme(record);
    let accepted = accepted(&ResourceId::new(record.address.clone()), record);
    let (targets, guard) = targets(stack, record, &scheme, &accepted.traffic.may);
    let kind = if record.type_name.as_ref() == GLOBAL { "global forwarding rule" } else { "forwarding rule" };
    let mut header = about(record, kind);
    header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
    header.tags = tags(record.get("labels"));
    let public = scheme.clone().map(|scheme| scheme.starts_with("EXTERNAL"));
    let inside = !public.truth().certain();
    let (network, subnets) = if inside { front(stack, record) } else { (None, Vec::new()) };
    let gaps = guard.iter().flat_map(|guard| &guard.gaps);
    out.model.notices.extend(gaps.map(|gap| not_evaluated(record, gap)));
    out.model.notices.extend(accepted.gaps.iter().map(|gap| unknown_ports(record, gap)));
    let internal = public.truth() == Truth::No && record.type_name.as_ref() == REGIONAL;
    let near = internal.then(|| regional::clients(stack, record, network.as_ref(), &subnets)).flatten();
    out.model.balancers.push(LoadBalancer {
        public,
        network,
        subnets,
        filters: None,
        groups: Vec::new(),
        listeners: vec![Listener {
            id: header.id.clone(),
            traffic: accepted.traffic,
            evidence: accepted.evidence,
            targets,
        }],
        addresses: if inside { front_addresses(stack, record) } else { None },
        clients: both(guard.map(|guard| guard.clients), near),
        about: header,
    });
}

/// Who is let in by each of two limits, where there are any.
fn both(one: Option<Bounds<AddressSet>>, other: Option<Bounds<AddressSet>>) -> Option<Bounds<AddressSet>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.intersection(&other)),
        (one, other) => one.or(other),
    }
}

/// The addresses of a front, where they are written down: in the rule, or in the address that it names.
///
/// Source: as [`scheme`] (`ip_address`: an address, or the name of one that is kept), read 2026-11-23.
pub(super) fn front_addresses(stack: &Stack<'_>, record: &Record) -> Option<Bounds<AddressSet>> {
    let value = record.get("ip_address")?;
    let parsed = value.as_str().and_then(|text| AddressSet::parse_cidr(text).ok());
    let kept = || ADDRESS.record(&stack.records, value)?.get("address")?.as_str();
    let set = parsed.or_else(|| AddressSet::parse_cidr(kept()?).ok());
    set.map(Bounds::exact)
}

/// Where a load balancer is reached.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_forwarding_rule>
/// (`EXTERNAL` by default; the global resource `EXTERNAL_MANAGED` or, in older providers, `EXTERNAL`: both public),
/// read 2026-11-23.
fn scheme(record: &Record) -> Attr<String> {
    string_attr(record, "load_balancing_scheme", Some(("EXTERNAL", TF_FORWARDING_RULE)))
}

/// The network and subnets of an internal front.
///
/// Source: as [`scheme`] (`network`: "the default network will be used"), read 2026-11-23.
pub(super) fn front(stack: &Stack<'_>, record: &Record) -> (Option<Link>, Vec<Link>) {
    let subnet = record.get("subnetwork").map(|value| subnet_link(stack, value));
    let network = match (record.get("network"), &subnet) {
        (Some(value), _) => NETWORK.link(&stack.records, value),
        (None, Some(subnet)) => network_of(stack, subnet),
        (None, None) => {
            NETWORK.by_name(&stack.records, "default", Source::Documented { url: TF_FORWARDING_RULE })
        }
    };
    let subnets = subnet.or_else(|| auto_subnet(stack, &network)).into_iter().collect();
    (Some(network), subnets)
}

/// What stands behind a rule, and who may pass what guards it.
fn targets(
    stack: &Stack<'_>,
    record: &Record,
    scheme: &Attr<String>,
    served: &Traffic,
) -> (Vec<TargetGroup>, Option<Guard>) {
    let records = &stack.records;
    if let Some(value) = record.get("backend_service") {
        return match BACKEND_SERVICE.record(records, value) {
            Some(service) => {
                (vec![of_service(stack, service, Path::Passthrough, served)], guard(stack, service))
            }
            None => (vec![unseen(record, gap_of(value))], None),
        };
    }
    let Some(value) = record.get("target") else { return (Vec::new(), None) };
    if let Some(pool) = TARGET_POOL.record(records, value) {
        return (vec![of_pool(stack, pool, served)], None);
    }
    if let Some(target) = TARGET_INSTANCE.record(records, value) {
        return (vec![of_instance(stack, target)], None);
    }
    if VPN_GATEWAY.record(records, value).is_some() {
        // The gateway of a tunnel is no machine.
        return (Vec::new(), None);
    }
    let Some(proxy) = PROXY.record(records, value) else {
        return (vec![unseen(record, gap_of(value))], None);
    };
    let behind = behind(stack, proxy);
    let path = path(record, scheme);
    let mut groups: Vec<TargetGroup> =
        behind.services.iter().map(|service| of_service(stack, service, path, served)).collect();
    groups.extend(behind.unseen.into_iter().map(|gap| unseen(record, gap)));
    let guards = behind.services.iter().map(|service| guard(stack, service)).collect();
    (groups, all(guards))
}

/// Which proxies serve a rule: Google's front ends, or proxies in the region.
///
/// Source: <https://cloud.google.com/load-balancing/docs/firewall-rules> (regional and internal load balancers are
/// Envoy proxies, global external ones front ends), read 2026-11-23.
fn path(record: &Record, scheme: &Attr<String>) -> Path {
    let regional = record.type_name.as_ref() == REGIONAL;
    match scheme.value().map(String::as_str) {
        Some("INTERNAL_MANAGED" | "INTERNAL_SELF_MANAGED") => Path::ProxySubnet,
        Some("EXTERNAL_MANAGED") if regional => Path::ProxySubnet,
        _ => Path::FrontEnd,
    }
}

fn unseen(record: &Record, gap: Gap) -> TargetGroup {
    group(ResourceId::new(format!("{}.target", record.address)), Vec::new(), vec![gap])
}

/// Whether something in front of what stands behind a rule decides who may pass.
pub(super) fn is_guarded(stack: &Stack<'_>, record: &Record) -> bool {
    let accepted = accepted(&ResourceId::new(record.address.clone()), record);
    targets(stack, record, &scheme(record), &accepted.traffic.may).1.is_some()
}

/// A target that is not declared here, or of a kind that is not modelled.
fn gap_of(value: &Value) -> Gap {
    match value.reference() {
        Some(reference) => Gap {
            kind: GapKind::Unsupported,
            what: format!("what stands behind `{reference}`"),
            source: Some(Source::File(value.origin.used_at())),
        },
        None => gap(value),
    }
}

fn not_evaluated(record: &Record, gap: &Gap) -> Notice {
    Notice {
        id: NoticeId::Unsupported,
        level: Level::Warning,
        message: format!("`{}`: who may pass it is not known in full ({})", record.address, gap.what),
        source: gap.source.clone().or(Some(Source::File(record.header))),
    }
}

fn unknown_ports(record: &Record, gap: &Gap) -> Notice {
    Notice {
        id: NoticeId::UnknownValue,
        level: Level::Note,
        message: format!("`{}`: the ports it forwards are not known ({})", record.address, gap.what),
        source: gap.source.clone().or(Some(Source::File(record.header))),
    }
}
