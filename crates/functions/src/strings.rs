//! Characters of strings: `upper`, `lower`, `title`, `substr`, `strrev`, `indent`, `startswith`, `endswith`,
//! `strcontains`.
//!
//! Source: `string.go` of go-cty's `stdlib` and of Terraform's `funcs` (read 2026-11-25).

use unicode_segmentation::UnicodeSegmentation as _;

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::letters::{lower_letter, title_letter, upper_letter};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::pieces::map_known;

const ONE: &[Param] = &[Param::string("str").dynamic()];

pub(crate) static UPPER: Function =
    Function::new("upper", ONE, Returns::String, |call| Ok(call.string(upper(call.text(0)?))))
        .not_null()
        .partly(|call| map_known(call, call.args.first()?, upper));

fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.chars().map(upper_letter).collect() }
}

pub(crate) static LOWER: Function =
    Function::new("lower", ONE, Returns::String, |call| Ok(call.string(lower(call.text(0)?))))
        .not_null()
        .partly(|call| map_known(call, call.args.first()?, lower));

fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(lower_letter).collect() }
}

pub(crate) static TITLE: Function =
    Function::new("title", &[Param::string("str")], Returns::String, title).not_null();

/// The first letter of each word in upper case.
fn title(call: &Call<'_>) -> Outcome {
    let mut before = ' ';
    let capital = |letter: char| {
        let first = is_separator(std::mem::replace(&mut before, letter));
        if first { title_letter(letter) } else { letter }
    };
    Ok(call.string(call.text(0)?.chars().map(capital).collect::<String>()))
}

fn is_separator(letter: char) -> bool {
    match letter {
        '_' => false,
        _ if letter.is_ascii() => !letter.is_ascii_alphanumeric(),
        _ => letter.is_whitespace(),
    }
}

pub(crate) static STRREV: Function = Function::new("strrev", ONE, Returns::String, strrev).not_null();

/// By grapheme clusters.
fn strrev(call: &Call<'_>) -> Outcome {
    limits::characters(call.around, call.text(0)?)?;
    Ok(call.string(call.text(0)?.graphemes(true).rev().collect::<String>()))
}

pub(crate) static SUBSTR: Function = Function::new(
    "substr",
    &[Param::string("str").dynamic(), Param::number("offset").dynamic(), Param::number("length").dynamic()],
    Returns::String,
    substr,
)
.not_null();

/// Characters are grapheme clusters; a negative offset counts from the end.
///
/// A length of nothing from a negative offset gives all the rest, as in Terraform.
fn substr(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    limits::characters(call.around, text)?;
    let (offset, length) = (call.whole(1)?, call.whole(2)?);
    let skip = if offset < 0 {
        let total = i64::try_from(text.graphemes(true).count()).unwrap_or(i64::MAX);
        offset.saturating_add(total).max(0)
    } else {
        offset
    };
    let rest = text.graphemes(true).skip(usize::try_from(skip).unwrap_or(usize::MAX));
    let part: String = match length {
        0 if offset >= 0 => String::new(),
        ..=0 => rest.collect(),
        _ => rest.take(usize::try_from(length).unwrap_or(usize::MAX)).collect(),
    };
    Ok(call.string(part))
}

pub(crate) static INDENT: Function =
    Function::new("indent", &[Param::number("spaces"), Param::string("str")], Returns::String, indent)
        .not_null();

/// Spaces before every line but the first.
fn indent(call: &Call<'_>) -> Outcome {
    let spaces = usize::try_from(call.whole(0)?)
        .map_err(|_| Stop::argument(0, "the number of spaces must not be negative"))?;
    let text = call.text(1)?;
    let lines = text.matches('\n').count();
    limits::text(spaces.saturating_mul(lines.max(1)).saturating_add(text.len()))?;
    Ok(call.string(text.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

pub(crate) static STARTSWITH: Function = Function::new(
    "startswith",
    &[Param::string("str").unknowns(), Param::string("prefix")],
    Returns::Bool,
    startswith,
)
.not_null();

/// Unknown: what an unknown string surely starts with may settle it.
fn startswith(call: &Call<'_>) -> Outcome {
    let (value, prefix) = (call.arg(0)?, call.text(1)?);
    if let Some(text) = value.as_str() {
        return Ok(call.bool(text.starts_with(prefix.as_ref())));
    }
    let refinement = value.refinement();
    let known = refinement.prefix();
    if known.starts_with(prefix.as_ref()) {
        Ok(call.bool(true))
    } else if !known.is_empty() && known.len() >= prefix.len() {
        Ok(call.bool(false))
    } else {
        Err(Stop::unknown())
    }
}

pub(crate) static ENDSWITH: Function =
    Function::new("endswith", &[Param::string("str"), Param::string("suffix")], Returns::Bool, |call| {
        Ok(call.bool(call.text(0)?.ends_with(call.text(1)?.as_ref())))
    })
    .not_null();

pub(crate) static STRCONTAINS: Function =
    Function::new("strcontains", &[Param::string("str"), Param::string("substr")], Returns::Bool, |call| {
        Ok(call.bool(call.text(0)?.contains(call.text(1)?.as_ref())))
    });
