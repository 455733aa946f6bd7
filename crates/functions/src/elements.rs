//! Elements of lists: `element`, `length`, `slice`, `index`, `contains`, `one`.
//!
//! Source: `collection.go` of go-cty's `stdlib` and of Terraform's `funcs` (read 2026-11-25).

use ringfence_value::{Number, Refinement, Truth, Type, Value, ValueKind};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::args::Call;
use crate::comparison::Comparison;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::shown;

pub(crate) static ELEMENT: Function = Function::new(
    "element",
    &[Param::any("list").marks(), Param::number("index")],
    Returns::Of(element_type),
    element,
)
.partly(element_partly);

fn element_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::List(of) => Ok(of.as_ref().clone()),
        Type::Tuple(_) if !call.arg(1)?.is_known() => Ok(Type::Dynamic),
        Type::Tuple(types) => {
            let index = call.whole(1)?;
            let place = wrapped(index, types.len())?;
            // Counting from the end is for lists: of tuples only multiples of their length pass for zero.
            if index < 0 && place > 0 {
                return Err(Stop::argument(1, "cannot use a negative index with a tuple"));
            }
            Ok(types.get(place).cloned().unwrap_or(Type::Dynamic))
        }
        other => Err(Stop::argument(0, format!("cannot read elements from {other}"))),
    }
}

/// The place of an index that wraps around.
fn wrapped(index: i64, length: usize) -> Result<usize, Stop> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let place = index.checked_rem_euclid(length).ok_or("cannot use `element` with an empty list")?;
    Ok(usize::try_from(place).unwrap_or(0))
}

fn element(call: &Call<'_>) -> Outcome {
    let items = call.items(0)?;
    let place = wrapped(call.whole(1)?, items.len())?;
    let found = items.get(place).ok_or_else(Stop::unknown)?;
    Ok(found.clone().marked(call.arg(0)?.marks))
}

/// Unknown: whatever the index, the only element of a list is meant.
fn element_partly(call: &Call<'_>) -> Option<Value> {
    let list = call.args.first()?;
    match (list.as_list()?, shown::is_settled(list)) {
        ([only], true) => Some(only.clone()),
        _ => None,
    }
}

pub(crate) static LENGTH: Function = Function::new(
    "length",
    &[Param::any("value").dynamic().unknowns().marks()],
    Returns::Of(length_type),
    length,
)
.not_null();

fn length_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::Bool | Type::Number => {
            Err(Stop::argument(0, "a string, a collection or a structure is required"))
        }
        _ => Ok(Type::Number),
    }
}

/// The number of elements, entries or characters.
fn length(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let length = match (value.ty(), &value.kind) {
        (Type::Dynamic, _) => call.derived(Type::Number, [value]),
        (_, ValueKind::String(text)) => {
            limits::characters(call.around, text)?;
            call.give(characters(text))
        }
        (Type::String, _) => {
            let least = characters(value.refinement().prefix());
            let bounds = ringfence_value::Form::Within(Some(least.into()), None);
            let unknown = call.derived(Type::Number, [value]);
            unknown.refined(Refinement { not_null: true, form: bounds })
        }
        _ => value.length(call.at).ok_or_else(Stop::unknown)?,
    };
    Ok(length.marked(value.marks))
}

/// Grapheme clusters; of ASCII only a line end of two characters is one of several.
fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() - text.matches("\r\n").count() } else { text.graphemes(true).count() }
}

pub(crate) static SLICE: Function = Function::new(
    "slice",
    &[Param::any("list").marks(), Param::number("start_index"), Param::number("end_index")],
    Returns::Of(slice_type),
    slice,
)
.not_null()
.partly(slice_partly);

fn slice_type(call: &Call<'_>) -> Result<Type, Stop> {
    let ty = call.arg(0)?.ty();
    match &ty {
        Type::List(_) | Type::Tuple(_) => {}
        Type::Set(_) => {
            let message = "cannot slice a set, whose elements have no order; convert it with `tolist` first";
            return Err(Stop::argument(0, message));
        }
        _ => return Err(Stop::argument(0, format!("a list or tuple is required, not {ty}"))),
    }
    let bounds = bounds(call)?;
    match (ty, bounds) {
        (Type::Tuple(_), None) => Ok(Type::Dynamic),
        (Type::Tuple(types), Some((start, end))) => {
            Ok(Type::tuple(types.get(start..end).unwrap_or_default().to_vec()))
        }
        (list, _) => Ok(list),
    }
}

