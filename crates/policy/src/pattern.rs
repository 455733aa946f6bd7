//! Action and resource patterns with `*` and `?`.

mod automaton;
mod glob;
mod kinds;
mod region;
mod search;
mod set;
mod token;

pub(crate) use kinds::each_kind;
pub(crate) use region::Region;
pub use region::Search;
pub(crate) use search::Alphabet;
pub use set::PatternSet;
pub(crate) use token::Token;

use crate::reading::{Reading, Side};
use std::ops::Range;
use std::sync::Arc;

/// A pattern over action names or resource names.
///
/// Unknown: a pattern with an unknown piece matches nothing for certain, and possibly whatever it matches
/// with `*` in place of the piece. A pattern with a `${…}` variable does the same, depending on the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    span: Range<usize>,
    tokens: Arc<[Token]>,
    /// A piece of it is not known.
    unknown: bool,
    /// It stands for any number of patterns, of which nothing is known.
    whole: bool,
    /// A piece of it comes from the request.
    variable: bool,
}

impl Pattern {
    /// Reads an action pattern: letter case does not matter, `*` and `?` stand for anything.
    ///
    /// Source: IAM JSON policy elements, Action: "The prefix and the action name are case insensitive"
    /// (read 2026-11-23).
    pub fn action(text: &str) -> Self {
        Self::new(text, 0..0, token::read_action(text))
    }

    /// Reads a resource pattern: letter case matters, colons part an ARN into segments.
    ///
    /// In the first five segments a wildcard stays inside its segment, except that a `*` at a segment's end
    /// goes on over colons. From the sixth segment on, everything is the resource's own name and wildcards
    /// match anything. `${…}` is a variable, `${*}`, `${?}` and `${$}` are the characters themselves.
    ///
    /// Source: IAM JSON policy elements, Resource, "Using wildcards in resource ARNs", and "Variables and
    /// tags" (read 2026-11-23).
    pub fn resource(text: &str) -> Self {
        Self::new(text, 0..0, token::read_resource(text, true))
    }

    /// Reads a resource pattern of a document in this language version: 2008-10-17 knows no variables.
    pub(crate) fn resource_of(text: &str, version: crate::Version) -> Self {
        Self::new(text, 0..0, token::read_resource(text, version >= crate::Version::V2012))
    }

    pub(crate) fn new(text: &str, span: Range<usize>, read: token::Tokens) -> Self {
        let token::Tokens { list, unknown, variable } = read;
        Self { text: text.to_owned(), span, tokens: list.into(), unknown, whole: false, variable }
    }

    /// Reads a resource as one text in which no character is special, but for unknown pieces.
    pub fn literal(text: &str) -> Self {
        Self::new(text, 0..0, token::read_literal(text))
    }

    /// Stands for patterns of which nothing is known, not even how many.
    pub(crate) fn whole_unknown(span: Range<usize>) -> Self {
        let text = crate::marker::UNKNOWN_TEXT.to_owned();
        let tokens = Arc::new([Token::Any]);
        Self { text, span, tokens, unknown: true, whole: true, variable: false }
    }

    pub(crate) fn with_span(mut self, span: Range<usize>) -> Self {
        self.span = span;
        self
    }

    /// Returns the pattern as written, unknown pieces included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the pattern for a reader: unknown pieces shown as `(unknown)`.
    pub fn readable(&self) -> String {
        crate::marker::readable(&self.text)
    }

    /// Returns where the pattern stands in its document.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns whether the pattern is one action or resource, without wildcards, variables or unknown pieces.
    pub fn is_literal(&self) -> bool {
        self.is_known() && self.tokens.iter().all(|token| matches!(token, Token::Char(_)))
    }

    /// Returns whether the pattern matches the same texts whatever the request and the unknown pieces are.
    pub fn is_known(&self) -> bool {
        !self.unknown && !self.variable
    }

    /// Returns whether the pattern certainly matches everything.
    pub fn is_everything(&self) -> bool {
        self.is_known() && *self.tokens == [Token::Any]
    }

    /// Returns whether the pattern stands for at least one text, of which a piece is unknown.
    pub(crate) fn is_some_text(&self) -> bool {
        self.unknown && !self.whole && !self.variable
    }

    /// Returns the text of an action as it is compared.
    pub(crate) fn lower_text(&self) -> String {
        self.text.to_ascii_lowercase()
    }

    pub(crate) fn tokens(&self) -> &Arc<[Token]> {
        &self.tokens
    }

    /// Returns whether the pattern matches anything at all under this reading.
    pub(crate) fn applies(&self, reading: Reading) -> bool {
        let hidden = self.unknown && reading.unknown == Side::Least;
        let barred = self.variable && reading.caller == Side::Least;
        !hidden && !barred
    }

    /// Returns whether the pattern matches the text. An action must be given in lower case.
    pub fn matches(&self, text: &str, reading: Reading) -> bool {
        self.applies(reading) && glob::matches(&self.tokens, text)
    }

    /// Returns a text that both patterns match.
    ///
    /// Unknown: both patterns are taken at their widest.
    pub fn intersects(&self, other: &Self) -> Search {
        Region::both([Region::of(self), Region::of(other)]).witness(Alphabet::Text)
    }

    /// Returns a text that `other` matches and this pattern does not; [`Search::Empty`] means containment.
    ///
    /// Unknown: `other` is taken at its widest; an unknown or variable pattern contains nothing for certain.
    pub fn missing_from(&self, other: &Self) -> Search {
        let mine = if self.is_known() { Region::of(self) } else { Region::None };
        Region::both([Region::of(other), Region::not(mine)]).witness(Alphabet::Text)
    }

    /// Returns whether every text that `other` matches is matched by this pattern too.
    ///
    /// Unknown: as for [`Pattern::missing_from`]; a pair too large to decide is not contained.
    pub fn contains(&self, other: &Self) -> bool {
        self.missing_from(other) == Search::Empty
    }
}
