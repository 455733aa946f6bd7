//! Compiled patterns.

use std::ops::Range;

use regex::bytes::{Captures, Regex, RegexBuilder};

/// A regular expression over ASCII that was checked by a test, so that compiling it cannot fail.
///
/// ASCII, because tables of Unicode make compiling slow and what is looked for is ASCII. Every part that can
/// match other bytes must end at an ASCII character, so that matches end at character boundaries.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Option<Regex>);

impl Pattern {
    /// Any of some alternatives.
    pub(super) fn any(alternatives: &[&str]) -> Self {
        Self(RegexBuilder::new(&alternatives.join("|")).unicode(false).build().ok())
    }

    /// Whether it matches anywhere.
    pub(super) fn finds(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }

    /// Where it matches: group 1 if the pattern has one, else all of the match.
    pub(super) fn ranges<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.captures(text).filter_map(|found| Some(found.get(1).or_else(|| found.get(0))?.range()))
    }

    /// Where it matches: all of the match, and group 1.
    pub(super) fn pairs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> + 'a {
        self.captures(text)
            .filter_map(|found| Some((found.get(0)?.range(), text.get(found.get(1)?.range())?)))
    }

    fn captures<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Captures<'a>> + 'a {
        self.0.iter().flat_map(move |regex| regex.captures_iter(text.as_bytes()))
    }
}
