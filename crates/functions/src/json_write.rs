//! `jsonencode`.
//!
//! Source: `json.go` of go-cty's `stdlib`, `marshal.go` of its `json` package (read 2026-11-25).

use std::fmt::Write as _;

use ringfence_value::{Form, Refinement, Type, Value, ValueKind};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits::NESTING;
use crate::outcome::{Outcome, Stop};
use crate::pieces::{Pieces, as_text};
use crate::shown;

pub(crate) static JSONENCODE: Function =
    Function::new("jsonencode", &[Param::any("val").unknowns().dynamic().nulls()], Returns::String, encode)
        .not_null()
        .partly(encode_partly);

/// Compact JSON, keys sorted.
///
/// Unknown: how the text starts is known by the type of a value that is surely not `null`.
fn encode(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    if !value.is_wholly_known() {
        return Err(Stop::Unknown(starts_with(value)));
    }
    let mut pieces = Pieces::default();
    write(&mut pieces, value)?;
    Ok(pieces.finish(call).text_of(value.clone()))
}

fn starts_with(value: &Value) -> Refinement {
    let start = match value.ty() {
        _ if !value.is_surely_not_null() => return Refinement::default(),
        Type::String => "\"",
        Type::Object(_) | Type::Map(_) => "{",
        Type::Tuple(_) | Type::List(_) | Type::Set(_) => "[",
        _ => return Refinement::default(),
    };
    Refinement { not_null: true, form: Form::Prefix(start.into()) }
}

/// Unknown: an unknown value is an unknown piece between quotes, as a string is; an open list has one such element
/// more, and an open map makes the whole unknown.
fn encode_partly(call: &Call<'_>) -> Option<Value> {
    let value = call.args.first()?;
    let mut pieces = Pieces::default();
    let text = match write(&mut pieces, value) {
        Ok(()) => pieces.finish(call),
        Err(_) => call.derived(Type::String, [value]),
    };
    Some(text.text_of(value.clone()))
}

/// Writes a value as JSON.
pub(crate) fn write(pieces: &mut Pieces, value: &Value) -> Result<(), Stop> {
    write_to(pieces, value, NESTING)
}

fn write_to(pieces: &mut Pieces, value: &Value, depth: usize) -> Result<(), Stop> {
    let depth = depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} levels of nesting")))?;
    match (&value.kind, value.as_list(), value.as_map()) {
        (_, Some(items), _) => write_items(pieces, value, items, depth),
        (ValueKind::Unknown(_), None, Some(_)) => Err(Stop::unknown()),
        (_, None, Some(entries)) => {
            pieces.push("{")?;
            for (place, (key, item)) in entries.iter().enumerate() {
                pieces.push(if place > 0 { "," } else { "" })?;
                pieces.push(&quoted(key))?;
                pieces.push(":")?;
                write_to(pieces, item, depth)?;
            }
            pieces.push("}")
        }
        (ValueKind::Null(_), ..) => pieces.push("null"),
        (ValueKind::Number(number), ..) if number.is_infinite() => {
            Err("JSON has no infinite numbers: keep divisions by zero out of the value".into())
        }
        (ValueKind::Bool(_) | ValueKind::Number(_), ..) => pieces.push(&as_text(value)?),
        (ValueKind::String(text), ..) => pieces.push(&quoted(text)),
        _ => {
            pieces.push("\"")?;
            pieces.push_value(value, escaped)?;
            pieces.push("\"")
        }
    }
}

fn write_items(pieces: &mut Pieces, list: &Value, items: &[Value], depth: usize) -> Result<(), Stop> {
    pieces.push("[")?;
    for (place, item) in items.iter().enumerate() {
        pieces.push(if place > 0 { "," } else { "" })?;
        write_to(pieces, item, depth)?;
    }
    if let Some(open) = list.open().filter(|_| !shown::has_unknown(items)) {
        pieces.push(if items.is_empty() { "\"" } else { ",\"" })?;
        pieces.push_unknown(open)?;
        pieces.push("\"")?;
    }
    pieces.push("]")
}

/// A JSON string.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of a JSON string, escaped as Go does, which makes it safe inside HTML.
pub(crate) fn escaped(text: &str) -> String {
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
