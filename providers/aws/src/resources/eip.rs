//! `aws_eip`, `aws_eip_association`: fixed public addresses of machines.
//!
//! Source: the provider's pages (read 2026-11-23).

use ringfence_model::{ResourceId, Source};
use ringfence_provider::source;

use crate::stack::Stack;

/// Where an elastic address is given to the machine or one of its interfaces.
pub(super) fn of_machine(
    stack: &Stack<'_>,
    machine: &ResourceId,
    interfaces: &[ResourceId],
) -> Option<Source> {
    let ours = stack.elastic_addresses().of_any(std::iter::once(machine).chain(interfaces));
    ours.first().map(|naming| {
        let value = naming.value;
        let at = value.origin.used_at();
        if at == value.origin.at { source(value) } else { Source::File(at) }
    })
}
