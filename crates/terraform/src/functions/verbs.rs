//! The verbs of a format string: `%-8s`, `%05.2f`, `%[2]d`, `%v`.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/functions/format>, read 2026-11-23; widths and
//! signs as Terraform 1.11.4 gives them.

mod numbers;
mod parse;

use unicode_segmentation::UnicodeSegmentation as _;

use super::call::{Call, Stop};
use super::pieces::Pieces;
use super::{convert, json_write, limits};
use crate::{Value, ValueKind};

pub(super) use parse::parse;

/// A piece of a format string.
#[derive(Debug)]
pub(super) enum Token<'f> {
    Text(&'f str),
    Verb(Verb<'f>),
}

/// One verb.
#[derive(Debug)]
pub(super) struct Verb<'f> {
    pub(super) raw: &'f str,
    pub(super) offset: usize,
    /// From 1.
    pub(super) argument: usize,
    pub(super) letter: char,
    flags: &'f str,
    width: Option<usize>,
    precision: Option<usize>,
}

impl Verb<'_> {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    fn is_plain(&self) -> bool {
        self.width.is_none() && self.precision.is_none()
    }

    fn wrong(&self, why: &str) -> Stop {
        Stop::Wrong(format!("unsupported value for {:?} at {}: {why}", self.raw, self.offset))
    }

    /// Fills up to the width, counted in characters.
    fn padded(&self, text: String) -> String {
        let Some(missing) = self.width.map(|width| width.saturating_sub(text.graphemes(true).count())) else {
            return text;
        };
        let fill = if self.has('0') { "0" } else { " " }.repeat(missing);
        if self.has('-') { text + &fill } else { fill + &text }
    }
}

/// Writes an argument as its verb says.
pub(super) fn write(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    limits::text(verb.width.unwrap_or(0).max(verb.precision.unwrap_or(0)))?;
    match &arg.kind {
        ValueKind::Unknown(_) | ValueKind::Template(_) => return unknown(call, pieces, verb, arg),
        ValueKind::Null if verb.letter != 'v' => return Err(verb.wrong("null value cannot be formatted")),
        _ => {}
    }
    let reason = |stop| match stop {
        Stop::Wrong(message) => verb.wrong(&message),
        other => other,
    };
    let text = match verb.letter {
        'v' => return any(call, pieces, verb, arg),
        't' => return pieces.push(if convert::boolean(arg).map_err(reason)? { "true" } else { "false" }),
        's' => verb.padded(cut(verb, &convert::text(arg).map_err(reason)?)),
        'q' => verb.padded(json_write::quoted(&cut(verb, &convert::text(arg).map_err(reason)?))),
        'b' | 'd' | 'o' | 'x' | 'X' => numbers::integer(verb, convert::number(arg).map_err(reason)?)?,
        'e' | 'E' | 'f' | 'g' | 'G' => numbers::float(verb, convert::number(arg).map_err(reason)?.as_f64()),
        letter => {
            return Err(format!(
                "unsupported format verb {letter:?} in {:?} at offset {}",
                verb.raw, verb.offset
            )
            .into());
        }
    };
    pieces.push(&text)
}

fn unknown(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    match verb.letter {
        's' | 'v' if verb.is_plain() && !verb.has('#') => pieces.push_value(arg, str::to_owned),
        's' | 'v' | 'q' if verb.is_plain() => {
            pieces.push("\"")?;
            pieces.push_value(arg, json_write::escaped)?;
            pieces.push("\"")
        }
        _ => pieces.push_unknown(&call.because([arg])),
    }
}

/// Strings and numbers as they are, unless `#` asks for JSON; all else as JSON.
fn any(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    let text = match &arg.kind {
        ValueKind::String(text) if !verb.has('#') => text.to_string(),
        ValueKind::Number(number) if !verb.has('#') => numbers::shortest(number.as_f64(), *number),
        _ if verb.width.is_none() => return json_write::write(pieces, arg),
        _ => {
            let mut json = Pieces::default();
            json_write::write(&mut json, arg)?;
            let json = json.finish(call);
            match json.as_str() {
                Some(text) => text.to_owned(),
                None => return pieces.push_unknown(&call.because([&json])),
            }
        }
    };
    pieces.push(&verb.padded(text))
}

/// The first characters, as many as the precision says; nothing is no bound.
fn cut(verb: &Verb<'_>, text: &str) -> String {
    match verb.precision {
        None | Some(0) => text.to_owned(),
        Some(length) => text.graphemes(true).take(length).collect(),
    }
}
