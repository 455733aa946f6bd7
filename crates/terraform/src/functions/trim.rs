//! Ends of strings: `trim`, `trimspace`, `trimprefix`, `trimsuffix`, `chomp`.
//!
//! Unknown: a string that is known in part keeps its pieces if what is taken off its ends is known.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::convert;
use super::strings::change_ends;
use crate::{Part, Value, ValueKind};

/// What a string surely begins with, and whether that is all of it.
pub(super) fn beginning(value: &Value) -> Result<(Arc<str>, bool), Stop> {
    known_end(value, <[Part]>::first)
}

/// What a string surely ends with, and whether that is all of it.
pub(super) fn end(value: &Value) -> Result<(Arc<str>, bool), Stop> {
    known_end(value, <[Part]>::last)
}

fn known_end(value: &Value, pick: fn(&[Part]) -> Option<&Part>) -> Result<(Arc<str>, bool), Stop> {
    match &value.kind {
        ValueKind::Template(parts) => match pick(parts) {
            Some(Part::Known(text)) => Ok((text.clone(), false)),
            _ => Err(Stop::Unknown),
        },
        _ => Ok((convert::text(value)?, true)),
    }
}

/// Takes off what `left` and `right` do; a template only where something known is left at each changed end.
fn trimmed(call: &Call<'_>, left: impl Fn(&str) -> &str, right: impl Fn(&str) -> &str) -> Outcome {
    let value = call.value(0)?;
    let ValueKind::Template(parts) = &value.kind else {
        return Ok(call.string(right(left(&call.text(0)?))));
    };
    let (first, _) = beginning(value)?;
    let (last, _) = end(value)?;
    if left(&first).is_empty() || right(&last).is_empty() {
        return Err(Stop::Unknown);
    }
    change_ends(call, parts, |text| left(text).to_owned(), |text| right(text).to_owned())
}

pub(super) fn trimspace(call: &Call<'_>) -> Outcome {
    trimmed(call, str::trim_start, str::trim_end)
}

/// Takes off every line end.
pub(super) fn chomp(call: &Call<'_>) -> Outcome {
    let value = call.value(0)?;
    let chomp = |text: &str| text.trim_end_matches(['\n', '\r']).to_owned();
    match &value.kind {
        ValueKind::Template(parts) => {
            if chomp(&end(value)?.0).is_empty() {
                return Err(Stop::Unknown);
            }
            change_ends(call, parts, str::to_owned, chomp)
        }
        _ => Ok(call.string(chomp(&call.text(0)?))),
    }
}

pub(super) fn trim(call: &Call<'_>) -> Outcome {
    let cut: Vec<char> = call.text(1)?.chars().collect();
    trimmed(
        call,
        |text| text.trim_start_matches(cut.as_slice()),
        |text| text.trim_end_matches(cut.as_slice()),
    )
}

pub(super) fn trimprefix(call: &Call<'_>) -> Outcome {
    let prefix = call.text(1)?;
    let strip = |text: &str| text.strip_prefix(prefix.as_ref()).unwrap_or(text).to_owned();
    let value = call.value(0)?;
    match &value.kind {
        ValueKind::Template(parts) => {
            let (known, _) = beginning(value)?;
            settled(known.len(), &prefix, prefix.starts_with(known.as_ref()))?;
            change_ends(call, parts, strip, str::to_owned)
        }
        _ => Ok(call.string(strip(&call.text(0)?))),
    }
}

pub(super) fn trimsuffix(call: &Call<'_>) -> Outcome {
    let suffix = call.text(1)?;
    let strip = |text: &str| text.strip_suffix(suffix.as_ref()).unwrap_or(text).to_owned();
    let value = call.value(0)?;
    match &value.kind {
        ValueKind::Template(parts) => {
            let (known, _) = end(value)?;
            settled(known.len(), &suffix, suffix.ends_with(known.as_ref()))?;
            change_ends(call, parts, str::to_owned, strip)
        }
        _ => Ok(call.string(strip(&call.text(0)?))),
    }
}

/// Whether the known end says if the affix is there.
fn settled(known: usize, affix: &str, possible: bool) -> Result<(), Stop> {
    if known < affix.len() && possible { Err(Stop::Unknown) } else { Ok(()) }
}
