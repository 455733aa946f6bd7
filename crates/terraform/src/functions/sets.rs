//! Algebra of sets: `setunion`, `setintersection`, `setsubtract`, `setproduct`.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::compare::Comparison;
use super::limits;
use super::set_order::set_elements;
use super::unify::unify;
use super::{convert, known, truth};
use crate::{Origin, Value, ValueKind};

/// A set of these values.
///
/// Unknown: more than one element of which any is not wholly known may be equal, so the set is open.
pub(super) fn make(call: &Call<'_>, values: Vec<Value>) -> Value {
    let items = set_elements(values);
    let unsure = items.len() > 1 && items.iter().any(known::has_unknown);
    let open = unsure.then(|| call.because(items.iter()));
    let mut set = Value::new(ValueKind::Set(Arc::new(items)), Origin::literal(call.at));
    set.open = open;
    set
}

/// Unknown: an unknown set becomes one unknown element of an open set.
pub(super) fn union(call: &Call<'_>) -> Outcome {
    let mut values = Vec::new();
    let mut unknown = Vec::new();
    for arg in 0..call.args.len() {
        match call.items(arg) {
            Ok(items) => values.extend_from_slice(items),
            Err(Stop::Unknown) => {
                unknown.push(call.value(arg)?);
                values.push(call.value(arg)?.clone());
            }
            Err(stop) => return Err(stop),
        }
        limits::elements(values.len())?;
    }
    let set = make(call, unify(values)?);
    let open = set.open.clone();
    let mut result = call.open_like_args(set);
    result.open = result.open.or(open);
    if !unknown.is_empty() {
        result.open = Some(call.because(unknown));
    }
    Ok(result)
}

/// Unknown: elements that may be in all sets stay, in an open set.
pub(super) fn intersection(call: &Call<'_>) -> Outcome {
    select(call, |answer| answer != Some(false))
}

/// Unknown: elements that may be in the second set stay, in an open set.
pub(super) fn subtract(call: &Call<'_>) -> Outcome {
    select(call, |answer| answer != Some(true))
}

/// The elements of the first set that the answer "is it in the other?" keeps, one other set after the other.
fn select(call: &Call<'_>, keeps: fn(Option<bool>) -> bool) -> Outcome {
    let mut sets = same_type(call)?.into_iter();
    let Some(Some(mut kept)) = sets.next() else { return Err(Stop::Unknown) };
    let mut comparison = Comparison::default();
    let mut unsure = call.args.iter().any(|arg| arg.open.is_some());
    for other in sets {
        let known = other.as_deref().unwrap_or_default();
        kept.retain(|item| {
            let answers = known.iter().map(|candidate| comparison.equal(item, candidate));
            let mut answer = truth::any_of(answers);
            if other.is_none() && answer != Some(true) {
                answer = None;
            }
            unsure |= answer.is_none();
            keeps(answer)
        });
    }
    let because = unsure.then(|| call.because(call.args));
    let mut result = make(call, kept);
    result.open = because.or(result.open);
    Ok(result)
}

/// The elements of each argument, all of one type; nothing for one that is unknown.
fn same_type(call: &Call<'_>) -> Result<Vec<Option<Vec<Value>>>, Stop> {
    let mut lengths = Vec::new();
    let mut all = Vec::new();
    for arg in 0..call.args.len() {
        match call.items(arg) {
            Ok(items) => {
                lengths.push(Some(items.len()));
                all.extend_from_slice(items);
            }
            Err(Stop::Unknown) => lengths.push(None),
            Err(stop) => return Err(stop),
        }
    }
    let mut all = unify(all)?.into_iter();
    Ok(lengths.into_iter().map(|length| Some(all.by_ref().take(length?).collect())).collect())
}

/// Every combination, the last set's elements changing fastest; a set if all arguments are sets.
pub(super) fn product(call: &Call<'_>) -> Outcome {
    let mut factors = Vec::new();
    let mut total = call.args.len();
    for arg in 0..call.args.len() {
        let items = unify(call.items(arg)?.to_vec())?;
        total = total.saturating_mul(items.len());
        factors.push(items);
    }
    limits::elements(total)?;
    let mut tuples: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in &factors {
        let extend = |tuple: &Vec<Value>| {
            let tuple = tuple.clone();
            factor.iter().map(move |item| tuple.iter().chain([item]).cloned().collect()).collect::<Vec<_>>()
        };
        tuples = tuples.iter().flat_map(extend).collect();
    }
    let tuples: Vec<Value> = tuples.into_iter().map(|tuple| call.list(tuple)).collect();
    let sets = call.args.iter().all(|arg| convert::kind_name(arg) == "set");
    Ok(call.open_like_args(if sets { make(call, tuples) } else { call.list(tuples) }))
}
