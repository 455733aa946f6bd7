//! `aws_lb_listener`, `aws_lb_listener_rule`: ports, and the target groups they forward to.
//!
//! Source: the provider's pages (read 2026-11-23). Rules by host or path do not make fewer ports reachable.

use ringfence_model::{Evidence, Link, Listener, ResourceId, Source};
use ringfence_packets::{Bounds, Protocol, Traffic};
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::{Record, Value};

use super::attachments::Attachments;
use super::lb_front::Kind;
use super::lb_target_group;
use crate::stack::{Stack, id};

/// The listeners of a balancer.
///
/// Unknown: a listener whose balancer is not known may be any one's, so each has it, certain of nothing.
pub(super) fn listeners(
    stack: &Stack<'_>,
    attachments: &Attachments,
    balancer: &ResourceId,
    kind: &Kind,
) -> Vec<Listener> {
    let own = stack.listeners().of_or_unknown(balancer).into_iter();
    let own = own.map(|naming| {
        let certain = matches!(naming.link, Link::To { .. }) && naming.record.exists.certain();
        listener(stack, attachments, naming.record, kind, certain)
    });
    own.collect()
}

fn listener(
    stack: &Stack<'_>,
    attachments: &Attachments,
    record: &Record,
    kind: &Kind,
    certain: bool,
) -> Listener {
    let own = id(record);
    let (mut traffic, said) = traffic(record, &own);
    if !certain {
        traffic.must = Traffic::none();
    }
    let mut groups: Vec<(&Record, &Value)> = forwards(record, "default_action");
    for rule in stack.listener_rules().of_or_unknown(&own) {
        groups.extend(forwards(rule.record, "action"));
    }
    let targets = groups.into_iter().map(|(rule, value)| {
        let text = value.reference().map_or_else(|| shown(value), |at| format!("`{at}`"));
        let at = Source::File(value.origin.used_at());
        let evidence = vec![Evidence::new(&id(rule), format!("it forwards to {text}"), &at)];
        lb_target_group::group(stack, attachments, value, kind, evidence)
    });
    Listener { id: own.clone(), traffic, evidence: said, targets: targets.collect() }
}

/// The port and the protocol below it.
fn traffic(record: &Record, own: &ResourceId) -> (Bounds<Traffic>, Vec<Evidence>) {
    let protocol = record.field("protocol");
    let name = protocol.and_then(|value| value.as_str()).map(str::to_ascii_uppercase);
    let protocols = match (protocol, name.as_deref()) {
        (Some(_), Some("UDP" | "QUIC")) => vec![Protocol::UDP],
        (Some(_), Some("TCP_UDP" | "TCP_QUIC")) => vec![Protocol::TCP, Protocol::UDP],
        // HTTP, HTTPS, TCP, TLS; an application load balancer's default is HTTP.
        _ => vec![Protocol::TCP],
    };
    let all = |make: &dyn Fn(Protocol) -> Traffic| {
        protocols.iter().fold(Traffic::none(), |sum, protocol| sum.union(&make(*protocol)))
    };
    let Some(port) = record.field("port") else {
        let said = vec![Evidence::new(own, "a listener without a port", &Source::File(record.header))];
        return (Bounds::at_most(Traffic::all()), said);
    };
    let number = port.as_i64().and_then(|port| u16::try_from(port).ok());
    let Some(number) = number else {
        let said = evidence(own, format!("its port is not known: {}", gap(port).what), port);
        return (Bounds::at_most(all(&Traffic::whole)), said);
    };
    let said = evidence(own, format!("it listens on port {number}"), port);
    (Bounds::exact(all(&|protocol| Traffic::port(protocol, number))), said)
}

/// The target groups that actions forward to.
fn forwards<'r>(record: &'r Record, name: &str) -> Vec<(&'r Record, &'r Value)> {
    let mut found = Vec::new();
    for action in record.nested(name) {
        found.extend(action.field("target_group_arn"));
        let weighted = action.nested("forward").iter().flat_map(|forward| forward.nested("target_group"));
        found.extend(weighted.filter_map(|group| group.field("arn")));
    }
    found.into_iter().map(|value| (record, value)).collect()
}
