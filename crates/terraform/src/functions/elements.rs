//! Elements of lists: `element`, `length`, `slice`, `index`, `contains`, `one`.

use unicode_segmentation::UnicodeSegmentation as _;

use super::call::{Call, Outcome, Stop};
use super::compare::Comparison;
use super::convert;
use crate::{Value, ValueKind};

/// The element at an index, which wraps around.
///
/// Unknown: an unknown index into a list of one element gives that element.
pub(super) fn element(call: &Call<'_>) -> Outcome {
    let items = call.ordered(0)?;
    call.closed(0)?;
    let Some(first) = items.first() else {
        return Err("cannot use element function with an empty list".into());
    };
    let index = match call.whole(1) {
        Err(Stop::Unknown) if items.len() == 1 => return Ok(first.clone()),
        other => other?,
    };
    let index = usize::try_from(index).map_err(|_| "cannot use element function with a negative index")?;
    Ok(items.get(index % items.len()).unwrap_or(first).clone())
}

/// The number of elements, entries or characters.
pub(super) fn length(call: &Call<'_>) -> Outcome {
    let value = call.value(0)?;
    call.closed(0)?;
    match &value.kind {
        ValueKind::String(text) => Ok(call.count(text.graphemes(true).count())),
        ValueKind::Set(items) if items.len() > 1 && items.iter().any(is_open_element) => Err(Stop::Unknown),
        ValueKind::List(items) | ValueKind::Set(items) => Ok(call.count(items.len())),
        ValueKind::Map(map) => Ok(call.count(map.len())),
        ValueKind::Template(_) | ValueKind::Unknown(_) => Err(Stop::Unknown),
        _ => Err("argument must be a string, a collection type, or a structural type".into()),
    }
}

/// Whether an element of a set may turn out to be equal to another.
fn is_open_element(value: &Value) -> bool {
    super::known::has_unknown(value)
}

pub(super) fn slice(call: &Call<'_>) -> Outcome {
    let items = call.ordered(0)?;
    call.closed(0)?;
    let (start, end) = (call.whole(1)?, call.whole(2)?);
    let start = usize::try_from(start).map_err(|_| "start index must not be less than zero")?;
    let end = usize::try_from(end).map_err(|_| "end index must not be less than zero")?;
    if end > items.len() {
        return Err("end index must not be greater than the length of the list".into());
    }
    let part = items.get(start..end).ok_or("start index must not be greater than end index")?;
    Ok(call.list(part.to_vec()))
}

/// The place of the first element that is equal.
pub(super) fn index(call: &Call<'_>) -> Outcome {
    let items = call.ordered(0)?;
    let wanted = call.value(1)?;
    call.closed(0)?;
    if items.is_empty() {
        return Err("cannot search an empty list".into());
    }
    let mut comparison = Comparison::default();
    for (place, item) in items.iter().enumerate() {
        match comparison.equal(item, wanted) {
            Some(true) => return Ok(call.count(place)),
            Some(false) => {}
            None => return Err(Stop::Unknown),
        }
    }
    Err("item not found".into())
}

/// Whether an element is equal.
///
/// Unknown: a known element that is equal settles it.
pub(super) fn contains(call: &Call<'_>) -> Outcome {
    if !matches!(call.value(0)?.kind, ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Unknown(_)) {
        return Err("argument must be list, tuple, or set".into());
    }
    let items = call.items(0)?;
    let wanted = call.value(1)?;
    let mut unsure = call.closed(0).is_err();
    let mut comparison = Comparison::default();
    for item in items {
        match comparison.equal(item, wanted) {
            Some(true) => return Ok(call.bool(true)),
            Some(false) => {}
            None => unsure = true,
        }
    }
    if unsure { Err(Stop::Unknown) } else { Ok(call.bool(false)) }
}

/// The only element, or `null` if there is none.
pub(super) fn one(call: &Call<'_>) -> Outcome {
    let value = call.value(0)?;
    let wrong = "must be a list, set, or tuple value with either zero or one elements";
    if !matches!(value.kind, ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Unknown(_)) {
        return Err(format!("{wrong}, not {}", convert::kind_name(value)).into());
    }
    let items = call.items(0)?;
    call.closed(0)?;
    match items {
        [] => Ok(call.null()),
        [only] => Ok(only.clone()),
        _ => Err(wrong.into()),
    }
}
