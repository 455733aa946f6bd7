//! Decoding texts that are known in part: unknown pieces become marks, and the marks unknowns again.

use std::fmt::Write as _;
use std::sync::Arc;

use ringfence_value::{Map, Part, Reason, Type, Value, ValueKind};

use crate::args::Call;
use crate::outcome::Outcome;
use crate::pieces::Pieces;

/// Encloses the number of an unknown piece: a character for private use, which no real text has.
const MARK: char = '\u{10f8f0}';

/// Decodes a text; an unknown piece inside a decoded string stays in it, one that is a whole string becomes that
/// unknown.
///
/// Unknown: where a piece stands elsewhere, or the text is unknown as a whole, so is the result.
pub(crate) fn decode(call: &Call<'_>, text: &Value, decode: impl Fn(&str) -> Outcome) -> Option<Value> {
    let mut marked = String::new();
    let mut unknowns = Vec::new();
    for part in text.parts()? {
        match part {
            Part::Known(text) if text.contains(MARK) => return None,
            Part::Known(text) => marked.push_str(text),
            Part::Unknown(reason) => {
                // Writing to a string cannot fail.
                let _ = write!(marked, "{MARK}{}{MARK}", unknowns.len());
                unknowns.push(reason.clone());
            }
        }
    }
    restore(call, &decode(&marked).ok()?, &unknowns)
}

fn restore(call: &Call<'_>, value: &Value, unknowns: &[Arc<Reason>]) -> Option<Value> {
    match &value.kind {
        ValueKind::String(text) => string(call, text, unknowns),
        ValueKind::Tuple(items) => {
            let items: Option<_> = items.iter().map(|item| restore(call, item, unknowns)).collect();
            Some(Value::tuple(items?, call.at))
        }
        ValueKind::Object(entries) => {
            let restored = |(key, item): (&Arc<str>, &Value)| {
                let item = restore(call, item, unknowns)?;
                (!key.contains(MARK)).then(|| (key.clone(), item))
            };
            let entries: Option<Map> = entries.iter().map(restored).collect();
            Some(Value::object(entries?, call.at))
        }
        _ => Some(value.clone()),
    }
}

fn string(call: &Call<'_>, text: &str, unknowns: &[Arc<Reason>]) -> Option<Value> {
    if !text.contains(MARK) {
        return Some(call.string(text));
    }
    let mut pieces = Pieces::default();
    let mut last = None;
    let mut known = false;
    // Every other piece is the number between two marks.
    for (place, piece) in text.split(MARK).enumerate() {
        if place % 2 == 0 {
            known |= !piece.is_empty();
            pieces.push(piece).ok()?;
        } else {
            let unknown = piece.parse().ok().and_then(|index: usize| unknowns.get(index))?;
            known |= last.is_some();
            pieces.push_unknown(unknown).ok()?;
            last = Some(unknown.clone());
        }
    }
    match last {
        Some(only) if !known => Some(Value::unknown(Type::Dynamic, only, call.at)),
        _ => Some(pieces.finish(call)),
    }
}
