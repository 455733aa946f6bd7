//! Compiled patterns.

use std::ops::Range;

use regex::Regex;

/// A regular expression that was checked by a test, so that compiling it cannot fail.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Option<Regex>);

impl Pattern {
    /// Any of some alternatives.
    pub(super) fn any(alternatives: &[&str]) -> Self {
        Self(Regex::new(&alternatives.join("|")).ok())
    }

    /// Whether it matches anywhere.
    pub(super) fn finds(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Where it matches: group 1 if the pattern has one, else all of the match.
    pub(super) fn ranges<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let found = self.0.iter().flat_map(move |regex| regex.captures_iter(text));
        found.filter_map(|captures| Some(captures.get(1).or_else(|| captures.get(0))?.range()))
    }

    /// Where it matches: all of the match, and group 1.
    pub(super) fn pairs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a str)> + 'a {
        let found = self.0.iter().flat_map(move |regex| regex.captures_iter(text));
        found.filter_map(|captures| Some((captures.get(0)?.range(), captures.get(1)?.as_str())))
    }
}
