//! Private services: doors into a network behind which a load balancer of somebody else stands, or Google's APIs.

use ringfence_model::{
    Attr, Behind, Evidence, Gap, GapKind, Interface, Link, ListenerSource, ResourceId, ServiceEndpoint,
    Source, Truth,
};
use ringfence_packets::{Bounds, Traffic};
use ringfence_provider::{about, source, string_attr};
use ringfence_terraform::{Record, Value};

use super::forwarding::{front, front_addresses, is_guarded};
use crate::kinds::{FORWARDING_RULE, SERVICE_ATTACHMENT, SUBNET};
use crate::list::elements;
use crate::network::{all_ranges, subnet_link};
use crate::stack::{Lowered, Stack};

/// Names of what stands for all of Google's APIs.
const BUNDLES: [&str; 2] = ["all-apis", "vpc-sc"];

/// Whether a forwarding rule leads to a private service.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_global_forwarding_rule>
/// (`target`: `all-apis`, `vpc-sc`), remembered.
pub(super) fn leads_to_one(stack: &Stack<'_>, record: &Record) -> bool {
    let Some(target) = record.get("target") else { return false };
    let named = |text: &str| BUNDLES.contains(&text) || text.contains("/serviceAttachments/");
    target.as_str().is_some_and(named) || SERVICE_ATTACHMENT.record(&stack.records, target).is_some()
}

/// Lowers a forwarding rule that leads to a private service.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_service_attachment>
/// (`target_service`: a forwarding rule of the producer), read 2026-11-25 in part.
pub(super) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>, record: &Record) {
    let Some(target) = record.get("target") else { return };
    let attachment = SERVICE_ATTACHMENT.record(&stack.records, target);
    let mut header = about(record, "private service endpoint");
    header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
    let leads_to = match attachment {
        Some(attachment) => behind(stack, attachment),
        None => Attr::Set { value: Vec::new(), source: source(target) },
    };
    let (network, subnets) = front(stack, record);
    let interface = Interface {
        network,
        subnets,
        addresses: front_addresses(stack, record),
        ..Interface::new(&header.id)
    };
    let fact = "`target` leads to a private service";
    out.model.endpoints.push(ServiceEndpoint {
        interfaces: vec![interface],
        traffic: traffic(out, &leads_to),
        evidence: vec![Evidence::new(&header.id, fact, &Source::File(target.origin.used_at()))],
        leads_to,
        about: header,
    });
}

/// The forwarding rule that a service attachment publishes.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_service_attachment>
/// (`target_service`, `connection_preference`: `ACCEPT_AUTOMATIC`, `ACCEPT_MANUAL`; `nat_subnets`), read 2026-11-25 in
/// part; <https://docs.cloud.google.com/compute/docs/reference/rest/v1/serviceAttachments> ("NAT IP ranges that the
/// producers uses to represent the consumers"), read 2026-11-25.
fn behind(stack: &Stack<'_>, attachment: &Record) -> Attr<Vec<Behind>> {
    let Some(value) = attachment.get("target_service") else {
        return Attr::Unknown(ringfence_provider::invalid(
            "a service attachment without a service",
            attachment.header,
        ));
    };
    match FORWARDING_RULE.link(&stack.records, value) {
        Link::Unknown(gap) => Attr::Unknown(gap),
        balancer @ Link::To { .. } => {
            let rule = FORWARDING_RULE.record(&stack.records, value);
            let behind = Behind {
                balancer,
                accepted: accepted(attachment),
                judged: judged(value, rule.map(|rule| is_guarded(stack, rule))),
                source: translated(stack, attachment),
            };
            Attr::Set { value: vec![behind], source: source(value) }
        }
    }
}

/// Whether who comes in by a door is judged at the front: a limit to clients of one region is not for these.
///
/// Unknown: what a security policy sees of them.
fn judged(value: &Value, guarded: Option<bool>) -> Attr<bool> {
    match guarded {
        Some(false) => Attr::NotApplicable,
        _ => Attr::Unknown(Gap {
            kind: GapKind::Unsupported,
            what: "what a security policy sees of who comes by a private service".to_owned(),
            source: Some(source(value)),
        }),
    }
}

/// Whether a door may connect.
///
/// Unknown: whether its project is on the list of those that are accepted.
fn accepted(attachment: &Record) -> Attr<bool> {
    match string_attr(attachment, "connection_preference", None) {
        Attr::Set { value, source } if value == "ACCEPT_AUTOMATIC" => Attr::Set { value: true, source },
        _ => Attr::Unknown(Gap {
            kind: GapKind::OutsideInput,
            what: format!("whether `{}` accepts the connection", attachment.address),
            source: Some(Source::File(attachment.header)),
        }),
    }
}

/// The addresses that the service's machines see instead of their clients'.
fn translated(stack: &Stack<'_>, attachment: &Record) -> Attr<ListenerSource> {
    let listed = elements(attachment.get("nat_subnets"));
    let mut ranges = Bounds::empty();
    for value in listed.items {
        let subnet = subnet_link(stack, value);
        match SUBNET.declared(&stack.records, &subnet) {
            Some(record) => ranges = ranges.union(&all_ranges(record)),
            None => return Attr::Unknown(ringfence_provider::gap(value)),
        }
    }
    match listed.gaps.into_iter().next() {
        Some(gap) => Attr::Unknown(gap),
        None if ranges.must == ranges.may && !ranges.must.is_empty() => {
            Attr::Set { value: ListenerSource::Ranges(ranges.must), source: Source::File(attachment.header) }
        }
        None => {
            Attr::Unknown(ringfence_provider::invalid("subnets of a service attachment", attachment.header))
        }
    }
}

/// What the service accepts: what its load balancer does, if that is known already.
fn traffic(out: &Lowered<'_>, leads_to: &Attr<Vec<Behind>>) -> Bounds<Traffic> {
    let id: Option<&ResourceId> = leads_to.value().and_then(|behind| behind.first()?.balancer.id());
    let balancer = id.and_then(|id| out.model.balancers.iter().find(|balancer| balancer.about.id == *id));
    match balancer.filter(|balancer| balancer.about.exists == Truth::Yes) {
        Some(balancer) => {
            let all = balancer.listeners.iter().map(|listener| &listener.traffic);
            all.fold(Bounds::empty(), |all, one| all.union(one))
        }
        None => Bounds::at_most(Traffic::all()),
    }
}
