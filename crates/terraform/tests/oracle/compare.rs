//! One value against its recorded answer.

use ringfence_terraform::{Cause, Unknown, Value, ValueKind};
use serde_json::Value as Json;

pub(crate) enum Verdict {
    Agree,
    /// Terraform knows more.
    Unknown(String),
    Wrong(String),
}

/// Terraform says that the expression is wrong.
pub(crate) fn error(ours: &Value) -> Verdict {
    match first_unknown(ours) {
        Some(unknown) if matches!(unknown.cause, Cause::Error(_)) => Verdict::Agree,
        Some(unknown) => Verdict::Unknown(format!("an error in Terraform, {:?} here", unknown.cause)),
        None => Verdict::Wrong(format!("an error in Terraform, {} here", json(ours))),
    }
}

/// Terraform says that it is known only after apply.
pub(crate) fn unknown(ours: &Value) -> Verdict {
    if first_unknown(ours).is_some() {
        Verdict::Agree
    } else {
        Verdict::Wrong(format!("unknown in Terraform, {} here", json(ours)))
    }
}

/// Terraform gives this value.
pub(crate) fn value(ours: &Value, theirs: &Json) -> Verdict {
    let mine = json(ours);
    if same(&mine, theirs) {
        return Verdict::Agree;
    }
    match first_unknown(ours) {
        Some(unknown) if fits(&mine, theirs) => Verdict::Unknown(format!("{:?}", unknown.cause)),
        _ => Verdict::Wrong(format!("{theirs} in Terraform, {mine} here")),
    }
}

fn same(mine: &Json, theirs: &Json) -> bool {
    match (mine, theirs) {
        // The reader of the vectors rounds the last digit.
        (Json::Number(mine), Json::Number(theirs)) => {
            let (mine, theirs) = (mine.as_f64().unwrap(), theirs.as_f64().unwrap());
            (mine - theirs).abs() <= theirs.abs() * 4.0 * f64::EPSILON
        }
        (Json::Array(mine), Json::Array(theirs)) => {
            mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(mine, theirs)| same(mine, theirs))
        }
        (Json::Object(mine), Json::Object(theirs)) => {
            mine.len() == theirs.len()
                && mine.iter().all(|(key, mine)| theirs.get(key).is_some_and(|theirs| same(mine, theirs)))
        }
        _ => mine == theirs,
    }
}

const UNKNOWN: &str = "\u{0}unknown";

/// Whether the known parts agree.
fn fits(mine: &Json, theirs: &Json) -> bool {
    match (mine, theirs) {
        (Json::String(mine), _) if mine == UNKNOWN => true,
        (Json::String(mine), Json::String(theirs)) if mine.contains(UNKNOWN) => {
            theirs.starts_with(mine.split(UNKNOWN).next().unwrap())
        }
        (Json::Array(mine), Json::Array(theirs)) if mine.len() == theirs.len() => {
            mine.iter().zip(theirs).all(|(mine, theirs)| fits(mine, theirs))
        }
        (Json::Array(mine), _) => mine.iter().any(|item| item == UNKNOWN),
        (Json::Object(mine), Json::Object(theirs)) => {
            // What is unknown in part is left out of a plan's values.
            mine.iter().all(|(key, mine)| fits(mine, theirs.get(key).unwrap_or(&Json::Null)))
        }
        (mine, Json::Null) => mine.to_string().contains("unknown"),
        _ => same(mine, theirs),
    }
}

fn first_unknown(value: &Value) -> Option<&Unknown> {
    match &value.kind {
        ValueKind::Unknown(unknown) => Some(unknown),
        ValueKind::Template(parts) => parts.iter().find_map(|part| match part {
            ringfence_terraform::Part::Unknown(unknown) => Some(unknown.as_ref()),
            ringfence_terraform::Part::Known(_) => None,
        }),
        ValueKind::List(items) | ValueKind::Set(items) => {
            items.iter().find_map(first_unknown).or(value.open.as_deref())
        }
        ValueKind::Map(map) => map.values().find_map(first_unknown).or(value.open.as_deref()),
        _ => None,
    }
}

fn json(value: &Value) -> Json {
    match &value.kind {
        ValueKind::Null => Json::Null,
        ValueKind::Bool(value) => (*value).into(),
        ValueKind::Number(number) => number.as_i64().map_or_else(|| number.as_f64().into(), Json::from),
        ValueKind::String(text) => text.as_ref().into(),
        ValueKind::List(items) | ValueKind::Set(items) => items.iter().map(json).collect(),
        ValueKind::Map(map) => {
            Json::Object(map.iter().map(|(key, value)| (key.to_string(), json(value))).collect())
        }
        ValueKind::Template(parts) => {
            let part = |part: &ringfence_terraform::Part| match part {
                ringfence_terraform::Part::Known(text) => text.to_string(),
                ringfence_terraform::Part::Unknown(_) => UNKNOWN.to_owned(),
            };
            Json::String(parts.iter().map(part).collect())
        }
        ValueKind::Unknown(_) => UNKNOWN.into(),
    }
}
