//! Entries of JSON objects by key, however many there are.

use std::borrow::Cow;
use std::collections::HashMap;

use ringfence_hcl::json::Json;

/// Objects with more entries than this are indexed.
const FEW: usize = 32;

/// The entries of an object by key; of several with one key the last.
pub(super) enum Lookup<'d> {
    Few(Option<Json<'d>>),
    Many(HashMap<Cow<'d, str>, Json<'d>>),
}

impl<'d> Lookup<'d> {
    /// Of an object; anything else has no entries.
    pub(super) fn of(node: Option<Json<'d>>) -> Self {
        let Some(object) = node else { return Self::Few(None) };
        if object.entries().nth(FEW).is_none() {
            return Self::Few(node);
        }
        Self::Many(object.entries().map(|(key, _, value)| (key, value)).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<Json<'d>> {
        match self {
            Self::Few(object) => object.and_then(|object| object.get(key)),
            Self::Many(entries) => entries.get(key).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_found_like_few() {
        for count in [3, 3 * FEW] {
            let entries: Vec<String> = (0..count).map(|at| format!("\"k{at}\": {at}")).collect();
            let text = format!("{{{}, \"k0\": \"again\"}}", entries.join(", "));
            let document = ringfence_hcl::json::parse(&text).unwrap();
            let lookup = Lookup::of(Some(document.root()));
            assert_eq!(lookup.get("k2").and_then(Json::number), Some("2"));
            assert_eq!(lookup.get("k0").and_then(Json::as_str).as_deref(), Some("again"));
            assert!(lookup.get("x").is_none());
        }
        assert!(Lookup::of(None).get("x").is_none());
    }
}
