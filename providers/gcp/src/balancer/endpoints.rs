//! Network endpoint groups: addresses and ports of machines behind load balancers.

use ringfence_model::{Attr, Gap, GapKind, Link, Source};
use ringfence_provider::{source, u64_attr};
use ringfence_terraform::Value;

use crate::kinds::{ENDPOINT_GROUP, INSTANCE};
use crate::list::elements;
use crate::stack::Stack;

/// The machines of an endpoint group, each with the port it is reached at, and why there may be others.
pub(super) struct Endpoints {
    pub(super) machines: Vec<(Link, Option<Attr<u16>>, Source)>,
    pub(super) unseen: Vec<Gap>,
}

/// The endpoints of the group that a value names; nothing if it names none.
///
/// Unknown: a group to which no endpoint is added here is filled by something else: GKE does so for its services.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_endpoint>,
/// <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_endpoints>,
/// remembered.
pub(super) fn of_group(stack: &Stack<'_>, value: &Value) -> Option<Endpoints> {
    let record = ENDPOINT_GROUP.record(&stack.records, value)?;
    let id = ringfence_model::ResourceId::new(record.address.clone());
    let mut found = Endpoints { machines: Vec::new(), unseen: Vec::new() };
    let kind = record.get("network_endpoint_type").and_then(Value::as_str);
    if kind.is_some_and(|kind| {
        ["SERVERLESS", "PRIVATE_SERVICE_CONNECT", "INTERNET_FQDN_PORT", "INTERNET_IP_PORT"].contains(&kind)
    }) {
        return Some(found);
    }
    for naming in stack.endpoints().of(&id) {
        let blocks = elements(naming.record.get("network_endpoints"));
        if naming.record.type_name.as_ref() == "google_compute_network_endpoints" {
            blocks.items.iter().for_each(|block| add(stack, block.get("instance"), port(block), &mut found));
            found.unseen.extend(blocks.gaps);
        } else {
            add(stack, naming.record.get("instance"), port(naming.record), &mut found);
        }
    }
    if found.machines.is_empty() {
        found.unseen.push(Gap {
            kind: GapKind::OutsideInput,
            what: format!("the endpoints of `{}`", record.address),
            source: Some(Source::File(record.header)),
        });
    }
    Some(found)
}

fn port(body: &impl ringfence_provider::Fields) -> Option<Attr<u16>> {
    match u64_attr(body, "port", None) {
        Attr::NotApplicable => None,
        written => Some(written.map(|port| u16::try_from(port).unwrap_or(0))),
    }
}

fn add(stack: &Stack<'_>, instance: Option<&Value>, port: Option<Attr<u16>>, found: &mut Endpoints) {
    let Some(value) = instance else {
        found.unseen.push(Gap {
            kind: GapKind::Unsupported,
            what: "the machine of an endpoint that is an address only".to_owned(),
            source: None,
        });
        return;
    };
    match INSTANCE.link(&stack.records, value) {
        Link::Unknown(gap) => found.unseen.push(gap),
        link @ Link::To { .. } => found.machines.push((link, port, source(value))),
    }
}
