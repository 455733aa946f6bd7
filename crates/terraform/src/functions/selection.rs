//! Lists with some elements left out or in another order: `distinct`, `compact`, `sort`.

use super::call::{Call, Outcome, Stop};
use super::unify::unify;
use super::{convert, known, set_order};
use crate::{Value, ValueKind};

/// Unknown: elements that may be equal all stay, in an open list.
pub(super) fn distinct(call: &Call<'_>) -> Outcome {
    let items = set_order::distinct(unify(call.items(0)?.to_vec())?);
    Ok(perhaps_fewer(call, items))
}

/// Unknown: elements that may be empty stay, in an open list.
pub(super) fn compact(call: &Call<'_>) -> Outcome {
    let mut kept = Vec::new();
    let mut perhaps = Vec::new();
    for item in call.items(0)? {
        match &item.kind {
            ValueKind::Null => {}
            ValueKind::String(text) if text.is_empty() => {}
            ValueKind::Unknown(_) | ValueKind::Template(_) => {
                if !known::is_surely_text(item) {
                    perhaps.push(item);
                }
                kept.push(item.clone());
            }
            ValueKind::String(_) => kept.push(item.clone()),
            _ => kept.push(call.string(convert::text(item)?)),
        }
    }
    let mut result = call.open_like_args(call.list(kept));
    if !perhaps.is_empty() {
        result.open = Some(call.because(perhaps));
    }
    Ok(result)
}

/// Lists up to this long have all their elements compared with each other.
const COMPARED: usize = 64;

/// A list that is open if elements that are not wholly known may equal others of it.
pub(super) fn perhaps_fewer(call: &Call<'_>, items: Vec<Value>) -> Value {
    let undecided = |one: &Value, other: &Value| {
        (known::has_unknown(one) || known::has_unknown(other)) && !known::surely_differ(one, other)
    };
    let several = if items.len() <= COMPARED {
        items.iter().enumerate().any(|(at, one)| items.iter().skip(at + 1).any(|other| undecided(one, other)))
    } else {
        items.iter().any(known::has_unknown)
    };
    open_if(call, several, items)
}

fn open_if(call: &Call<'_>, undecided: bool, items: Vec<Value>) -> Value {
    let open = undecided.then(|| call.because(items.iter()));
    let mut result = call.open_like_args(call.list(items));
    result.open = open.or(result.open);
    result
}

/// Unknown: the order is, so the list is open; known elements come first.
pub(super) fn sort(call: &Call<'_>) -> Outcome {
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for (place, item) in call.items(0)?.iter().enumerate() {
        match (&item.kind, convert::text(item)) {
            (ValueKind::Null, _) => {
                return Err(
                    format!("given list element {place} is null; a null string cannot be sorted").into()
                );
            }
            (_, Ok(text)) => known.push((text, item.clone())),
            (_, Err(Stop::Unknown)) => unknown.push(item.clone()),
            (_, Err(stop)) => return Err(stop),
        }
    }
    known.sort_by(|a, b| a.0.cmp(&b.0));
    let texts = known.into_iter().map(|(text, item)| match item.kind {
        ValueKind::String(_) => item,
        _ => call.string(text),
    });
    // Where an element ends up hangs on what it is, so that two suffice to leave the order open.
    let items: Vec<Value> = texts.chain(unknown).collect();
    let several = items.len() > 1 && items.iter().any(known::has_unknown);
    Ok(open_if(call, several, items))
}
