//! `jsonencode`.

use std::fmt::Write as _;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::convert;
use super::limits::NESTING;
use super::pieces::Pieces;
use crate::{Value, ValueKind};

/// Compact JSON, keys sorted.
///
/// Unknown: an unknown value is an unknown piece between quotes, as a string is; an open list has one such
/// element more, and an open map makes the whole unknown.
pub(super) fn encode(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let mut pieces = Pieces::default();
    let mut text = match write(&mut pieces, value) {
        Ok(()) => pieces.finish(call),
        Err(Stop::Unknown) => call.derived([value]),
        Err(stop) => return Err(stop),
    };
    text.structure = Some(Arc::new(value.clone()));
    Ok(text)
}

/// Writes a value as JSON.
pub(super) fn write(pieces: &mut Pieces, value: &Value) -> Result<(), Stop> {
    write_to(pieces, value, NESTING)
}

fn write_to(pieces: &mut Pieces, value: &Value, depth: usize) -> Result<(), Stop> {
    let depth = depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} levels of nesting")))?;
    match &value.kind {
        ValueKind::Null => pieces.push("null"),
        ValueKind::Bool(_) | ValueKind::Number(_) => pieces.push(&convert::text(value)?),
        ValueKind::String(text) => pieces.push(&quoted(text)),
        ValueKind::Template(_) | ValueKind::Unknown(_) => {
            pieces.push("\"")?;
            pieces.push_value(value, escaped)?;
            pieces.push("\"")
        }
        ValueKind::List(items) | ValueKind::Set(items) => {
            pieces.push("[")?;
            for (place, item) in items.iter().enumerate() {
                pieces.push(if place > 0 { "," } else { "" })?;
                write_to(pieces, item, depth)?;
            }
            if let Some(open) = value.open.as_ref().filter(|_| !items.iter().any(Value::is_unknown)) {
                pieces.push(if items.is_empty() { "\"" } else { ",\"" })?;
                pieces.push_unknown(open)?;
                pieces.push("\"")?;
            }
            pieces.push("]")
        }
        ValueKind::Map(_) if value.open.is_some() => Err(Stop::Unknown),
        ValueKind::Map(map) => {
            pieces.push("{")?;
            for (place, (key, item)) in map.iter().enumerate() {
                pieces.push(if place > 0 { "," } else { "" })?;
                pieces.push(&quoted(key))?;
                pieces.push(":")?;
                write_to(pieces, item, depth)?;
            }
            pieces.push("}")
        }
    }
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of a JSON string, escaped as Go does, which makes it safe inside HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out
}
