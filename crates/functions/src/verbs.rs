//! The verbs of a format string: `%-8s`, `%05.2f`, `%[2]d`, `%v`.
//!
//! Source: `format.go` of go-cty's `stdlib` (read 2026-11-25).

mod numbers;
mod parse;

use unicode_segmentation::UnicodeSegmentation as _;

use ringfence_value::{Reason, Type, Value, ValueKind, convert};

use crate::args::Call;
use crate::json_write;
use crate::limits;
use crate::outcome::Stop;
use crate::pieces::Pieces;

pub(crate) use parse::parse;

/// A piece of a format string.
#[derive(Debug)]
pub(crate) enum Token<'f> {
    Text(&'f str),
    Verb(Verb<'f>),
}

/// One verb.
#[derive(Debug)]
pub(crate) struct Verb<'f> {
    pub(crate) raw: &'f str,
    pub(crate) offset: usize,
    /// From 1.
    pub(crate) argument: usize,
    pub(crate) letter: char,
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
        format!("`{}` at byte {} does not fit its argument: {why}", self.raw, self.offset).into()
    }

    fn convert(&self, arg: &Value, to: &Type) -> Result<Value, Stop> {
        convert(arg, to).map_err(|error| self.wrong(&error.to_string()))
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
pub(crate) fn write(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    limits::text(verb.width.unwrap_or(0).max(verb.precision.unwrap_or(0)))?;
    if !arg.is_known() {
        return unknown(call, pieces, verb, arg);
    }
    if arg.is_null() && verb.letter != 'v' {
        return Err(verb.wrong("`null` has no such form"));
    }
    let text = match verb.letter {
        'v' => return any(call, pieces, verb, arg),
        't' => match verb.convert(arg, &Type::Bool)?.as_bool() {
            Some(true) => "true".to_owned(),
            _ => "false".to_owned(),
        },
        's' => verb.padded(cut(verb, text_of(&verb.convert(arg, &Type::String)?))),
        'q' => verb.padded(json_write::quoted(&cut(verb, text_of(&verb.convert(arg, &Type::String)?)))),
        'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => {
            match verb.convert(arg, &Type::Number)?.as_number() {
                Some(number) => numbers::text(verb, &number)?,
                None => return Err(Stop::unknown()),
            }
        }
        letter => return Err(verb.wrong(&format!("there is no verb `{letter}`"))),
    };
    pieces.push(&text)
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn unknown(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    match verb.letter {
        's' | 'v' if verb.is_plain() && !verb.has('#') => pieces.push_value(arg, str::to_owned),
        's' | 'v' | 'q' if verb.is_plain() => {
            pieces.push("\"")?;
            pieces.push_value(arg, json_write::escaped)?;
            pieces.push("\"")
        }
        _ => pieces.push_unknown(&Reason::derived([arg], call.at)),
    }
}

/// Strings and numbers as they are, unless `#` asks for JSON; all else as JSON.
fn any(call: &Call<'_>, pieces: &mut Pieces, verb: &Verb<'_>, arg: &Value) -> Result<(), Stop> {
    let text = match &arg.kind {
        ValueKind::String(text) if !verb.has('#') => text.to_string(),
        ValueKind::Number(number) if !verb.has('#') => number.general_text(),
        _ if verb.width.is_none() => return json_write::write(pieces, arg),
        _ => {
            let mut json = Pieces::default();
            json_write::write(&mut json, arg)?;
            match json.known() {
                Some(text) => text,
                None => return pieces.push_unknown(&Reason::derived([arg], call.at)),
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
