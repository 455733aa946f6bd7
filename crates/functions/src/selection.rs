//! Lists with some elements left out or in another order: `distinct`, `compact`, `sort`.
//!
//! Source: `collection.go` and `string.go` of go-cty's `stdlib` (read 2026-11-25).

use std::collections::BTreeSet;

use ringfence_value::{Reference, Refinement, Step, Value, set};

use crate::args::{Call, text};
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::shown;

pub(crate) static DISTINCT: Function = Function::new(
    "distinct",
    &[Param::new("list", Wanted::List)],
    Returns::Of(|call| Ok(call.arg(0)?.ty())),
    distinct,
)
.not_null()
.partly(distinct_partly);

/// The first of each run of equal values, in their order.
fn distinct(call: &Call<'_>) -> Outcome {
    if !call.arg(0)?.is_wholly_known() {
        return Err(Stop::unknown());
    }
    limits::rebuild(call.arg(0)?)?;
    Ok(call.sequence(set::distinct(call.items(0)?.iter().cloned())))
}

/// Lists up to this long have all their elements compared with each other.
const COMPARED: usize = 64;

/// Unknown: elements that may be equal all stay, in an open list; the same reference stands once.
fn distinct_partly(call: &Call<'_>) -> Option<Value> {
    let items = shown::elements(call.args.first()?)?;
    limits::weight(&items).ok()?;
    let mut seen: BTreeSet<Reference> = BTreeSet::new();
    let mut kept = set::distinct(items);
    kept.retain(|item| match item.reference().filter(|_| !item.is_known()) {
        Some(reference) => is_several(reference) || seen.insert(reference.clone()),
        None => true,
    });
    let differ = |(place, one): (usize, &Value)| {
        kept.iter().skip(place + 1).all(|other| shown::surely_differ(one, other))
    };
    let sure = call.args.first().and_then(shown::all_elements).is_some()
        && kept.len() <= COMPARED
        && kept.iter().enumerate().all(differ);
    Some(if sure { call.sure_list(kept) } else { call.open_list(kept) })
}

/// Whether a reference stands for several values.
fn is_several(reference: &Reference) -> bool {
    reference.path.contains(&Step::Each)
}

pub(crate) static COMPACT: Function =
    Function::new("compact", &[Param::new("list", Wanted::Strings)], Returns::Strings, compact)
        .not_null()
        .partly(compact_partly);

fn compact(call: &Call<'_>) -> Outcome {
    if !call.arg(0)?.is_wholly_known() {
        return Err(Stop::unknown());
    }
    let kept = call.items(0)?.iter().filter(|item| !is_empty(item)).cloned().collect();
    Ok(call.strings(kept))
}

fn is_empty(item: &Value) -> bool {
    item.is_null() || item.as_str() == Some("")
}

/// Unknown: elements that may be empty stay, in an open list; ids never are.
fn compact_partly(call: &Call<'_>) -> Option<Value> {
    let list = call.args.first()?;
    let kept: Vec<Value> = shown::elements(list)?.into_iter().filter(|item| !is_empty(item)).collect();
    let stays = |item: &Value| item.is_known() || shown::is_surely_text(item);
    let sure = shown::all_elements(list).is_some() && kept.iter().all(stays);
    Some(if sure { call.sure_list(kept) } else { call.open_list(kept) })
}

pub(crate) static SORT: Function =
    Function::new("sort", &[Param::new("list", Wanted::Strings).unknowns()], Returns::Strings, sort)
        .not_null()
        .partly(sort_partly);

fn sort(call: &Call<'_>) -> Outcome {
    let list = call.arg(0)?;
    if !list.is_wholly_known() {
        let (low, high) = list.refinement().lengths();
        return Err(Stop::Unknown(Refinement::length(low, high)));
    }
    limits::rebuild(list)?;
    let mut texts = Vec::new();
    for (place, item) in call.items(0)?.iter().enumerate() {
        if item.is_null() {
            return Err(Stop::argument(
                0,
                format!("element {place} is `null`, which has no place in an order"),
            ));
        }
        texts.push((text(item)?, item));
    }
    texts.sort_by(|left, right| left.0.cmp(right.0));
    Ok(call.strings(texts.into_iter().map(|(_, item)| item.clone()).collect()))
}

/// Unknown: the order is, so the list is open; known elements come first.
fn sort_partly(call: &Call<'_>) -> Option<Value> {
    let items = shown::elements(call.args.first()?)?;
    limits::weight(&items).ok()?;
    let (mut known, unknown): (Vec<Value>, Vec<Value>) = items.into_iter().partition(Value::is_known);
    known.sort_by(set::order);
    Some(call.open_list(known.into_iter().chain(unknown).collect()))
}
