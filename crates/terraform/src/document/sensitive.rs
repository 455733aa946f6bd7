//! Where a document holds what nobody may see.

use std::ops::Range;

use ringfence_model::FileId;
use ringfence_value::Value;

use crate::Stack;

/// The places of all sensitive values of a stack in a file.
///
/// Units: bytes.
pub(super) fn places(stack: &Stack, file: FileId) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let bodies = stack.records.iter().map(|record| &record.body).chain([&stack.outputs]);
    bodies.flat_map(ringfence_value::Map::values).for_each(|value| add(value, file, &mut found));
    found
}

fn add(value: &Value, file: FileId, found: &mut Vec<Range<u32>>) {
    if value.is_sensitive() {
        if value.origin.at.file == file {
            found.push(value.origin.at.start..value.origin.at.end);
        }
        return;
    }
    match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().for_each(|item| add(item, file, found)),
        (None, Some(entries)) => entries.values().for_each(|item| add(item, file, found)),
        (None, None) => {}
    }
}
