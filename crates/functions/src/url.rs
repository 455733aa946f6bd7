//! `urlencode`.
//!
//! Source: `QueryEscape` of <https://pkg.go.dev/net/url> (read 2026-11-25).

use std::fmt::Write as _;

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::Outcome;

pub(crate) static URLENCODE: Function =
    Function::new("urlencode", &[Param::string("str")], Returns::String, urlencode).not_null();

/// As in the query of a URL: a space becomes `+`, all but letters, digits and `-_.~` is escaped.
fn urlencode(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    limits::text(text.len().saturating_mul(3))?;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    Ok(call.string(encoded))
}
