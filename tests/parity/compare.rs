//! Records against records.

use std::collections::BTreeMap;

use ringfence_terraform::{Map, Record, Stack, Value};

use crate::state::given;

fn by_address(stack: &Stack) -> BTreeMap<&str, &Record> {
    stack.records.iter().map(|record| (record.address.as_ref(), record)).collect()
}

fn paired<'s>(
    written: &'s Stack,
    other: &'s Stack,
    complaints: &mut Vec<String>,
) -> Vec<(&'s Record, &'s Record)> {
    let (written, mut other) = (by_address(written), by_address(other));
    let mut pairs = Vec::new();
    for (address, record) in written {
        match other.remove(address) {
            Some(found) => pairs.push((record, found)),
            None => complaints.push(format!("{address} is missing")),
        }
    }
    complaints.extend(other.keys().map(|address| format!("{address} is not written")));
    pairs
}

/// What a plan's records have otherwise than those of its configuration, provenance aside.
pub(crate) fn records(written: &Stack, planned: &Stack) -> Vec<String> {
    let mut complaints = Vec::new();
    for (record, found) in paired(written, planned, &mut complaints) {
        let same =
            (&record.base, &record.module, record.kind, &record.type_name, &record.name, record.exists)
                == (&found.base, &found.module, found.kind, &found.type_name, &found.name, found.exists);
        if !same {
            complaints.push(format!("{} is {found:?}", record.address));
        }
        let mut names: Vec<&str> = record.body.keys().chain(found.body.keys()).map(AsRef::as_ref).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (left, right) = (attribute(&record.body, name), attribute(&found.body, name));
            if left != right {
                complaints
                    .push(format!("{}.{name}\n    HCL:  {left:?}\n    plan: {right:?}", record.address));
            }
        }
    }
    complaints
}

/// What is known of an attribute, and what the rest refers to.
fn attribute(body: &Map, name: &str) -> Option<(String, Vec<String>)> {
    let value = body.get(name).filter(|value| !value.is_null())?;
    let mut references = Vec::new();
    gather(value, &mut references);
    references.sort();
    references.dedup();
    // Of what Terraform does not know a plan has nothing but what it refers to.
    let known = if value.is_known() { without_null(&value.known_json(true)) } else { "unknown".to_owned() };
    Some((known, references))
}

fn without_null(text: &str) -> String {
    fn strip(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(entries) => {
                entries.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, strip(v))).collect()
            }
            serde_json::Value::Array(items) => items.into_iter().map(strip).collect(),
            other => other,
        }
    }
    strip(serde_json::from_str(text).expect("it is JSON")).to_string()
}

/// Addresses that what is unknown refers to.
fn gather(value: &Value, found: &mut Vec<String>) {
    if let Some(reason) = value.reason() {
        found.extend(reason.references().into_iter().map(|reference| reference.address.to_string()));
    }
    match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().for_each(|item| gather(item, found)),
        (None, Some(entries)) => entries.values().for_each(|item| gather(item, found)),
        (None, None) => {}
    }
}

/// What a state's records have otherwise: what is written must be there, what was unknown is what the cloud gave.
pub(crate) fn applied(written: &Stack, state: &Stack) -> Vec<String> {
    let mut complaints = Vec::new();
    for (record, found) in paired(written, state, &mut complaints) {
        if (&record.base, &record.module, record.kind) != (&found.base, &found.module, found.kind) {
            complaints.push(format!("{} is {found:?}", record.address));
        }
        for (name, value) in record.body.iter().filter(|(_, value)| !value.is_null()) {
            let Some(known) = found.body.get(name).filter(|known| known.is_wholly_known()) else {
                complaints.push(format!("{}.{name} is not known", record.address));
                continue;
            };
            let same = match value.reference().filter(|_| !value.is_known()) {
                Some(reference) => known.as_str() == Some(given(reference).as_str()),
                None if value.is_wholly_known() => {
                    without_null(&value.known_json(true)) == without_null(&known.known_json(true))
                }
                None => true,
            };
            if !same {
                complaints.push(format!("{}.{name}: {value:?} became {known:?}", record.address));
            }
        }
    }
    complaints
}
