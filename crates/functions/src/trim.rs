//! Ends of strings: `trim`, `trimspace`, `trimprefix`, `trimsuffix`, `chomp`.
//!
//! Unknown: a string that is known in part keeps its pieces if what is taken off its ends is known.
//!
//! Source: `string.go` of go-cty's `stdlib` (read 2026-11-25).

use ringfence_value::{Part, Value};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::outcome::Outcome;
use crate::pieces::Pieces;
use crate::shown;

const fn of_one(
    name: &'static str,
    body: fn(&Call<'_>) -> Outcome,
    partly: fn(&Call<'_>) -> Option<Value>,
) -> Function {
    const PARAMS: &[Param] = &[Param::string("str")];
    Function::new(name, PARAMS, Returns::String, body).not_null().partly(partly)
}

pub(crate) static TRIMSPACE: Function = of_one(
    "trimspace",
    |call| Ok(call.string(call.text(0)?.trim())),
    |call| trimmed(call, str::trim_start, str::trim_end),
);

pub(crate) static CHOMP: Function =
    of_one("chomp", |call| Ok(call.string(without_line_ends(call.text(0)?))), chomp_partly);

fn without_line_ends(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

fn chomp_partly(call: &Call<'_>) -> Option<Value> {
    let text = call.args.first()?;
    let (last, _) = shown::end(text)?;
    let parts = text.parts().filter(|_| !without_line_ends(&last).is_empty())?;
    change_ends(call, parts, str::to_owned, |text| without_line_ends(text).to_owned())
}

pub(crate) static TRIM: Function =
    Function::new("trim", &[Param::string("str"), Param::string("cutset")], Returns::String, trim)
        .not_null()
        .partly(trim_partly);

/// The characters to take off, sorted.
fn cutset(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

fn trim(call: &Call<'_>) -> Outcome {
    let cut = cutset(call.text(1)?);
    Ok(call.string(call.text(0)?.trim_matches(|letter| cut.binary_search(&letter).is_ok())))
}

fn trim_partly(call: &Call<'_>) -> Option<Value> {
    let cut = cutset(call.args.get(1)?.as_str()?);
    let is_cut = |letter: char| cut.binary_search(&letter).is_ok();
    trimmed(call, |text| text.trim_start_matches(is_cut), |text| text.trim_end_matches(is_cut))
}

/// Takes off what `left` and `right` do, if something known is left at each end.
fn trimmed(call: &Call<'_>, left: impl Fn(&str) -> &str, right: impl Fn(&str) -> &str) -> Option<Value> {
    let text = call.args.first()?;
    let ((first, _), (last, _)) = (shown::beginning(text)?, shown::end(text)?);
    if left(&first).is_empty() || right(&last).is_empty() {
        return None;
    }
    change_ends(call, text.parts()?, |text| left(text).to_owned(), |text| right(text).to_owned())
}

pub(crate) static TRIMPREFIX: Function = Function::new(
    "trimprefix",
    &[Param::string("str"), Param::string("prefix")],
    Returns::String,
    trimprefix,
)
.not_null()
.partly(trimprefix_partly);

fn without_prefix(text: &str, prefix: &str) -> String {
    text.strip_prefix(prefix).unwrap_or(text).to_owned()
}

fn trimprefix(call: &Call<'_>) -> Outcome {
    Ok(call.string(without_prefix(call.text(0)?, call.text(1)?)))
}

fn trimprefix_partly(call: &Call<'_>) -> Option<Value> {
    let (text, prefix) = (call.args.first()?, call.args.get(1)?.as_str()?);
    let (known, _) = shown::beginning(text)?;
    let settled = known.len() >= prefix.len() || !prefix.starts_with(known.as_ref());
    let parts = text.parts().filter(|_| settled)?;
    change_ends(call, parts, |text| without_prefix(text, prefix), str::to_owned)
}

pub(crate) static TRIMSUFFIX: Function = Function::new(
    "trimsuffix",
    &[Param::string("str"), Param::string("suffix")],
    Returns::String,
    trimsuffix,
)
.not_null()
.partly(trimsuffix_partly);

fn without_suffix(text: &str, suffix: &str) -> String {
    text.strip_suffix(suffix).unwrap_or(text).to_owned()
}

fn trimsuffix(call: &Call<'_>) -> Outcome {
    Ok(call.string(without_suffix(call.text(0)?, call.text(1)?)))
}

fn trimsuffix_partly(call: &Call<'_>) -> Option<Value> {
    let (text, suffix) = (call.args.first()?, call.args.get(1)?.as_str()?);
    let (known, _) = shown::end(text)?;
    let settled = known.len() >= suffix.len() || !suffix.ends_with(known.as_ref());
    let parts = text.parts().filter(|_| settled)?;
    change_ends(call, parts, str::to_owned, |text| without_suffix(text, suffix))
}

/// The string with its first and last known parts changed.
fn change_ends(
    call: &Call<'_>,
    parts: &[Part],
    first: impl Fn(&str) -> String,
    last: impl Fn(&str) -> String,
) -> Option<Value> {
    let mut pieces = Pieces::default();
    let end = parts.len().saturating_sub(1);
    for (place, part) in parts.iter().enumerate() {
        match part {
            Part::Unknown(reason) => pieces.push_unknown(reason).ok()?,
            Part::Known(text) => {
                let text = if place == 0 { first(text) } else { text.to_string() };
                pieces.push(&if place == end { last(&text) } else { text }).ok()?;
            }
        }
    }
    Some(pieces.finish(call))
}
