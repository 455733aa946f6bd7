//! Groups of machines: managed ones, made from templates, and lists of instances.

use ringfence_model::{About, Evidence, Gap, GapKind, Link, MachineKind, ResourceId, Source};
use ringfence_provider::{about, gap};
use ringfence_terraform::{Record, Value};

use super::machine::{add, add_opaque, name};
use super::overlay::Overlay;
use crate::kinds::{GROUP, INSTANCE, TEMPLATE};
use crate::list::elements;
use crate::stack::{Lowered, Stack};

/// Types of managed groups.
pub(crate) const MANAGED: [&str; 2] =
    ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"];

/// Lowers every managed group: one entry a version, the first with the group's own address.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance_group_manager>
/// (`version.instance_template`), read 2026-11-23.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_types(&MANAGED) {
        let templates = templates(record);
        if templates.is_empty() {
            let gap = record.get("version").map_or_else(|| no_template(record), gap);
            let header = about(record, "managed instance group");
            add_opaque(out, (header, MachineKind::Group), &gap, Vec::new());
        }
        for (at, template) in templates.into_iter().enumerate() {
            let mut header = about(record, "managed instance group");
            header.name = name(record);
            if at > 0 {
                header.id = ResourceId::new(format!("{}.version[{at}]", record.address));
            }
            add_version(stack, out, header, template);
        }
    }
}

/// The templates of a group, by version; older configurations name one at the group itself.
fn templates(record: &Record) -> Vec<&Value> {
    let versions = elements(record.get("version"));
    let named = versions.items.iter().filter_map(|version| version.get("instance_template"));
    record.get("instance_template").into_iter().chain(named).collect()
}

fn add_version(stack: &Stack<'_>, out: &mut Lowered<'_>, header: About, value: &Value) {
    let made_from = Evidence::new(
        &header.id,
        "its instances are made from this template",
        &Source::File(value.origin.used_at()),
    );
    let Some(template) = TEMPLATE.record(&stack.records, value) else {
        let gap = not_declared(stack, value);
        return add_opaque(out, (header, MachineKind::Group), &gap, vec![made_from]);
    };
    let part = ResourceId::new(template.address.clone());
    let body = Overlay { own: None, template: Some(template) };
    add(stack, out, (header, MachineKind::Group), vec![part], &body);
    if let Some(machine) = out.model.machines.last_mut() {
        machine.evidence.push(made_from);
    }
}

fn no_template(record: &Record) -> Gap {
    ringfence_provider::invalid("a group without an instance template", record.header)
}

/// A template that is not declared here.
pub(crate) fn not_declared(stack: &Stack<'_>, value: &Value) -> Gap {
    match TEMPLATE.link(&stack.records, value) {
        Link::To { id, source } => Gap {
            kind: GapKind::OutsideInput,
            what: value.reference().map_or_else(|| id.to_string(), ToString::to_string),
            source: Some(source),
        },
        Link::Unknown(gap) => gap,
    }
}

/// The machines of a group that a load balancer sends to: a managed group itself, or the listed instances.
pub(crate) struct Members {
    /// The machines.
    pub(crate) machines: Vec<Link>,
    /// Why there may be others.
    pub(crate) unseen: Vec<Gap>,
}

/// The members of the group that a value names.
pub(crate) fn members(stack: &Stack<'_>, value: &Value) -> Members {
    let link = GROUP.link(&stack.records, value);
    let Some(record) = GROUP.declared(&stack.records, &link) else {
        let unseen = match &link {
            Link::To { id, source } => Gap {
                kind: GapKind::OutsideInput,
                what: format!("the members of `{id}`, which is not declared here"),
                source: Some(source.clone()),
            },
            Link::Unknown(gap) => gap.clone(),
        };
        return Members { machines: Vec::new(), unseen: vec![unseen] };
    };
    if record.type_name.as_ref() != "google_compute_instance_group" {
        return Members { machines: versions(record, &link), unseen: Vec::new() };
    }
    let listed = elements(record.get("instances"));
    let mut machines = Vec::new();
    let mut unseen = listed.gaps;
    for item in listed.items {
        for link in INSTANCE.links(&stack.records, item) {
            match link {
                Link::Unknown(_) => unseen.push(gap(item)),
                link @ Link::To { .. } => machines.push(link),
            }
        }
    }
    Members { machines, unseen }
}

/// The entries of the model that a managed group has.
pub(crate) fn versions(record: &Record, link: &Link) -> Vec<Link> {
    let Link::To { source, .. } = link else { return Vec::new() };
    let count = if MANAGED.contains(&record.type_name.as_ref()) { templates(record).len().max(1) } else { 1 };
    let id = |at: usize| match at {
        0 => ResourceId::new(record.address.clone()),
        _ => ResourceId::new(format!("{}.version[{at}]", record.address)),
    };
    (0..count).map(|at| Link::To { id: id(at), source: source.clone() }).collect()
}
