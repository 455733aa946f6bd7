//! The parts of a policy that was made from values: each has its own place.

use ringfence_policy::UNKNOWN_OPEN;
use ringfence_provider::Fields;
use ringfence_terraform::{RecordKind, Value};

use crate::stack::Stack;

/// The elements of a statement that list strings: in JSON, and in the blocks of `aws_iam_policy_document`.
const LISTS: [&str; 8] = [
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "actions",
    "not_actions",
    "resources",
    "not_resources",
];

/// The statements of a policy as values, in order; none if its text was not made from values.
pub(super) fn statements(stack: &Stack<'_>, value: &Value) -> Vec<Value> {
    match value.structure() {
        Some(structure) => one_or_many(structure.field("Statement")),
        None => of_document(stack, value).unwrap_or_default(),
    }
}

/// The blocks of the data source that a policy is; nothing if it merges other documents into its numbering.
fn of_document(stack: &Stack<'_>, value: &Value) -> Option<Vec<Value>> {
    let reference = value.reference()?;
    let found = stack.records.referenced(reference);
    let [record] = found else { return None };
    let merges = ["source_policy_documents", "source_json", "override_policy_documents", "override_json"];
    let is_document =
        record.kind == RecordKind::Data && record.type_name.as_ref() == "aws_iam_policy_document";
    let is_alone = !merges.iter().any(|name| record.field(name).is_some());
    (is_document && is_alone).then(|| one_or_many(record.field("statement")))
}

fn one_or_many(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(value) => value.as_list().map_or_else(|| vec![value.clone()], <[Value]>::to_vec),
        None => Vec::new(),
    }
}

/// The part of a statement that is written as this JSON: a string, a list, or what is not known of one.
pub(super) fn written_as<'v>(statement: &'v Value, json: &str) -> Option<&'v Value> {
    let mut lists = LISTS.iter().filter_map(|name| statement.field(name));
    if json.starts_with('[') {
        return lists.find(|list| list.as_list().is_some());
    }
    let text = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(json);
    let unknown = text.contains(UNKNOWN_OPEN);
    let is_meant = |item: &&Value| match item.as_str() {
        None if !item.is_known() => unknown,
        written => written == Some(text),
    };
    lists.flat_map(|list| list.as_list().unwrap_or(std::slice::from_ref(list))).find(is_meant)
}
