//! Backend services: groups of machines behind passthrough rules and proxies.

use ringfence_model::{Attr, Gap, GapKind, ListenerSource, ResourceId, Source, TargetGroup};
use ringfence_packets::{AddressSet, Traffic};
use ringfence_provider::u64_attr;
use ringfence_terraform::{Record, Value};

use super::endpoints::of_group;
use super::health;
use super::pool::{group, member};
use crate::compute::members;
use crate::kinds::GROUP;
use crate::list::elements;
use crate::pages::BALANCER_FIREWALLS;
use crate::stack::Stack;

/// How packets come to the machines of a backend service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// Unchanged.
    Passthrough,
    /// From Google's front ends, at the backend's named port.
    FrontEnd,
    /// From proxies in a subnet of their own, at the backend's named port.
    ProxySubnet,
}

/// The machines behind a backend service.
pub(crate) fn of_service(stack: &Stack<'_>, service: &Record, path: Path, served: &Traffic) -> TargetGroup {
    let id = ResourceId::new(service.address.clone());
    let backends = elements(service.get("backend"));
    let mut found = group(id.clone(), Vec::new(), backends.gaps.clone());
    let mut first_port = None;
    for backend in backends.items {
        let Some(value) = backend.get("group") else {
            found.unseen.push(ringfence_provider::gap(backend));
            continue;
        };
        if let Some(endpoints) = of_group(stack, value) {
            found.unseen.extend(endpoints.unseen);
            found.members.extend(endpoints.machines.into_iter().map(|(link, port, at)| {
                let mut member = member(link, &id, "its endpoint group lists it", &at);
                member.port = port.filter(|_| path != Path::Passthrough);
                member
            }));
            if path != Path::Passthrough {
                first_port =
                    first_port.or_else(|| found.members.iter().find_map(|member| member.port.clone()));
            }
            continue;
        }
        let group_members = members(stack, value);
        found.unseen.extend(group_members.unseen);
        let port = (path != Path::Passthrough).then(|| named_port(stack, service, value));
        first_port = first_port.or_else(|| port.clone());
        let at = Source::File(value.origin.used_at());
        found.members.extend(group_members.machines.into_iter().map(|link| {
            let mut member = member(link, &id, "`backend` sends to its group", &at);
            member.port.clone_from(&port);
            member
        }));
    }
    if path != Path::Passthrough {
        found.port = first_port.unwrap_or_else(|| Attr::Unknown(no_port(service)));
        found.source = seen_source(stack, path);
    }
    let at_target = found.port.value().map(|port| Traffic::port(ringfence_packets::Protocol::TCP, *port));
    found.health_path = health::path(stack, service, at_target.as_ref().unwrap_or(served));
    found
}

/// The addresses that machines behind a proxy see.
///
/// Source: <https://cloud.google.com/load-balancing/docs/firewall-rules> (front ends: 35.191.0.0/16 and
/// 130.211.0.0/22 for IPv4 backends; regional and internal ones: the proxy-only subnet), read 2026-11-23.
fn seen_source(stack: &Stack<'_>, path: Path) -> Attr<ListenerSource> {
    let front_ends = ["35.191.0.0/16", "130.211.0.0/22"];
    let source = Source::Documented { url: BALANCER_FIREWALLS };
    match path {
        Path::Passthrough => Attr::Default { value: ListenerSource::Client, source },
        Path::FrontEnd => {
            let ranges = AddressSet::parse_cidrs(front_ends).unwrap_or_else(|_| AddressSet::all());
            Attr::Default { value: ListenerSource::Ranges(ranges), source }
        }
        Path::ProxySubnet => stack.proxy_subnets().clone(),
    }
}

/// The proxy-only subnets of the stack.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_subnetwork>
/// (`purpose`), read 2026-11-23.
pub(crate) fn proxy_subnets(stack: &Stack<'_>) -> Attr<ListenerSource> {
    const PURPOSES: [&str; 3] =
        ["GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER", "REGIONAL_MANAGED_PROXY"];
    let subnets = stack.records.of_type("google_compute_subnetwork").iter().filter(|record| {
        record.get("purpose").and_then(Value::as_str).is_some_and(|purpose| PURPOSES.contains(&purpose))
    });
    let mut ranges = AddressSet::empty();
    let mut first = None;
    for value in subnets.filter_map(|record| record.get("ip_cidr_range")) {
        match value.as_str().map(AddressSet::parse_cidr) {
            Some(Ok(set)) => ranges = ranges.union(&set),
            _ => return Attr::Unknown(ringfence_provider::gap(value)),
        }
        first = first.or_else(|| Some(ringfence_provider::source(value)));
    }
    match first {
        Some(source) => Attr::Set { value: ListenerSource::Ranges(ranges), source },
        None => Attr::Unknown(Gap {
            kind: GapKind::OutsideInput,
            what: "the range of the proxy-only subnet".to_owned(),
            source: None,
        }),
    }
}

/// The port that the group gives to the service's port name.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_backend_service>
/// (`port_name`: "The same name should appear in the instance groups"), read 2026-11-23.
fn named_port(stack: &Stack<'_>, service: &Record, group: &Value) -> Attr<u16> {
    let wanted = match service.get("port_name") {
        Some(value) => match value.as_str() {
            Some(text) => text,
            None => return Attr::Unknown(ringfence_provider::gap(value)),
        },
        // The cloud's own default.
        None => "http",
    };
    let record = GROUP.record(&stack.records, group);
    let ports = elements(record.and_then(|record| record.get("named_port")));
    let named = ports.items.iter().find(|port| port.get("name").and_then(Value::as_str) == Some(wanted));
    match named.map(|port| u64_attr(port, "port", None)) {
        Some(Attr::Set { value, source }) => match u16::try_from(value) {
            Ok(value) => Attr::Set { value, source },
            Err(_) => Attr::Unknown(no_port(service)),
        },
        Some(Attr::Unknown(gap)) => Attr::Unknown(gap),
        _ => Attr::Unknown(no_port(service)),
    }
}

fn no_port(service: &Record) -> Gap {
    Gap {
        kind: GapKind::OutsideInput,
        what: format!("the port that the groups behind `{}` give to its port name", service.address),
        source: Some(Source::File(service.header)),
    }
}
