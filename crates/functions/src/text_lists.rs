//! Between strings and lists: `join`, `split`.
//!
//! Source: `string.go` of go-cty's `stdlib` (read 2026-11-25).

use ringfence_value::Value;

use crate::args::{Call, text};
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::pieces::Pieces;
use crate::shown;

pub(crate) static JOIN: Function =
    Function::new("join", &[Param::string("separator")], Returns::String, join)
        .rest(Param::new("lists", Wanted::Strings))
        .not_null()
        .partly(join_partly);

/// The only element of all lists is the result as it is.
fn join(call: &Call<'_>) -> Outcome {
    let separator = call.text(0)?;
    let lists = call.args.get(1..).unwrap_or_default();
    if lists.is_empty() {
        return Err("at least one list is required".into());
    }
    if !lists.iter().all(Value::is_wholly_known) {
        return Err(Stop::unknown());
    }
    let mut items: Vec<&Value> = Vec::new();
    for (index, list) in lists.iter().enumerate() {
        let elements = list.as_list().unwrap_or_default();
        if let Some(place) = elements.iter().position(Value::is_null) {
            return Err(Stop::argument(index + 1, format!("element {place} is `null`, which has no text")));
        }
        items.extend(elements);
    }
    if let [only] = items.as_slice() {
        return Ok((*only).clone());
    }
    let mut joined = String::new();
    for (place, item) in items.into_iter().enumerate() {
        let item = text(item)?;
        limits::text(joined.len().saturating_add(separator.len()).saturating_add(item.len()))?;
        if place > 0 {
            joined.push_str(separator);
        }
        joined.push_str(item);
    }
    Ok(call.string(joined))
}

/// Unknown: unknown elements and separators stay as pieces; which elements there are must be known. The only element
/// of all lists is the result as it is.
fn join_partly(call: &Call<'_>) -> Option<Value> {
    let (separator, lists) = call.args.split_first()?;
    if lists.is_empty() || !lists.iter().all(shown::is_settled) {
        return None;
    }
    let items: Vec<&Value> = lists.iter().filter_map(Value::as_list).flatten().collect();
    if let [only] = items.as_slice() {
        return Some((*only).clone());
    }
    let mut pieces = Pieces::default();
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            pieces.push_value(separator, str::to_owned).ok()?;
        }
        pieces.push_value(item, str::to_owned).ok()?;
    }
    Some(pieces.finish(call))
}

pub(crate) static SPLIT: Function =
    Function::new("split", &[Param::string("separator"), Param::string("str")], Returns::Strings, split)
        .not_null();

fn split(call: &Call<'_>) -> Outcome {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    limits::elements(text.len() / separator.len().max(1))?;
    let items = if separator.is_empty() {
        text.chars().map(|letter| call.string(letter.to_string())).collect()
    } else {
        text.split(separator.as_ref()).map(|part| call.string(part)).collect()
    };
    Ok(call.strings(items))
}
