//! Terraform's functions.
//!
//! Results are Terraform 1.11's. What is unknown in the arguments is kept as exactly as it can be, since the
//! graph follows references through values:
//!
//! * A function of one value of which something is unknown gives an unknown whose [`Cause::Derived`] keeps every
//!   unknown of all arguments.
//! * Functions over collections keep the structure and put the unknown elements in their places: `concat`,
//!   `merge`, `values`, `element`, `slice`, `zipmap`, `reverse`, `flatten`, ….
//! * Where Terraform cannot tell *which* elements there will be (`compact`, `distinct`, `toset` and `sort` over
//!   unknown elements; `concat`, `merge` and `flatten` over a collection that is wholly unknown), the result has
//!   the elements that are known and the unknown ones, and [`Value::open`] says why that may not be all or too
//!   many. An unknown element of an open list or set stands for none, one or many; an open map may have further
//!   entries. `length`, an index and an absent key of an open collection are unknown.
//! * Strings that are known in part stay so where that is exact: `join`, `format`, `jsonencode`, `lower`, ….
//!   An unknown in encoded JSON or YAML stands as a string, between quotes.
//! * An encoding whose text is known in part is unknown, but [`Value::decoded`] has the text.
//!
//! A result that is one of the arguments or an element keeps its origin and the resource it was read from; any
//! other has the call as origin, or the file that it is the content of. A sensitive argument makes the result
//! sensitive; functions that pass elements on look at the collection's own mark only.

mod call;
mod compare;
mod convert;
mod known;
mod limits;
mod set_order;
mod table;
mod unify;

// One family of functions each.
mod addresses;
mod base64;
mod choice;
mod csv;
mod dates;
mod durations;
mod elements;
mod files;
mod format;
mod hashing;
mod json_read;
mod json_write;
mod lists;
mod maps;
mod numeric;
mod regex;
mod selection;
mod sensitive;
mod sets;
mod strings;
mod text_lists;
mod trim;
mod truth;
mod types;
mod url;
mod volatile;
mod yaml_read;
mod yaml_write;

// Parts of these.
mod glob;
mod markers;
mod pieces;
mod verbs;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use call::{Call, Stop};
pub(crate) use compare::equal;
pub(crate) use convert::number_text;
pub(crate) use set_order::set_elements;
use table::Marks;

use crate::{CallContext, Cause, Origin, Unknown, Value, ValueKind};

/// Calls the function of that name; nothing if Terraform has none. `core::` before the name is allowed.
///
/// Unknown: see the module; what changes on each run (`timestamp`, `uuid`) is unknown. Errors: Terraform's, in
/// words; a bound that Terraform does not have gives an unknown with [`Cause::Limit`].
pub(crate) fn call(name: &str, args: &[Value], context: &CallContext<'_>) -> Option<Result<Value, String>> {
    let function = table::find(name.strip_prefix("core::").unwrap_or(name))?;
    if args.len() < function.least {
        return Some(Err(format!("function {name:?} expects at least {} argument(s)", function.least)));
    }
    if args.len() > function.most {
        return Some(Err(format!("function {name:?} expects only {} argument(s)", function.most)));
    }
    let call = Call { args, around: context.surroundings, at: context.at };
    let unknown = |cause| {
        Value::new(ValueKind::Unknown(Arc::new(Unknown { cause, at: call.at })), Origin::literal(call.at))
    };
    let result = match (function.body)(&call) {
        Ok(value) => Ok(value),
        Err(Stop::Wrong(message)) => Err(message),
        Err(Stop::Unknown) => Ok(call.derived(args)),
        Err(Stop::Limit(bound)) => Ok(unknown(Cause::Limit(format!("{name}: {bound}").into()))),
        Err(Stop::Volatile) => Ok(unknown(Cause::Function(name.into()))),
    };
    Some(result.map(|value| marked(value, args, function.marks)))
}

fn marked(mut value: Value, args: &[Value], marks: Marks) -> Value {
    value.sensitive |= match marks {
        Marks::Deep => args.iter().any(known::has_sensitive),
        Marks::Shallow => args.iter().any(|arg| arg.sensitive),
        Marks::Own => false,
    };
    value
}
