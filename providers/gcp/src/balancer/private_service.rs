//! Private services: doors into a network behind which a load balancer of somebody else stands, or Google's APIs.

use ringfence_model::{Attr, Evidence, Interface, Link, ResourceId, ServiceEndpoint, Source, Truth};
use ringfence_packets::{Bounds, Traffic};
use ringfence_provider::{about, source};
use ringfence_terraform::{Record, Value};

use super::forwarding::{front, front_addresses};
use crate::kinds::{FORWARDING_RULE, SERVICE_ATTACHMENT};
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
        None => Attr::Set { value: None, source: source(target) },
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
fn behind(stack: &Stack<'_>, attachment: &Record) -> Attr<Option<Link>> {
    let Some(value) = attachment.get("target_service") else {
        return Attr::Unknown(ringfence_provider::invalid(
            "a service attachment without a service",
            attachment.header,
        ));
    };
    match FORWARDING_RULE.link(&stack.records, value) {
        Link::Unknown(gap) => Attr::Unknown(gap),
        link @ Link::To { .. } => Attr::Set { value: Some(link), source: source(value) },
    }
}

/// What the service accepts: what its load balancer does, if that is known already.
fn traffic(out: &Lowered<'_>, leads_to: &Attr<Option<Link>>) -> Bounds<Traffic> {
    let id: Option<&ResourceId> = leads_to.value().and_then(|link| link.as_ref()?.id());
    let balancer = id.and_then(|id| out.model.balancers.iter().find(|balancer| balancer.about.id == *id));
    match balancer.filter(|balancer| balancer.about.exists == Truth::Yes) {
        Some(balancer) => {
            let all = balancer.listeners.iter().map(|listener| &listener.traffic);
            all.fold(Bounds::empty(), |all, one| all.union(one))
        }
        None => Bounds::at_most(Traffic::all()),
    }
}
