//! A closing brace too much: it ends a block early, and what follows leaks out of it.

use super::restart::Line;
use super::{Kind, Parser};
use crate::ast::Body;

/// How much of a file was parsed at some place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) attributes: usize,
    pub(super) blocks: usize,
    pub(super) diagnostics: usize,
}

/// A block of a file that may have ended early.
#[derive(Clone, Copy, Debug)]
pub(super) struct EarlyClose {
    pub(super) mark: Mark,
    /// How far the line of its name is indented.
    indentation: usize,
}

impl Parser<'_, '_> {
    /// The block that may have ended early, after another item was parsed: a block over several lines whose closing
    /// brace is not indented as its name is. What is indented further than its name may belong to it.
    pub(super) fn early_close(
        &self,
        mark: Mark,
        body: &Body,
        before: Option<EarlyClose>,
    ) -> Option<EarlyClose> {
        let line = Line::of(self.scanner.text, mark.start)?;
        if before.is_some_and(|before| line.indentation() > before.indentation) {
            return before;
        }
        let block = body.blocks.get(mark.blocks)?;
        let open = self.local(block.body.range.start);
        let close = self.local(block.range.end).saturating_sub(1);
        let is_long = self.scanner.slice(open, close).contains('\n');
        let closing = Line::of(self.scanner.text, close);
        let fits = closing.is_some_and(|closing| closing.indentation() <= line.indentation());
        (is_long && !fits).then_some(EarlyClose { mark, indentation: line.indentation() })
    }

    /// Whether a closing brace of a block over several lines is one too much: it is indented further than the block's
    /// name, or does not start its line.
    pub(super) fn closes_early(&self) -> bool {
        let Some(base) = self.recovery.base.filter(|_| self.recovery.by_indentation()) else { return false };
        if self.token.kind != Kind::CloseBrace {
            return false;
        }
        let line = Line::of(self.scanner.text, self.token.start);
        line.is_none_or(|line| line.indentation() > base)
    }
}
