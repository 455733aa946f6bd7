//! Base64: `base64encode`, `base64decode`, `base64gzip`.
//!
//! Source: `encoding.go` of Terraform's `funcs` (read 2026-11-25).

use ::base64::Engine as _;
use ::base64::alphabet;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use ringfence_value::{Cause, Reason, Type, Value};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};

/// Bytes in base64, with padding.
pub(crate) fn of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a base64 text: line ends do not count, padding must be there, and spare bits may be set.
pub(crate) fn bytes(text: &str) -> Result<Vec<u8>, Stop> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let compact: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    GeneralPurpose::new(&alphabet::STANDARD, LENIENT)
        .decode(compact)
        .map_err(|_| Stop::argument(0, "the text is not base64"))
}

pub(crate) static ENCODE: Function =
    Function::new("base64encode", &[Param::string("str")], Returns::String, encode)
        .not_null()
        .partly(encode_partly);

fn encode(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    limits::text(text.len() / 3 * 4)?;
    Ok(call.string(of(text.as_bytes())).encoding(call.arg(0)?.clone()))
}

/// Unknown: the encoding is, but keeps the text.
fn encode_partly(call: &Call<'_>) -> Option<Value> {
    let text = call.args.first()?;
    Some(call.derived(Type::String, [text]).encoding(text.clone()))
}

pub(crate) static GZIP: Function =
    Function::new("base64gzip", &[Param::string("str")], Returns::String, gzip)
        .not_null()
        .partly(encode_partly);

/// Compressed bytes differ from one program to the next, so they are unknown; the text is kept.
fn gzip(call: &Call<'_>) -> Outcome {
    call.text(0)?;
    let reason = Reason::new(Cause::Function("base64gzip".into()), call.at);
    Ok(Value::unknown(Type::String, reason, call.at).encoding(call.arg(0)?.clone()))
}

pub(crate) static DECODE: Function =
    Function::new("base64decode", &[Param::string("str").marks().unknowns()], Returns::String, decode)
        .not_null()
        .partly(|call| call.args.first()?.decoded().cloned());

/// Unknown: an encoding that keeps its text gives it back.
fn decode(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    if !value.is_known() {
        return Ok(call.derived(Type::String, [value]).marked(value.marks));
    }
    let text = String::from_utf8(bytes(call.text(0)?)?)
        .map_err(|_| Stop::argument(0, "what the text encodes is not UTF-8"))?;
    let decoded = call.string(text);
    // Where the text is known to come from, that is its origin.
    let same = |text: &&Value| text.as_str() == decoded.as_str();
    Ok(value.decoded().filter(same).cloned().unwrap_or(decoded).marked(value.marks))
}
