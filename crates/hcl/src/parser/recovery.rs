//! Going on after an error.
//!
//! A text is first parsed strictly: the first error ends that attempt (see `attempt`). The item with the error is then
//! parsed once more, resiliently: errors are reported, and each construct goes on with its next part. All skipping
//! goes forward only, so that no text makes it slow.

use super::restart::Line;

/// How errors are dealt with.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    pub(super) mode: Mode,
    /// Where a strict attempt has met an error.
    pub(super) reached: usize,
    /// Whether text is being skipped.
    pub(super) skipping: bool,
    /// How far the line is indented that the innermost item starts on; none where indentation says nothing.
    pub(super) base: Option<usize>,
    /// The line on which code was last seen to start.
    pub(super) line: Option<Line>,
    /// The end at which something was last said to be unfinished.
    pub(super) told: Option<usize>,
    /// Whether something never ended.
    pub(super) unclosed: bool,
    /// Where text was skipped that the construct at hand has to stand in for.
    pub(super) skipped: Option<(usize, usize)>,
}

impl Recovery {
    /// Whether indentation tells where items begin and end.
    pub(super) fn by_indentation(&self) -> bool {
        self.mode == Mode::ByIndentation
    }
}

/// What an error leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// The attempt ends.
    #[default]
    Strict,
    /// The attempt has ended.
    Failed,
    /// It is reported, and parsing goes on.
    Resilient,
    /// The same, and lines that are indented as outer items begin one.
    ByIndentation,
}

impl Mode {
    pub(super) fn is_resilient(self) -> bool {
        matches!(self, Self::Resilient | Self::ByIndentation)
    }
}

/// What ends skipping, beside closing brackets and the end of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// In a list.
    Comma,
    /// In a body or on a line.
    Newline,
    /// In an object.
    Either,
    /// Where only the bracket is missing.
    Bracket,
}

impl Until {
    pub(super) fn commas(self) -> bool {
        matches!(self, Self::Comma | Self::Either)
    }

    pub(super) fn newlines(self) -> bool {
        matches!(self, Self::Newline | Self::Either)
    }
}
