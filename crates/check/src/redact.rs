//! Removes secrets from text before anybody sees it.

mod bodies;
mod literals;
mod named;
mod pattern;
mod suspicion;
mod value;

use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of a secret.
pub const REDACTED: &str = "<redacted>";

/// The text with its secrets replaced by [`REDACTED`].
///
/// Secrets are: literal values of attributes, keys, variables and flags whose names say so (password, token,
/// private key); literals that are shaped like keys, wherever they stand; bodies of user data. References to
/// secrets (`var.password`) are kept, as are public keys. Better one value too many than one too few.
pub fn redact(text: &str) -> Cow<'_, str> {
    if !suspicion::is_suspicious(text) {
        return Cow::Borrowed(text);
    }
    let masks = Masks::of(text);
    if masks.is_empty() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(masks.apply(text, 0..text.len(), Bodies::Hidden))
    }
}

/// Where the secrets of a text are.
#[derive(Clone, Debug)]
pub(crate) struct Masks {
    /// Sorted, apart from each other.
    secrets: Vec<Range<usize>>,
    /// Secrets and bodies of user data; sorted, apart from each other.
    all: Vec<Range<usize>>,
    /// Bodies alone, sorted.
    bodies: Vec<Range<usize>>,
}

/// Whether bodies of user data are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bodies {
    Hidden,
    /// Only for lines that are themselves what a finding is about.
    Shown,
}

impl Masks {
    /// Finds them, in a few passes over the text.
    pub(crate) fn of(text: &str) -> Self {
        Self::with(text, std::iter::empty())
    }

    /// Finds them, besides what is known to be secret.
    pub(crate) fn with(text: &str, known: impl Iterator<Item = Range<usize>>) -> Self {
        let mut secrets = literals::find(text);
        secrets.extend(named::find(text));
        secrets.extend(known);
        let bodies = united(bodies::find(text));
        let all = united(secrets.iter().chain(&bodies).cloned().collect());
        Self { secrets: united(secrets), all, bodies }
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a range lies wholly within one body of user data.
    pub(crate) fn in_body(&self, range: &Range<usize>) -> bool {
        let next = self.bodies.partition_point(|body| body.start <= range.start);
        next.checked_sub(1).and_then(|at| self.bodies.get(at)).is_some_and(|body| range.end <= body.end)
    }

    /// A part of the text, with each secret in it replaced; bounds must be character boundaries.
    pub(crate) fn apply(&self, text: &str, part: Range<usize>, bodies: Bodies) -> String {
        let masks = if bodies == Bodies::Hidden { &self.all } else { &self.secrets };
        let first = masks.partition_point(|mask| mask.end <= part.start);
        let mut shown = String::new();
        let mut at = part.start;
        for mask in masks.iter().skip(first).take_while(|mask| mask.start < part.end) {
            shown.push_str(text.get(at..mask.start.max(at)).unwrap_or(""));
            shown.push_str(REDACTED);
            at = mask.end.min(part.end);
        }
        shown.push_str(text.get(at..part.end).unwrap_or(""));
        shown
    }
}

/// Sorted ranges, those that overlap or touch made one.
fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut united: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match united.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

#[cfg(test)]
mod tests;
