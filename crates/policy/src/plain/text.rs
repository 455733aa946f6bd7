//! Wildcards and variables, on one text.

use super::Request;
use crate::Version;

/// One character of a pattern, once variables are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Char(char),
    One,
    Star,
}

/// Returns whether an action pattern matches an action, without regard to case.
pub(super) fn matches_action(pattern: &str, action: &str) -> bool {
    let pattern: Vec<Symbol> = pattern.to_ascii_lowercase().chars().map(symbol).collect();
    glob(&pattern, &action.to_ascii_lowercase())
}

/// An ARN's segments before its resource part.
const LEADING_SEGMENTS: usize = 5;

/// Returns whether a resource pattern matches the request's resource.
///
/// The leading segments are compared one by one; the rest of the pattern is compared with the rest of the
/// text.
pub(super) fn matches_resource(pattern: &str, version: Version, request: &Request) -> bool {
    let Some(symbols) = expand(pattern, version, request) else { return false };
    let text = request.resource.as_str();
    let from = |start: usize| text.get(start..).unwrap_or("");
    let mut rest = symbols.as_slice();
    // Where in the text the rest of the pattern may begin.
    let mut starts = vec![0];
    for _ in 0..LEADING_SEGMENTS {
        let Some(colon) = rest.iter().position(|symbol| *symbol == Symbol::Char(':')) else {
            return starts.into_iter().any(|start| segment_matches(rest, from(start)));
        };
        let (segment, after) = rest.split_at(colon);
        let fits = |start: usize, end: usize| segment_matches(segment, text.get(start..end).unwrap_or(":"));
        let ends = text.match_indices(':').map(|(end, _)| end);
        let reached = ends.filter(|end| starts.iter().any(|start| start <= end && fits(*start, *end)));
        starts = reached.map(|end| end + 1).collect();
        rest = after.get(1..).unwrap_or_default();
    }
    starts.into_iter().any(|start| glob(rest, from(start)))
}

/// Compares one leading segment; only a star at its end may run on over colons.
fn segment_matches(segment: &[Symbol], text: &str) -> bool {
    let (first, more) = text.split_once(':').map_or((text, false), |(first, _)| (first, true));
    match segment.split_last() {
        Some((Symbol::Star, head)) => {
            let ends = first.char_indices().map(|(at, _)| at).chain([first.len()]);
            ends.into_iter().any(|at| glob(head, first.get(..at).unwrap_or("")))
        }
        _ => !more && glob(segment, first),
    }
}

/// Returns whether the pattern matches the text: the last symbol first, over all places in the text.
pub(super) fn glob(pattern: &[Symbol], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // `tail[at]`: whether the symbols looked at so far match the text from `at` on.
    let mut tail: Vec<bool> = (0..=text.len()).map(|at| at == text.len()).collect();
    for symbol in pattern.iter().rev() {
        let mut longer = vec![false; text.len() + 1];
        for at in (0..=text.len()).rev() {
            let next = tail.get(at + 1) == Some(&true);
            let fits = match symbol {
                Symbol::Char(c) => text.get(at) == Some(c) && next,
                Symbol::One => next,
                Symbol::Star => tail.get(at) == Some(&true) || longer.get(at + 1) == Some(&true),
            };
            if let Some(place) = longer.get_mut(at) {
                *place = fits;
            }
        }
        tail = longer;
    }
    tail.first() == Some(&true)
}

/// Fills in the variables of a pattern; `None` where the request has no value for one.
///
/// Source: IAM user guide, "IAM policy elements: Variables and tags", where a variable without a value equals
/// nothing (read 2026-11-23).
pub(super) fn expand(pattern: &str, version: Version, request: &Request) -> Option<Vec<Symbol>> {
    let mut symbols = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${").filter(|_| version == Version::V2012) {
        let Some((name, tail)) = after.split_once('}') else { break };
        symbols.extend(before.chars().map(symbol));
        symbols.extend(value(name, request)?.chars().map(Symbol::Char));
        rest = tail;
    }
    symbols.extend(rest.chars().map(symbol));
    Some(symbols)
}

/// Returns the value of a variable: an escaped character, the request's one value, or the default.
fn value(name: &str, request: &Request) -> Option<String> {
    if matches!(name, "*" | "?" | "$") {
        return Some(name.to_owned());
    }
    let (key, default) = match name.split_once(',') {
        Some((key, default)) => (key.trim(), Some(default.trim().trim_matches('\'').to_owned())),
        None => (name.trim(), None),
    };
    match request.values(key) {
        Some([value]) => Some(value.clone()),
        _ => default,
    }
}

fn symbol(c: char) -> Symbol {
    match c {
        '*' => Symbol::Star,
        '?' => Symbol::One,
        c => Symbol::Char(c),
    }
}
