//! One answer against the recorded one.

use ringfence_terraform::Value;
use serde_json::Value as Json;

/// A value as JSON; unknown parts are `null`, sensitive ones are shown.
pub(crate) fn json(value: &Value) -> Json {
    let text = value.to_json(true);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Whether two values are the same; the reader of the vectors rounds the last digit of a number.
pub(crate) fn same(mine: &Json, theirs: &Json) -> bool {
    match (mine, theirs) {
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

/// What `after_unknown` means for a plan's values: unknown parts are left out of objects and `null` in lists.
pub(crate) fn planned(mine: &Json, unknown: &Json) -> Json {
    match (mine, unknown) {
        (Json::Object(entries), Json::Object(unknown)) => {
            let kept = entries.iter().filter(|(key, _)| unknown.get(*key) != Some(&Json::Bool(true)));
            kept.map(|(key, value)| (key.clone(), planned(value, unknown.get(key).unwrap_or(&Json::Null))))
                .collect()
        }
        (Json::Array(items), Json::Array(unknown)) => {
            items.iter().zip(unknown).map(|(item, unknown)| planned(item, unknown)).collect()
        }
        _ => mine.clone(),
    }
}
