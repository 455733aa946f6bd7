//! Times: `formatdate`, `timeadd`, `timecmp`.
//!
//! Source: `datetime.go` of go-cty's `stdlib` and of Terraform's `funcs` (read 2026-11-25).

use crate::args::Call;
use crate::durations;
use crate::function::{Function, Param, Returns};
use crate::moment::{Moment, Strictness};
use crate::outcome::{Outcome, Stop};

fn time(call: &Call<'_>, index: usize, strictness: Strictness) -> Result<Moment, Stop> {
    let text = call.text(index)?;
    Moment::parse(text, strictness)
        .ok_or_else(|| Stop::argument(index, format!("`{text}` is no time as RFC 3339 has it")))
}

pub(crate) static TIMECMP: Function = Function::new(
    "timecmp",
    &[Param::string("timestamp_a"), Param::string("timestamp_b")],
    Returns::Number,
    timecmp,
)
.not_null();

/// -1, 0 or 1.
fn timecmp(call: &Call<'_>) -> Outcome {
    let times = (time(call, 0, Strictness::AsGo)?, time(call, 1, Strictness::AsGo)?);
    Ok(call.give(times.0.instant().cmp(&times.1.instant()) as i64))
}

pub(crate) static TIMEADD: Function = Function::new(
    "timeadd",
    &[Param::string("timestamp"), Param::string("duration")],
    Returns::String,
    timeadd,
);

/// A time that lies a duration later.
fn timeadd(call: &Call<'_>) -> Outcome {
    let time = time(call, 0, Strictness::AsRfc)?;
    Ok(call.string(time.later(durations::parse(call.text(1)?)?).to_string()))
}

pub(crate) static FORMATDATE: Function = Function::new(
    "formatdate",
    &[Param::string("format"), Param::string("time")],
    Returns::String,
    formatdate,
)
.not_null();

/// A time in a pattern's words.
///
/// Source: <https://developer.hashicorp.com/terraform/language/functions/formatdate>, read 2026-11-23.
fn formatdate(call: &Call<'_>) -> Outcome {
    let (format, time) = (call.text(0)?, time(call, 1, Strictness::AsRfc)?);
    let mut out = String::new();
    let mut rest = format.as_ref();
    while let Some(letter) = rest.chars().next() {
        let end = match letter {
            '\'' => literal(rest, &mut out)?,
            _ if letter.is_ascii_alphabetic() => {
                let end = rest.find(|other| other != letter).unwrap_or(rest.len());
                out.push_str(&word(&time, rest.get(..end).unwrap_or_default())?);
                end
            }
            _ => {
                out.push(letter);
                letter.len_utf8()
            }
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    Ok(call.string(out))
}

/// `'o''clock'`, or `''` for a quote; gives its length.
fn literal(text: &str, out: &mut String) -> Result<usize, Stop> {
    if text.starts_with("''") {
        out.push('\'');
        return Ok(2);
    }
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter != '\'' {
            out.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            out.push('\'');
        } else {
            return Ok(place + 1);
        }
    }
    Err(Stop::argument(0, "a literal lacks its closing `'`"))
}

fn word(time: &Moment, verb: &str) -> Result<String, Stop> {
    let fields = time.fields();
    let twelve = (fields.hour + 11) % 12 + 1;
    let half = if fields.hour < 12 { "AM" } else { "PM" };
    let short = |name: &str| name.chars().take(3).collect::<String>();
    Ok(match verb {
        "YYYY" => format!("{:04}", fields.year),
        "YY" => format!("{:02}", fields.year % 100),
        "MMMM" => fields.month_name().to_owned(),
        "MMM" => short(fields.month_name()),
        "MM" => format!("{:02}", fields.month),
        "M" => fields.month.to_string(),
        "DD" => format!("{:02}", fields.day),
        "D" => fields.day.to_string(),
        "EEEE" => fields.weekday_name().to_owned(),
        "EEE" => short(fields.weekday_name()),
        "hh" => format!("{:02}", fields.hour),
        "h" => fields.hour.to_string(),
        "HH" => format!("{twelve:02}"),
        "H" => twelve.to_string(),
        "AA" => half.to_owned(),
        "aa" => half.to_lowercase(),
        "mm" => format!("{:02}", fields.minute),
        "m" => fields.minute.to_string(),
        "ss" => format!("{:02}", fields.second),
        "s" => fields.second.to_string(),
        "Z" => time.zone(),
        "ZZZ" if time.is_utc() => "UTC".to_owned(),
        "ZZZ" | "ZZZZ" => time.offset(""),
        "ZZZZZ" => time.offset(":"),
        _ => return Err(Stop::argument(0, format!("`{verb}` is no part of a date"))),
    })
}
