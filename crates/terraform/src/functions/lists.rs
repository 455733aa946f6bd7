//! Lists made of lists: `concat`, `flatten`, `reverse`, `chunklist`, `matchkeys`, `range`.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::compare::Comparison;
use super::limits::{self, NESTING, RANGE};
use super::unify::unify;
use super::{convert, known, truth};
use crate::{Unknown, Value, ValueKind};

/// Unknown: an unknown list becomes one unknown element of an open list.
pub(super) fn concat(call: &Call<'_>) -> Outcome {
    let mut items: Vec<Value> = Vec::new();
    let mut unknown = Vec::new();
    for arg in 0..call.args.len() {
        let value = call.value(arg)?;
        match &value.kind {
            ValueKind::Unknown(_) => {
                unknown.push(value);
                items.push(value.clone());
            }
            ValueKind::List(list) => items.extend(list.iter().cloned()),
            _ => {
                let kind = convert::kind_name(value);
                return Err(format!("all arguments must be lists or tuples; got {kind}").into());
            }
        }
        limits::elements(items.len())?;
    }
    let mut result = call.open_like_args(call.list(items));
    if !unknown.is_empty() {
        result.open = Some(call.because(unknown));
    }
    Ok(result)
}

/// Unknown: an element that may be a list stays as one unknown element of an open list.
pub(super) fn flatten(call: &Call<'_>) -> Outcome {
    let mut flat = Flat { items: Vec::new(), open: None };
    if !matches!(call.value(0)?.kind, ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Unknown(_)) {
        return Err("can only flatten lists, sets and tuples".into());
    }
    call.items(0)?;
    flat.add(call.value(0)?, NESTING)?;
    let mut result = call.list(flat.items);
    result.open = flat.open;
    Ok(result)
}

struct Flat {
    items: Vec<Value>,
    open: Option<Arc<Unknown>>,
}

impl Flat {
    fn add(&mut self, value: &Value, depth: usize) -> Result<(), Stop> {
        let depth =
            depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} lists in each other")))?;
        match &value.kind {
            ValueKind::List(items) | ValueKind::Set(items) => {
                self.open = self.open.take().or_else(|| value.open.clone());
                for item in items.iter() {
                    self.add(item, depth)?;
                }
                return Ok(());
            }
            ValueKind::Unknown(unknown) if !known::is_surely_text(value) => {
                self.open = self.open.take().or_else(|| Some(unknown.clone()));
            }
            _ => {}
        }
        self.items.push(value.clone());
        limits::elements(self.items.len())
    }
}

pub(super) fn reverse(call: &Call<'_>) -> Outcome {
    let items = call.items(0)?;
    Ok(call.open_like_args(call.list(items.iter().rev().cloned().collect())))
}

pub(super) fn chunklist(call: &Call<'_>) -> Outcome {
    let items = unify(call.items(0)?.to_vec())?;
    call.closed(0)?;
    let size = usize::try_from(call.whole(1)?).map_err(|_| "the size argument must be positive")?;
    let size = if size == 0 { items.len().max(1) } else { size };
    Ok(call.list(items.chunks(size).map(|chunk| call.list(chunk.to_vec())).collect()))
}

/// The values whose key is one of the wanted.
pub(super) fn matchkeys(call: &Call<'_>) -> Outcome {
    let values = call.items(0)?;
    let mut keys = call.items(1)?.to_vec();
    let length = keys.len();
    keys.extend_from_slice(call.items(2)?);
    (0..3).try_for_each(|arg| call.closed(arg))?;
    if values.len() != length {
        return Err("length of keys and values should be equal".into());
    }
    let mut keys = unify(keys)?;
    let wanted = keys.split_off(length);
    let mut comparison = Comparison::default();
    let mut found = Vec::new();
    for (value, key) in values.iter().zip(&keys) {
        match truth::any_of(wanted.iter().map(|wanted| comparison.equal(key, wanted))) {
            Some(true) => found.push(value.clone()),
            Some(false) => {}
            None => return Err(Stop::Unknown),
        }
    }
    Ok(call.list(found))
}

pub(super) fn range(call: &Call<'_>) -> Outcome {
    let (start, end) = if call.args.len() == 1 {
        (0.0, call.number(0)?.as_f64())
    } else {
        (call.number(0)?.as_f64(), call.number(1)?.as_f64())
    };
    let down = end < start;
    let step = match call.args.len() {
        3 => call.number(2)?.as_f64(),
        _ if down => -1.0,
        _ => 1.0,
    };
    if down && step > 0.0 {
        return Err("end must be greater than start when step is positive".into());
    }
    if start < end && step < 0.0 {
        return Err("end must be less than start when step is negative".into());
    }
    let mut numbers = Vec::new();
    let mut at = start;
    while if down { at > end } else { at < end } {
        if numbers.len() >= RANGE {
            return Err(format!(
                "more than {RANGE} values were generated; either decrease the difference between start and end or \
                 use a smaller step"
            )
            .into());
        }
        numbers.push(call.make(ValueKind::Number(convert::from_f64(at))));
        at += step;
    }
    Ok(call.list(numbers))
}
