//! What makes a text no policy document at all.

use std::fmt;

/// Why a text could not be read as a policy document, where, and what to do about it.
///
/// Shape: line and column count from 1; the column counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// Line of the first character that does not fit.
    pub line: usize,
    /// Column of that character.
    pub column: usize,
    /// Byte offset of that character in the text.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
    /// What to change.
    pub cure: &'static str,
}

impl PolicyError {
    /// Places an error at a byte offset of the text.
    pub(crate) fn at(text: &str, offset: usize, reason: impl Into<String>, cure: &'static str) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
        Self { line, column, offset, reason: reason.into(), cure }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}; {}", self.line, self.column, self.reason, self.cure)
    }
}

impl std::error::Error for PolicyError {}
