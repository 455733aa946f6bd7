//! `aws_lb_target_group`: port, and which source address its targets see.
//!
//! Source: `aws_lb_target_group`; Elastic Load Balancing, client IP preservation (read 2026-11-23).

use ringfence_model::{Attr, Evidence, Gap, Link, ListenerSource, ResourceId, Source, TargetGroup};
use ringfence_provider::{Fields, bool_attr, string_attr, u64_attr};
use ringfence_terraform::{Record, RecordKind, Value};

use super::attachments::Attachments;
use super::lb_front::Kind;
use crate::links::TARGET_GROUP;
use crate::pages;
use crate::stack::{Stack, may_not_exist, outside};

/// The group that an attribute names, with its members.
pub(super) fn group(
    stack: &Stack<'_>,
    attachments: &Attachments,
    value: &Value,
    kind: &Kind,
    evidence: Vec<Evidence>,
) -> TargetGroup {
    let link = stack.link(value, &TARGET_GROUP);
    let (id, unseen) = match &link {
        Link::To { id, .. } => (id.clone(), None),
        Link::Unknown(gap) => (ResourceId::new(gap.what.as_str()), Some(gap.clone())),
    };
    let record = stack.record(&id).filter(|record| record.kind == RecordKind::Managed);
    let mut unseen: Vec<Gap> = unseen.into_iter().collect();
    unseen.extend(attachments.unseen(&id));
    let Some(record) = record else {
        let gap = outside(format!("the target group `{id}`"), link.source().cloned());
        unseen.push(gap.clone());
        return TargetGroup {
            port: Attr::Unknown(gap.clone()),
            source: Attr::Unknown(gap),
            members: attachments.members(&id),
            id,
            unseen,
            evidence,
            health_path: None,
        };
    };
    if !record.exists.certain() {
        unseen.push(may_not_exist(record));
    }
    TargetGroup {
        port: port(record),
        source: source_seen(record, kind),
        members: attachments.members(&id),
        id,
        unseen,
        evidence,
        health_path: record.block("health_check").and_then(|b| b.field("path")?.as_str().map(str::to_owned)),
    }
}

/// A port that is written as an attribute.
pub(super) fn narrow(attr: Attr<u64>, at: Option<Source>) -> Attr<u16> {
    match attr.value().map(|port| u16::try_from(*port)) {
        Some(Err(_)) => Attr::Unknown(Gap {
            kind: ringfence_model::GapKind::Invalid,
            what: "a number that is no port".to_owned(),
            source: at,
        }),
        _ => attr.map(|port| u16::try_from(port).unwrap_or(0)),
    }
}

fn port(record: &Record) -> Attr<u16> {
    narrow(u64_attr(record, "port", None), Some(Source::File(record.header)))
}

/// The source that targets see.
///
/// An application load balancer replaces it. A network load balancer keeps it for instances, and for UDP; for
/// IP targets over TCP or TLS it replaces it, unless `preserve_client_ip` says otherwise. Where the balancer
/// has security groups, targets may name these even if the client's address is kept.
fn source_seen(record: &Record, kind: &Kind) -> Attr<ListenerSource> {
    let kept = if kind.groups { ListenerSource::ClientOrBalancer } else { ListenerSource::Client };
    let choose = |keeps: bool| if keeps { kept.clone() } else { ListenerSource::Balancer };
    match &kind.network {
        Attr::Unknown(gap) => return Attr::Unknown(gap.clone()),
        network if !network.truth().certain() => {
            return Attr::Default {
                value: ListenerSource::Balancer,
                source: Source::Documented { url: pages::LB },
            };
        }
        _ => {}
    }
    let protocol = string_attr(record, "protocol", None);
    let datagrams = protocol.is(|text| text.to_ascii_uppercase().contains("UDP"));
    let written = bool_attr(record, "preserve_client_ip", None);
    // It cannot be turned off for datagrams.
    if !datagrams.certain() && !matches!(written, Attr::NotApplicable) {
        return written.map(choose);
    }
    let documented = Source::Documented { url: pages::CLIENT_IP_PRESERVATION };
    let by_type = string_attr(record, "target_type", Some(("instance", pages::LB_TARGET_GROUP)));
    match by_type {
        Attr::Unknown(gap) => Attr::Unknown(gap),
        attr => {
            let addresses = attr.is(|text| text == "ip" || text == "alb").certain();
            Attr::Default { value: choose(!addresses || datagrams.certain()), source: documented }
        }
    }
}
