//! Where a document holds what nobody may see.

use std::ops::Range;

use ringfence_hcl::json::Json;
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

/// The places of the values of sensitive variables, which a plan has in the clear.
///
/// Units: bytes.
pub(super) fn variables(root: Json<'_>) -> Vec<Range<u32>> {
    let declared = root.get("configuration").and_then(|all| all.get("root_module")?.get("variables"));
    let is_sensitive = |name: &str| {
        declared.and_then(|declared| declared.get(name)?.get("sensitive")?.as_bool()) == Some(true)
    };
    let given = root.get("variables").into_iter().flat_map(Json::entries);
    let range = |value: Json<'_>| value.range().start..value.range().end;
    given
        .filter(|(name, ..)| is_sensitive(name))
        .filter_map(|(.., variable)| variable.get("value").map(range))
        .collect()
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
