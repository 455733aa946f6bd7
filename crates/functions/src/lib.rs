//! Terraform's functions over values that may be unknown.
//!
//! Results are Terraform 1.11's, types, unknowns, marks and errors included. What Terraform does not know is kept as
//! exactly as it can be all the same, since the graph follows references through values:
//!
//! * A result that is unknown keeps every reason of all arguments ([`Reason::derived`](ringfence_value::Reason::derived)),
//!   and what is known of it in part ([`Partial`](ringfence_value::Partial)).
//! * Of a collection that is the elements that are certain and unknown ones in their places: of `concat`, `merge`,
//!   `values`, `flatten`, …. An element that is not known stands for none, one or many; of a map others may be there.
//!   A known one that may be left out (of `setsubtract`, `slice`, …) is unknown too, with its text.
//! * Of a string that is its pieces: of `join`, `format`, `jsonencode`, `lower`, …. An unknown in encoded JSON or YAML
//!   stands as a string, between quotes.
//! * An encoding whose text is known in part has the text ([`Value::decoded`](ringfence_value::Value::decoded)), and
//!   JSON the value that it was made from ([`Value::structure`](ringfence_value::Value::structure)).
//! * Where only one argument or element can be the result, the unknown is seen as that.
//!
//! A result that is one of the arguments or an element keeps its origin and the resource it was read from; any other
//! has the call as origin, or the file that it is the content of.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod among;
mod args;
mod call;
mod comparison;
mod function;
mod limits;
mod outcome;
mod shown;
mod surroundings;
mod table;

// One family of functions each.
mod addresses;
mod base64;
mod charsets;
mod choice;
mod conversions;
mod csv;
mod dates;
mod elements;
mod files;
mod format;
mod hashing;
mod json_read;
mod json_write;
mod lists;
mod maps;
mod numeric;
mod paths;
mod regex;
mod selection;
mod sensitive;
mod sets;
mod strings;
mod text_lists;
mod trim;
mod truth;
mod url;
mod volatile;
mod yaml_read;
mod yaml_write;

// Parts of these.
mod durations;
mod glob;
mod json_text;
mod letters;
mod markers;
mod moment;
mod pieces;
mod prefix;
mod verbs;
mod wide;

use ringfence_value::Value;

pub use surroundings::{CallContext, FileText, Surroundings};

/// Why a call is wrong, as Terraform says too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    /// Which argument, from 0; nothing if it is the call as a whole.
    pub argument: Option<usize>,
    /// In words: `string required, not object`.
    pub message: String,
}

/// Calls the function of that name; nothing if Terraform has none. `core::` before the name is allowed.
///
/// `try`, `can` and `templatestring`'s look at its argument's form are the evaluator's: they need expressions.
///
/// Unknown: a result that is unknown has the type that Terraform gives it, all reasons of the arguments
/// ([`Reason::derived`](ringfence_value::Reason::derived)), and what is known of it in part. What changes on each run
/// (`timestamp`, `uuid`) is unknown by design. A bound that Terraform does not have gives an unknown with
/// [`Cause::Limit`](ringfence_value::Cause::Limit).
pub fn call(name: &str, args: &[Value], context: &CallContext<'_>) -> Option<Result<Value, CallError>> {
    let function = table::find(name.strip_prefix("core::").unwrap_or(name))?;
    Some(call::run(function, args, context))
}

/// Every function's name, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    table::TABLE.iter().map(|function| function.name)
}
