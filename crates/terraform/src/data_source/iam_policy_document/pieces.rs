//! JSON in which unknown strings have their place.

use std::sync::Arc;

use ringfence_model::Span;
use serde_json::Value as Json;

use crate::eval::because;
use crate::{Origin, Part, Unknown, Value, ValueKind};

/// Private characters around the number of an unknown while the text is JSON.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// The unknowns of a document, by number.
#[derive(Default)]
pub(super) struct Pieces {
    unknowns: Vec<Arc<Unknown>>,
}

impl Pieces {
    /// A string for an unknown.
    pub(super) fn unknown(&mut self, unknown: Arc<Unknown>) -> Json {
        Json::String(self.mark(unknown))
    }

    fn mark(&mut self, unknown: Arc<Unknown>) -> String {
        self.unknowns.push(unknown);
        format!("{OPEN}{}{CLOSE}", self.unknowns.len() - 1)
    }

    /// A value as a string; `&{…}` is how the data source writes a policy's own `${…}`.
    pub(super) fn string(&mut self, value: &Value) -> Json {
        Json::String(self.text(value).replace("&{", "${"))
    }

    fn text(&mut self, value: &Value) -> String {
        match &crate::eval::as_text(value.clone()).kind {
            ValueKind::String(text) => text.to_string(),
            ValueKind::Template(parts) => {
                let part = |part: &Part| match part {
                    Part::Known(text) => text.to_string(),
                    Part::Unknown(unknown) => self.mark(unknown.clone()),
                };
                parts.iter().map(part).collect()
            }
            _ => self.mark(because(value, value.origin.at)),
        }
    }

    /// A list of strings, one of them alone as itself; nothing if it is empty or `null`.
    pub(super) fn strings(&mut self, value: &Value) -> Option<Json> {
        let mut items: Vec<Json> = match &value.kind {
            ValueKind::Null => return None,
            ValueKind::List(items) | ValueKind::Set(items) => {
                items.iter().map(|item| self.string(item)).collect()
            }
            _ => vec![self.string(value)],
        };
        if let Some(open) = &value.open {
            items.push(self.unknown(open.clone()));
        }
        match items.len() {
            0 => None,
            1 => items.pop(),
            _ => Some(Json::Array(items)),
        }
    }

    /// The statements of a document given as JSON text.
    pub(super) fn statements(&mut self, document: &Value) -> Vec<Json> {
        let text = self.text(document);
        let parsed: Option<Json> = serde_json::from_str(&text).ok();
        match parsed.and_then(|mut json| json.get_mut("Statement").map(Json::take)) {
            Some(Json::Array(items)) => items,
            Some(single) => vec![single],
            None => vec![self.unknown(because(document, document.origin.at))],
        }
    }

    /// The text as a value, its unknowns as parts.
    pub(super) fn value(&self, text: &str, at: Span) -> Value {
        let mut parts = Vec::new();
        let mut known = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            known.push_str(before);
            let marked = after.split_once(CLOSE).and_then(|(number, after)| {
                let unknown = self.unknowns.get(number.parse::<usize>().ok()?)?;
                Some((unknown, after))
            });
            rest = after;
            if let Some((unknown, after)) = marked {
                if !known.is_empty() {
                    parts.push(Part::Known(std::mem::take(&mut known).into()));
                }
                parts.push(Part::Unknown(unknown.clone()));
                rest = after;
            }
        }
        known.push_str(rest);
        if parts.is_empty() {
            return Value::new(ValueKind::String(known.into()), Origin::literal(at));
        }
        parts.push(Part::Known(known.into()));
        Value::new(ValueKind::Template(Arc::new(parts)), Origin::literal(at))
    }
}
