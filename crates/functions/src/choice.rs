//! The first value that fits: `coalesce`, `coalescelist`, `try`, `can`.
//!
//! Source: `collection.go` of Terraform's `funcs` and of go-cty's `stdlib` (read 2026-11-25).

use ringfence_value::{Safety, Type, Value, ValueKind, convert, unify};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::shown;

pub(crate) static COALESCE: Function = Function::new("coalesce", &[], Returns::Of(coalesce_type), coalesce)
    .rest(Param::any("vals").unknowns().dynamic().nulls())
    .not_null()
    .partly(coalesce_partly);

fn coalesce_type(call: &Call<'_>) -> Result<Type, Stop> {
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    unify(&types, Safety::Unsafe).ok_or_else(|| "all arguments must have the same type".into())
}

/// The first argument that is neither `null` nor an empty string.
fn coalesce(call: &Call<'_>) -> Outcome {
    for arg in call.args {
        if arg.ty() != call.ty {
            limits::rebuild(arg)?;
        }
        // A value that does not convert, though its type does, is passed over, as in Terraform.
        let Ok(value) = convert(arg, &call.ty) else { continue };
        if !value.is_known() {
            return Err(Stop::unknown());
        }
        if value.is_null() {
            continue;
        }
        if call.ty != Type::String || value.as_str() != Some("") {
            return Ok(value);
        }
    }
    Err("every argument is `null` or an empty string".into())
}

/// Unknown: depends on the unknown ones before the first that surely is something; if that is the only one left, it is
/// the result.
fn coalesce_partly(call: &Call<'_>) -> Option<Value> {
    let mut perhaps: Vec<&Value> = Vec::new();
    for value in call.args {
        match &value.kind {
            ValueKind::Null(_) => {}
            ValueKind::String(text) if text.is_empty() => {}
            _ => {
                perhaps.push(value);
                if value.is_known() || shown::is_surely_text(value) {
                    break;
                }
            }
        }
    }
    match perhaps.as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        several => Some(call.derived(Type::Dynamic, several.iter().copied())),
    }
}

pub(crate) static COALESCELIST: Function =
    Function::new("coalescelist", &[], Returns::Of(coalescelist_type), coalescelist)
        .rest(Param::any("vals").unknowns().dynamic().nulls())
        .not_null()
        .partly(coalescelist_partly);

fn coalescelist_type(call: &Call<'_>) -> Result<Type, Stop> {
    let first = call.args.first().ok_or("at least one argument is required")?.ty();
    let mut same = true;
    for (index, arg) in call.args.iter().enumerate() {
        let ty = arg.ty();
        if !arg.is_known() {
            return Ok(Type::Dynamic);
        }
        if !matches!(ty, Type::List(_) | Type::Tuple(_)) {
            return Err(Stop::argument(index, format!("all arguments must be lists or tuples, not {ty}")));
        }
        same &= ty == first;
    }
    Ok(if same { first } else { Type::Dynamic })
}

/// The first argument that is not an empty list.
fn coalescelist(call: &Call<'_>) -> Outcome {
    for arg in call.args {
        if !arg.is_known() {
            return Err(Stop::unknown());
        }
        if !arg.is_null() && arg.as_list().is_none_or(|items| !items.is_empty()) {
            return Ok(arg.clone());
        }
    }
    Err("every argument is `null` or empty".into())
}

/// Unknown: what the lists have that it may be, of which nothing is certain if there are several.
fn coalescelist_partly(call: &Call<'_>) -> Option<Value> {
    let mut perhaps: Vec<&Value> = Vec::new();
    for arg in call.args.iter().filter(|arg| !arg.is_null()) {
        if arg.is_known() && arg.as_list().is_some_and(<[Value]>::is_empty) {
            continue;
        }
        perhaps.push(arg);
        if arg.is_known() || shown::elements(arg)?.iter().any(Value::is_known) {
            break;
        }
    }
    if let [only] = perhaps.as_slice() {
        return Some((*only).clone());
    }
    let mut items = Vec::new();
    for list in &perhaps {
        items.extend(shown::elements(list)?.into_iter().map(|item| call.perhaps(item)));
    }
    limits::elements(items.len()).ok()?;
    Some(call.open_list(items))
}

// These two take expressions, not values: whoever evaluates those decides.

pub(crate) static TRY: Function =
    Function::new("try", &[], Returns::Of(first_type), first).rest(any("expressions"));

pub(crate) static CAN: Function = Function::new("can", &[any("expression")], Returns::Bool, yes);

const fn any(name: &'static str) -> Param {
    Param::any(name).unknowns().dynamic().nulls().marks()
}

fn first_type(call: &Call<'_>) -> Result<Type, Stop> {
    Ok(call.args.first().ok_or("at least one argument is required")?.ty())
}

fn first(call: &Call<'_>) -> Outcome {
    call.arg(0).cloned()
}

#[allow(clippy::unnecessary_wraps, reason = "it is a function's body")]
fn yes(call: &Call<'_>) -> Outcome {
    Ok(call.bool(true))
}
