//! Between strings and lists: `join`, `split`.

use super::call::{Call, Outcome, Stop};
use super::limits;
use super::pieces::Pieces;
use crate::{Value, ValueKind};

/// Unknown: unknown elements and separators stay as pieces; which elements there are must be known. The only
/// element of all lists is the result as it is.
pub(super) fn join(call: &Call<'_>) -> Outcome {
    let separator = call.value(0)?;
    let mut items: Vec<&Value> = Vec::new();
    for list in 1..call.args.len() {
        call.closed(list)?;
        items.extend(call.items(list)?);
        if matches!(call.value(list)?.kind, ValueKind::Set(_)) && unsure_set(call.items(list)?) {
            return Err(Stop::Unknown);
        }
    }
    if let Some(place) = items.iter().position(|item| item.is_null()) {
        return Err(format!("element {place} is null; cannot concatenate null values").into());
    }
    if let [only] = items.as_slice()
        && matches!(only.kind, ValueKind::String(_) | ValueKind::Template(_) | ValueKind::Unknown(_))
    {
        return Ok((*only).clone());
    }
    let mut pieces = Pieces::default();
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            pieces.push_value(separator, str::to_owned)?;
        }
        pieces.push_value(item, str::to_owned)?;
    }
    Ok(pieces.finish(call))
}

/// The order of a set is unknown while an element is.
fn unsure_set(items: &[Value]) -> bool {
    items.len() > 1 && items.iter().any(super::known::has_unknown)
}

pub(super) fn split(call: &Call<'_>) -> Outcome {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    limits::elements(text.len() / separator.len().max(1))?;
    let items = if separator.is_empty() {
        text.chars().map(|letter| call.string(letter.to_string())).collect()
    } else {
        text.split(separator.as_ref()).map(|part| call.string(part)).collect()
    };
    Ok(call.list(items))
}
