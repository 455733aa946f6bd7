//! Conversions that are asked for: `tostring`, `tonumber`, `tobool`, `tolist`, `toset`, `tomap`.
//!
//! Source: `conversion.go` of Terraform's `funcs` (read 2026-11-25).

use ringfence_value::{Marks, Partial, Safety, Type, Value, convert, convertible, mismatch};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};

const PARAMS: &[Param] = &[Param::any("v").nulls().unknowns().dynamic().marks()];

macro_rules! conversions {
    ($($item:ident $name:literal $wanted:expr;)*) => {
        $(
            pub(crate) static $item: Function = Function::new(
                $name,
                PARAMS,
                Returns::Of(|call| result_type(call, &$wanted)),
                |call| to(call, &$wanted),
            );
        )*
    };
}

conversions! {
    TOSTRING "tostring" Type::String;
    TONUMBER "tonumber" Type::Number;
    TOBOOL "tobool" Type::Bool;
    TOLIST "tolist" Type::list(Type::Dynamic);
    TOSET "toset" Type::set(Type::Dynamic);
    TOMAP "tomap" Type::map(Type::Dynamic);
}

fn result_type(call: &Call<'_>, wanted: &Type) -> Result<Type, Stop> {
    let given = call.arg(0)?.ty();
    if convertible(&given, wanted, Safety::Unsafe) {
        Ok(wanted.clone())
    } else {
        Err(Stop::argument(0, format!("cannot convert: {}", mismatch(&given, wanted))))
    }
}

/// Unknown: an unknown value becomes one of that type and stays what else it is; as in Terraform, what its elements
/// are becomes known only with it.
fn to(call: &Call<'_>, wanted: &Type) -> Outcome {
    let value = call.arg(0)?;
    if !value.is_known() {
        limits::rebuild(value)?;
        let converted = convert(value, wanted).map_err(|error| Stop::argument(0, error.to_string()))?;
        let Some(unknown) = converted.as_unknown() else {
            // Of a tuple whose length decides, Terraform's functions forget that.
            let partial = match (converted.as_list(), converted.as_map()) {
                (Some(items), _) => Partial::elements(items.to_vec()),
                (None, Some(entries)) => Partial::entries(entries.clone()),
                (None, None) => return Ok(converted),
            };
            let unknown = call.derived(converted.ty(), [value]).with_partial(Some(partial));
            return Ok(unknown.marked(value.marks));
        };
        let mut unknown = unknown.as_ref().clone();
        unknown.ty = wanted.clone();
        unknown.refinement = ringfence_value::Refinement::default();
        return Ok(value.clone().with_kind(ringfence_value::ValueKind::Unknown(unknown.into())));
    }
    limits::rebuild(value)?;
    convert(value, wanted).map_err(|error| Stop::argument(0, refusal(value, wanted, &error.to_string())))
}

fn refusal(value: &Value, wanted: &Type, why: &str) -> String {
    match value.as_str() {
        _ if value.all_marks().has(Marks::SENSITIVE) => {
            format!("cannot convert the sensitive value to {wanted}")
        }
        Some(text) => format!("cannot convert `{text}` to {wanted}: {why}"),
        None => format!("cannot convert {} to {wanted}: {why}", value.ty()),
    }
}
