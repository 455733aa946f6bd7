//! Truth over lists: `alltrue`, `anytrue`.
//!
//! Source: `collection.go` of Terraform's `funcs` (read 2026-11-25).

use ringfence_value::ValueKind;

use crate::args::Call;
use crate::function::{Function, Param, Returns, Wanted};
use crate::outcome::{Outcome, Stop};

pub(crate) static ALLTRUE: Function =
    Function::new("alltrue", &[Param::new("list", Wanted::Bools)], Returns::Bool, alltrue).not_null();

/// Unknown: an unknown element before the first false one makes the result unknown.
fn alltrue(call: &Call<'_>) -> Outcome {
    for item in call.items(0)? {
        match item.kind {
            ValueKind::Bool(true) => {}
            ValueKind::Unknown(_) => return Err(Stop::unknown()),
            _ => return Ok(call.bool(false)),
        }
    }
    Ok(call.bool(true))
}

pub(crate) static ANYTRUE: Function =
    Function::new("anytrue", &[Param::new("list", Wanted::Bools)], Returns::Bool, anytrue).not_null();

/// Unknown: a true element settles it.
fn anytrue(call: &Call<'_>) -> Outcome {
    let mut unsure = false;
    for item in call.items(0)? {
        match item.kind {
            ValueKind::Bool(true) => return Ok(call.bool(true)),
            ValueKind::Unknown(_) => unsure = true,
            _ => {}
        }
    }
    if unsure { Err(Stop::unknown()) } else { Ok(call.bool(false)) }
}
