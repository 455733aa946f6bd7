//! Marks: `sensitive`, `nonsensitive`, `issensitive`, `ephemeralasnull`.
//!
//! Source: `sensitive.go` and `conversion.go` of Terraform's `funcs` (read 2026-11-25).

use ringfence_value::{Marks, Type, Value, ValueKind};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};

const PARAMS: &[Param] = &[Param::any("value").nulls().unknowns().dynamic().marks()];

fn same_type(call: &Call<'_>) -> Result<Type, Stop> {
    Ok(call.arg(0)?.ty())
}

pub(crate) static SENSITIVE: Function = Function::new("sensitive", PARAMS, Returns::Of(same_type), sensitive);

fn sensitive(call: &Call<'_>) -> Outcome {
    Ok(call.arg(0)?.clone().marked(Marks::SENSITIVE))
}

pub(crate) static NONSENSITIVE: Function =
    Function::new("nonsensitive", PARAMS, Returns::Of(same_type), nonsensitive);

/// Takes the value's own mark off, not those of its elements.
fn nonsensitive(call: &Call<'_>) -> Outcome {
    let mut value = call.arg(0)?.clone();
    value.marks = value.marks.without(Marks::SENSITIVE);
    Ok(value)
}

pub(crate) static ISSENSITIVE: Function = Function::new("issensitive", PARAMS, Returns::Bool, issensitive);

/// Unknown: a value that is not known may turn out to be sensitive.
fn issensitive(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    match (value.is_sensitive(), value.is_known()) {
        (true, _) => Ok(call.bool(true)),
        (false, true) => Ok(call.bool(false)),
        (false, false) => Err(Stop::unknown()),
    }
}

pub(crate) static EPHEMERALASNULL: Function =
    Function::new("ephemeralasnull", PARAMS, Returns::Of(same_type), ephemeralasnull);

/// With `null` for every part that is ephemeral.
fn ephemeralasnull(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    if !value.all_marks().has(Marks::EPHEMERAL) {
        return Ok(value.clone());
    }
    limits::rebuild(value)?;
    Ok(without_ephemeral(value))
}

fn without_ephemeral(value: &Value) -> Value {
    if !value.marks.has(Marks::EPHEMERAL) {
        return value.map_inside(&mut without_ephemeral);
    }
    let null = ValueKind::Null(value.ty());
    let mut absent = value.clone().with_kind(null);
    absent.marks = value.marks.without(Marks::EPHEMERAL);
    absent
}
