//! `aws_eip`, `aws_eip_association`: fixed public addresses of machines.
//!
//! Source: the provider's pages (read 2026-11-23).

use ringfence_model::{ResourceId, Source};
use ringfence_provider::{Fields, source};
use ringfence_terraform::Value;

use crate::links::ANY;
use crate::stack::Stack;

/// Where an elastic address is given to the machine or one of its interfaces.
pub(super) fn of_machine(
    stack: &Stack<'_>,
    machine: &ResourceId,
    interfaces: &[ResourceId],
) -> Option<Source> {
    let ours = |value: &&Value| {
        let link = stack.link(value, &ANY);
        link.id().is_some_and(|id| id == machine || interfaces.contains(id))
    };
    let named = stack.records.of_types(&["aws_eip", "aws_eip_association"]).find_map(|record| {
        let names = ["instance", "network_interface", "instance_id", "network_interface_id"];
        names.iter().filter_map(|name| record.field(name)).find(ours)
    });
    named.map(|value| {
        let at = value.origin.used_at();
        if at == value.origin.at { source(value) } else { Source::File(at) }
    })
}
