//! Decoding texts that are known in part: unknown pieces become marks, and the marks unknowns again.

use std::fmt::Write as _;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::pieces::Pieces;
use crate::{Map, Part, Unknown, Value, ValueKind};

/// Encloses the number of an unknown piece: a character for private use, which no real text has.
const MARK: char = '\u{10f8f0}';

/// Decodes a text; an unknown piece inside a decoded string stays in it, one that is a whole string becomes
/// that unknown.
///
/// Unknown: where a piece stands elsewhere, or the text is unknown as a whole, so is the result.
pub(super) fn decode(call: &Call<'_>, text: &Value, decode: impl Fn(&str) -> Outcome) -> Outcome {
    let ValueKind::Template(parts) = &text.kind else {
        return decode(&super::convert::text(text)?);
    };
    let mut marked = String::new();
    let mut unknowns = Vec::new();
    for part in parts.iter() {
        match part {
            Part::Known(text) if text.contains(MARK) => return Err(Stop::Unknown),
            Part::Known(text) => marked.push_str(text),
            Part::Unknown(unknown) => {
                // Writing to a string cannot fail.
                let _ = write!(marked, "{MARK}{}{MARK}", unknowns.len());
                unknowns.push(unknown.clone());
            }
        }
    }
    let decoded = decode(&marked).map_err(|_| Stop::Unknown)?;
    restore(call, decoded, &unknowns)
}

fn restore(call: &Call<'_>, value: Value, unknowns: &[Arc<Unknown>]) -> Outcome {
    match &value.kind {
        ValueKind::String(text) => string(call, text, unknowns),
        ValueKind::List(items) => {
            let items: Result<_, _> =
                items.iter().map(|item| restore(call, item.clone(), unknowns)).collect();
            Ok(call.list(items?))
        }
        ValueKind::Map(map) => {
            let mut restored = Map::new();
            for (key, item) in map.iter() {
                if key.contains(MARK) {
                    return Err(Stop::Unknown);
                }
                restored.insert(key.clone(), restore(call, item.clone(), unknowns)?);
            }
            Ok(call.object(restored))
        }
        _ => Ok(value),
    }
}

fn string(call: &Call<'_>, text: &str, unknowns: &[Arc<Unknown>]) -> Outcome {
    if !text.contains(MARK) {
        return Ok(call.string(text));
    }
    let mut pieces = Pieces::default();
    let mut last = None;
    let mut known = false;
    // Every other piece is the number between two marks.
    for (place, piece) in text.split(MARK).enumerate() {
        if place % 2 == 0 {
            known |= !piece.is_empty();
            pieces.push(piece)?;
        } else {
            let unknown =
                piece.parse().ok().and_then(|index: usize| unknowns.get(index)).ok_or(Stop::Unknown)?;
            known |= last.is_some();
            pieces.push_unknown(unknown)?;
            last = Some(unknown.clone());
        }
    }
    match last {
        Some(only) if !known => Ok(call.make(ValueKind::Unknown(only))),
        _ => Ok(pieces.finish(call)),
    }
}
