//! What a forwarding rule accepts.

use ringfence_model::{Evidence, Gap, ResourceId, Source};
use ringfence_packets::{Bounds, Protocol, Traffic};
use ringfence_provider::{bool_attr, evidence, invalid, shown, string_attr};
use ringfence_terraform::Record;

use crate::list::elements;
use crate::network::range;
use crate::pages::FORWARDING_RULES;

/// Protocols and ports, with what says so.
pub(crate) struct Accepted {
    /// What it accepts.
    pub(crate) traffic: Bounds<Traffic>,
    /// The literals.
    pub(crate) evidence: Vec<Evidence>,
    /// Why the bounds differ.
    pub(crate) gaps: Vec<Gap>,
}

/// Reads the ports of a forwarding rule: `ports`, `port_range` or `all_ports`; without any, all ports.
///
/// Source: <https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts> ("Port specifications"; TCP is
/// the default protocol, `L3_DEFAULT` is every protocol), read 2026-11-23.
pub(crate) fn accepted(subject: &ResourceId, record: &Record) -> Accepted {
    let written = string_attr(record, "ip_protocol", Some(("TCP", FORWARDING_RULES)));
    let mut accepted = Accepted { traffic: Bounds::empty(), evidence: Vec::new(), gaps: Vec::new() };
    let protocol = match written.value().map(String::as_str) {
        Some("L3_DEFAULT") => {
            accepted.traffic = Bounds::exact(Traffic::all());
            let at = written.source().cloned().unwrap_or(Source::Documented { url: FORWARDING_RULES });
            accepted.evidence.push(Evidence::new(subject, "it forwards every protocol", &at));
            return accepted;
        }
        Some(name) => Protocol::parse(name),
        None => None,
    };
    let Some(protocol) = protocol else {
        let gap = written.gap().cloned();
        accepted
            .gaps
            .push(gap.unwrap_or_else(|| invalid("no protocol that can be forwarded", record.header)));
        accepted.traffic = Bounds::unknown();
        return accepted;
    };
    ports(subject, record, protocol, &mut accepted);
    accepted
}

fn ports(subject: &ResourceId, record: &Record, protocol: Protocol, accepted: &mut Accepted) {
    let all_ports = bool_attr(record, "all_ports", Some((false, FORWARDING_RULES)));
    if let Some(gap) = all_ports.gap() {
        accepted.traffic = Bounds::at_most(Traffic::whole(protocol));
        accepted.gaps.push(gap.clone());
    }
    let list = elements(record.get("ports"));
    let single = elements(record.get("port_range"));
    let unset = list.is_empty() && single.items.iter().all(|value| value.as_str() == Some(""));
    if unset && single.gaps.is_empty() || all_ports.truth().certain() {
        let at = all_ports.source().cloned().unwrap_or(Source::Documented { url: FORWARDING_RULES });
        accepted.traffic = Bounds::exact(Traffic::whole(protocol));
        accepted.evidence.push(Evidence::new(subject, format!("it forwards every port of {protocol}"), &at));
        return;
    }
    for value in list.items.iter().chain(single.items) {
        match range(value) {
            Ok(set) => {
                let traffic = Traffic::of(protocol, set);
                accepted.traffic = accepted.traffic.union(&Bounds::exact(traffic));
                let fact = format!("it forwards {} of {protocol}", shown(value));
                accepted.evidence.extend(evidence(subject, fact, value));
            }
            Err(gap) => accepted.gaps.push(gap),
        }
    }
    accepted.gaps.extend(list.gaps.into_iter().chain(single.gaps));
    if !accepted.gaps.is_empty() {
        accepted.traffic = accepted.traffic.union(&Bounds::at_most(Traffic::whole(protocol)));
    }
}
