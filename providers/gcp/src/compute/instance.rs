//! Single machines.

use ringfence_model::{MachineKind, ResourceId};
use ringfence_provider::about;

use super::machine::{add, add_opaque, name};
use super::overlay::Overlay;
use super::tags::symbols;
use crate::kinds::TEMPLATE;
use crate::stack::{Lowered, Stack};
use crate::symbol::Symbol;

/// Lowers every instance.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_type("google_compute_instance") {
        let mut header = about(record, "instance");
        header.name = name(*record);
        let body = Overlay { own: Some(record), template: None };
        add(stack, out, (header, MachineKind::Instance), Vec::new(), &body);
    }
    for record in stack.records.of_type("google_compute_instance_from_template") {
        let mut header = about(record, "instance");
        header.name = name(*record);
        let source = record.get("source_instance_template");
        let template = source.and_then(|value| TEMPLATE.record(&stack.records, value));
        if let (None, Some(value)) = (template, source) {
            let gap = super::group::not_declared(stack, value);
            add_opaque(out, (header, MachineKind::Instance), &gap, Vec::new());
            continue;
        }
        let parts = template.map(|record| ResourceId::new(record.address.clone()));
        let body = Overlay { own: Some(record), template };
        add(stack, out, (header, MachineKind::Instance), parts.into_iter().collect(), &body);
    }
}

/// Every network tag that a machine carries or a template gives.
pub(crate) fn tags_in_use(records: &ringfence_provider::Records<'_>) -> Vec<Symbol> {
    let instances = records.of_types(crate::kinds::INSTANCE.types);
    let carriers = instances.chain(records.of_types(TEMPLATE.types));
    let mut all: Vec<Symbol> = carriers.flat_map(symbols).collect();
    all.sort();
    all.dedup();
    all
}