/// Where the slice starts and ends, if both are known.
fn bounds(call: &Call<'_>) -> Result<Option<(usize, usize)>, Stop> {
    let list = call.arg(0)?;
    let length = match list.ty() {
        Type::Tuple(types) => Some(types.len()),
        _ => list.as_list().filter(|_| list.is_known()).map(<[Value]>::len),
    };
    let (start, end) = (bound(call, 1, "start", length)?, bound(call, 2, "end", length)?);
    match start.zip(end) {
        Some((start, end)) if start > end => {
            Err(Stop::argument(1, "the start index must not be greater than the end index"))
        }
        bounds => Ok(bounds),
    }
}

fn bound(call: &Call<'_>, index: usize, name: &str, length: Option<usize>) -> Result<Option<usize>, Stop> {
    if !call.arg(index)?.is_known() {
        return Ok(None);
    }
    let place = usize::try_from(call.whole(index)?)
        .map_err(|_| Stop::argument(index, format!("the {name} index must not be less than zero")))?;
    match length {
        Some(length) if place > length => {
            let message = format!("the {name} index must not be greater than the list's length, {length}");
            Err(Stop::argument(index, message))
        }
        _ => Ok(Some(place)),
    }
}

fn slice(call: &Call<'_>) -> Outcome {
    let (start, end) = bounds(call)?.ok_or_else(Stop::unknown)?;
    let part = call.items(0)?.get(start..end).unwrap_or_default().to_vec();
    Ok(call.sequence(part).marked(call.arg(0)?.marks))
}

/// Unknown: of a list or with bounds that are not known, any element may be in it.
fn slice_partly(call: &Call<'_>) -> Option<Value> {
    let items = shown::elements(call.args.first()?)?;
    Some(call.open_list(items.into_iter().map(|item| call.perhaps(item)).collect()))
}

pub(crate) static INDEX: Function =
    Function::new("index", &[Param::any("list"), Param::any("value")], Returns::Number, index).not_null();

/// The place of the first element that is equal.
fn index(call: &Call<'_>) -> Outcome {
    let (list, wanted) = (call.arg(0)?, call.arg(1)?);
    if !matches!(list.kind, ValueKind::List(_) | ValueKind::Tuple(_)) {
        return Err(Stop::argument(0, format!("a list or tuple is required, not {}", list.ty())));
    }
    let items = call.items(0)?;
    if items.is_empty() {
        return Err("cannot search an empty list".into());
    }
    let mut comparison = Comparison::default();
    for (place, item) in items.iter().enumerate() {
        match comparison.equal(item, wanted)? {
            Truth::Yes => return Ok(call.give(Number::from(place))),
            Truth::No => {}
            Truth::Unknown => return Err(Stop::unknown()),
        }
    }
    Err("the value is not in the list; test it with `contains` first".into())
}

pub(crate) static CONTAINS: Function =
    Function::new("contains", &[Param::any("list"), Param::any("value")], Returns::Bool, contains).not_null();

/// Whether an element is equal.
///
/// Unknown: a known element that is equal settles it.
fn contains(call: &Call<'_>) -> Outcome {
    let (list, wanted) = (call.arg(0)?, call.arg(1)?);
    let items = list
        .as_list()
        .ok_or_else(|| Stop::argument(0, format!("a list, tuple or set is required, not {}", list.ty())))?;
    let mut comparison = Comparison::default();
    let mut unsure = false;
    for item in items {
        match comparison.equal(wanted, item)? {
            Truth::Yes => return Ok(call.bool(true)),
            Truth::No => {}
            Truth::Unknown => unsure = true,
        }
    }
    if unsure { Err(Stop::unknown()) } else { Ok(call.bool(false)) }
}

pub(crate) static ONE: Function =
    Function::new("one", &[Param::any("list")], Returns::Of(one_type), one).partly(one_partly);

const ONE_WRONG: &str = "a list, set or tuple of either no or one element is required";

fn one_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::List(of) | Type::Set(of) => Ok(of.as_ref().clone()),
        Type::Tuple(types) => match types.as_slice() {
            [] => Ok(Type::Dynamic),
            [only] => Ok(only.clone()),
            _ => Err(Stop::argument(0, ONE_WRONG)),
        },
        _ => Err(Stop::argument(0, ONE_WRONG)),
    }
}

/// The only element, or `null` if there is none.
fn one(call: &Call<'_>) -> Outcome {
    let list = call.arg(0)?;
    if !shown::is_settled(list) {
        return Err(Stop::unknown());
    }
    match call.items(0)? {
        [] => Ok(Value::null(call.ty.clone(), call.at)),
        [only] => Ok(only.clone()),
        _ => Err(Stop::argument(0, ONE_WRONG)),
    }
}

/// Unknown: of a list with one element at most, that element, though it may not be there; so not one whose text is
/// known.
fn one_partly(call: &Call<'_>) -> Option<Value> {
    match call.args.first()?.as_list()? {
        [only] if !only.is_known() && shown::text(only).is_none() => Some(only.clone()),
        _ => None,
    }
}
