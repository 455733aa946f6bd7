//! One machine, or a group made from one template.

use ringfence_model::{
    About, Attr, Evidence, Interface, Link, Machine, MachineKind, MetadataService, ResourceId, RoleSignal,
    Source,
};
use ringfence_provider::Fields;
use ringfence_terraform::Value;

use super::disk;
use super::interface::placement;
use super::overlay::Overlay;
use super::payload::payloads;
use super::secure_tags::secure_tags;
use super::tags::{labels_and_tags, tag_groups};
use crate::iam::attach;
use crate::pages::METADATA;
use crate::signals::of_tags;
use crate::stack::{Lowered, Stack};

/// Adds a machine that a body describes.
pub(crate) fn add(
    stack: &Stack<'_>,
    out: &mut Lowered<'_>,
    (mut about, kind): (About, MachineKind),
    parts: Vec<ResourceId>,
    body: &Overlay<'_>,
) {
    let described_by = parts.first().unwrap_or(&about.id).clone();
    let placed = placement(stack, &about.id, &described_by, body);
    about.tags = labels_and_tags(body);
    let volumes = disk::of_machine(stack, out, &about.id, body);
    let attached = attach(stack, out, body);
    let secure = secure_tags(stack, &about.id, &parts, body);
    let interfaces = placed.interfaces.into_iter().map(|interface| {
        let mut groups = tag_groups(body, interface.network.as_ref());
        groups.extend(attached.group.clone());
        groups.extend(secure.iter().cloned());
        let addresses = interface.addresses.filter(|_| kind == MachineKind::Instance);
        Interface { groups, addresses, ..interface }
    });
    let interfaces = interfaces.collect();
    let signals: Vec<RoleSignal> = of_tags(&about.tags);
    let machine = Machine {
        kind,
        parts,
        interfaces,
        identity: attached.identity,
        metadata: metadata_service(),
        payloads: payloads(stack, &described_by, body),
        volumes,
        signals,
        evidence: placed.evidence,
        about,
    };
    out.model.machines.push(machine);
}

/// A machine of which only the name is known: its template is not declared here.
pub(crate) fn add_opaque(
    out: &mut Lowered<'_>,
    (about, kind): (About, MachineKind),
    gap: &ringfence_model::Gap,
    evidence: Vec<Evidence>,
) {
    let interface = Interface {
        network: Some(Link::Unknown(gap.clone())),
        subnets: vec![Link::Unknown(gap.clone())],
        public_v4: Attr::Unknown(gap.clone()),
        public_v6: Attr::Unknown(gap.clone()),
        groups: vec![Link::Unknown(gap.clone())],
        ..Interface::new(&about.id)
    };
    out.model.machines.push(Machine {
        about,
        kind,
        parts: Vec::new(),
        interfaces: vec![interface],
        identity: Attr::Unknown(gap.clone()),
        metadata: metadata_service(),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence,
    });
}

/// The metadata server of every machine: it answers, but only to requests with a header that a forged request
/// cannot carry; it counts no hops.
///
/// Source: <https://cloud.google.com/compute/docs/metadata/querying-metadata> (`Metadata-Flavor: Google` is
/// required), read 2026-11-23.
pub(crate) fn metadata_service() -> MetadataService {
    let always = || Attr::Default { value: true, source: Source::Documented { url: METADATA } };
    MetadataService { enabled: always(), session_required: always(), hop_limit: Attr::NotApplicable }
}

/// The name in the cloud, where it is written down.
pub(crate) fn name(body: &impl Fields) -> Option<String> {
    let name = body.field("name").or_else(|| body.field("base_instance_name"))?;
    Value::as_str(name).map(str::to_owned)
}
