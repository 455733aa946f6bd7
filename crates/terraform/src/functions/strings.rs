//! Characters of strings: `upper`, `lower`, `title`, `substr`, `strrev`, `indent`, `startswith`, ….

use unicode_segmentation::UnicodeSegmentation as _;

use super::call::{Call, Outcome, Stop};
use super::pieces::{Pieces, map_known};
use super::{limits, trim};
use crate::{Part, ValueKind};

/// Letters one by one, as Terraform does: `ß` stays.
pub(super) fn upper(call: &Call<'_>) -> Outcome {
    map_known(call, call.value(0)?, |text| text.chars().map(upper_letter).collect())
}

fn upper_letter(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

pub(super) fn lower(call: &Call<'_>) -> Outcome {
    let lower_letter = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    map_known(call, call.value(0)?, |text| text.chars().map(lower_letter).collect())
}

/// The first letter of each word in upper case.
pub(super) fn title(call: &Call<'_>) -> Outcome {
    let mut before = ' ';
    let capital = |letter: char| {
        let first = is_separator(std::mem::replace(&mut before, letter));
        if first { title_letter(letter) } else { letter }
    };
    Ok(call.string(call.text(0)?.chars().map(capital).collect::<String>()))
}

/// Four letters that are two have a form of their own.
fn title_letter(letter: char) -> char {
    match letter {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        _ => upper_letter(letter),
    }
}

fn is_separator(letter: char) -> bool {
    match letter {
        '_' => false,
        _ if letter.is_ascii() => !letter.is_ascii_alphanumeric(),
        _ => letter.is_whitespace(),
    }
}

/// Characters are grapheme clusters; a negative offset counts from the end.
///
/// A length of nothing from a negative offset gives all the rest, as in Terraform.
pub(super) fn substr(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
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

/// By grapheme clusters.
pub(super) fn strrev(call: &Call<'_>) -> Outcome {
    Ok(call.string(call.text(0)?.graphemes(true).rev().collect::<String>()))
}

/// Spaces before every line but the first.
pub(super) fn indent(call: &Call<'_>) -> Outcome {
    let spaces = usize::try_from(call.whole(0)?).map_err(|_| "the number of spaces must not be negative")?;
    let text = call.text(1)?;
    let lines = text.matches('\n').count();
    limits::text(spaces.saturating_mul(lines.max(1)).saturating_add(text.len()))?;
    Ok(call.string(text.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

/// Unknown: the known beginning may settle it.
pub(super) fn startswith(call: &Call<'_>) -> Outcome {
    let prefix = call.text(1)?;
    let (known, whole) = trim::beginning(call.value(0)?)?;
    decide(call, known.starts_with(prefix.as_ref()), whole, prefix.starts_with(known.as_ref()))
}

/// Unknown: the known end may settle it.
pub(super) fn endswith(call: &Call<'_>) -> Outcome {
    let suffix = call.text(1)?;
    let (known, whole) = trim::end(call.value(0)?)?;
    decide(call, known.ends_with(suffix.as_ref()), whole, suffix.ends_with(known.as_ref()))
}

fn decide(call: &Call<'_>, yes: bool, whole: bool, possible: bool) -> Outcome {
    if yes || whole || !possible { Ok(call.bool(yes)) } else { Err(Stop::Unknown) }
}

/// Unknown: a known part that contains it settles it.
pub(super) fn strcontains(call: &Call<'_>) -> Outcome {
    let wanted = call.text(1)?;
    let value = call.value(0)?;
    if let ValueKind::Template(parts) = &value.kind {
        let has = |part: &Part| matches!(part, Part::Known(text) if text.contains(wanted.as_ref()));
        return if parts.iter().any(has) { Ok(call.bool(true)) } else { Err(Stop::Unknown) };
    }
    Ok(call.bool(call.text(0)?.contains(wanted.as_ref())))
}

/// The string with its first and last known parts changed.
pub(super) fn change_ends(
    call: &Call<'_>,
    parts: &[Part],
    first: impl Fn(&str) -> String,
    last: impl Fn(&str) -> String,
) -> Outcome {
    let mut pieces = Pieces::default();
    let end = parts.len().saturating_sub(1);
    for (place, part) in parts.iter().enumerate() {
        match part {
            Part::Unknown(unknown) => pieces.push_unknown(unknown)?,
            Part::Known(text) => {
                let text = if place == 0 { first(text) } else { text.to_string() };
                pieces.push(&if place == end { last(&text) } else { text })?;
            }
        }
    }
    Ok(pieces.finish(call))
}
