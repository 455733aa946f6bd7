//! Base64: `base64encode`, `base64decode`, `base64gzip`, `textencodebase64`, `textdecodebase64`.

use std::sync::Arc;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;

use super::call::{Call, Outcome, Stop};
use super::{convert, limits};
use crate::{Cause, Unknown, ValueKind};

/// Bytes in base64, with padding.
pub(super) fn of(bytes: &[u8]) -> Result<String, Stop> {
    limits::text(bytes.len() / 3 * 4)?;
    Ok(STANDARD.encode(bytes))
}

/// Unknown: the encoding is, but keeps the text.
pub(super) fn encode(call: &Call<'_>) -> Outcome {
    let text = call.value(0)?;
    let mut encoded = match convert::text(text) {
        Ok(text) => call.string(of(text.as_bytes())?),
        Err(Stop::Unknown) => call.derived([text]),
        Err(stop) => return Err(stop),
    };
    encoded.decoded = Some(Arc::new(text.clone()));
    Ok(encoded)
}

/// Compressed bytes differ from one program to the next, so they are unknown; the text is kept.
pub(super) fn gzip(call: &Call<'_>) -> Outcome {
    let text = call.value(0)?;
    if let Err(stop @ Stop::Wrong(_)) = convert::text(text) {
        return Err(stop);
    }
    let cause = Cause::Function("base64gzip".into());
    let mut encoded = call.make(ValueKind::Unknown(Arc::new(Unknown { cause, at: call.at })));
    encoded.decoded = Some(Arc::new(text.clone()));
    Ok(encoded)
}

/// Unknown: an encoding that keeps its text gives it back.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let value = call.value(0)?;
    if let Some(text) = value.decoded.as_deref() {
        return Ok(text.clone());
    }
    let bytes = bytes(&call.text(0)?)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| "the result of decoding the provided string is not valid UTF-8")?;
    Ok(call.string(text))
}

fn bytes(text: &str) -> Result<Vec<u8>, Stop> {
    let compact: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    STANDARD.decode(compact).map_err(|_| "failed to decode base64 data".into())
}

/// Encodings of text that are read and written here; others give an unknown.
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Utf16 { big: bool, mark: bool },
}

impl Encoding {
    fn of(call: &Call<'_>) -> Result<Self, Stop> {
        match call.text(1)?.to_ascii_lowercase().as_str() {
            "utf-8" => Ok(Self::Utf8),
            "us-ascii" | "ascii" => Ok(Self::Ascii),
            "iso-8859-1" | "latin1" => Ok(Self::Latin1),
            "utf-16le" => Ok(Self::Utf16 { big: false, mark: false }),
            "utf-16be" => Ok(Self::Utf16 { big: true, mark: false }),
            "utf-16" => Ok(Self::Utf16 { big: true, mark: true }),
            other => Err(Stop::Limit(format!("the text encoding {other:?} is not supported"))),
        }
    }
}

pub(super) fn text_encode(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    let wrong =
        || Stop::from("the given string contains characters that cannot be represented in the encoding");
    let narrow = |most: u32| -> Result<Vec<u8>, Stop> {
        text.chars()
            .map(|letter| u8::try_from(u32::from(letter)).ok().filter(|byte| u32::from(*byte) <= most))
            .collect::<Option<_>>()
            .ok_or_else(wrong)
    };
    let bytes = match Encoding::of(call)? {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Ascii => narrow(0x7f)?,
        Encoding::Latin1 => narrow(0xff)?,
        Encoding::Utf16 { big, mark } => {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        }
    };
    let mut encoded = call.string(of(&bytes)?);
    encoded.decoded = Some(Arc::new(call.value(0)?.clone()));
    Ok(encoded)
}

pub(super) fn text_decode(call: &Call<'_>) -> Outcome {
    let bytes = bytes(&call.text(0)?)?;
    let wrong = || Stop::from("the given string contains symbols that are not defined for the encoding");
    let text: String = match Encoding::of(call)? {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|_| wrong())?,
        Encoding::Ascii | Encoding::Latin1 => bytes.into_iter().map(char::from).collect(),
        Encoding::Utf16 { big, mark } => {
            let unit = |pair: &[u8]| match *pair {
                [first, second] if big => u16::from_be_bytes([first, second]),
                [first, second] => u16::from_le_bytes([first, second]),
                _ => 0xfffd,
            };
            let units: Vec<u16> = bytes.chunks(2).map(unit).collect();
            let text = String::from_utf16(&units).map_err(|_| wrong())?;
            text.strip_prefix('\u{feff}').filter(|_| mark).map(str::to_owned).unwrap_or(text)
        }
    };
    Ok(call.string(text))
}
