//! `aws_instance`, `aws_spot_instance_request`.
//!
//! Source: the provider's pages (read 2026-11-23).

use rayon::prelude::*;
use ringfence_model::{MachineKind, Model};
use ringfence_provider::{Fields, about, name_tag, tags};
use ringfence_terraform::Record;

use super::launch::Launch;
use super::machine::{Made, add, machine};
use super::volume::specified_tags;
use crate::stack::Stack;

/// All single instances.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let records: Vec<&Record> =
        stack.records.of_types(&["aws_instance", "aws_spot_instance_request"]).collect();
    let made: Vec<Made> = records.par_iter().map(|record| instance(stack, record)).collect();
    add(model, made);
}

fn instance(stack: &Stack<'_>, record: &Record) -> Made {
    let launch = Launch::from_instance(stack, record);
    let mut header = about(record, "instance");
    header.tags = tags(record.field("tags"));
    let more = specified_tags(&launch, "instance").into_iter();
    let more: Vec<_> = more.filter(|tag| !header.tags.iter().any(|own| own.key == tag.key)).collect();
    header.tags.extend(more);
    header.tags.sort_by(|a, b| a.key.cmp(&b.key));
    header.name = name_tag(&header.tags, "Name");
    machine(stack, record, &launch, (MachineKind::Instance, header, None))
}
