//! Which brackets are open.

use crate::scan::Kind;

/// Open brackets, each as the token that closes it; those of templates as `~}`, though `}` closes them too.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    stack: Vec<Kind>,
    /// How many of each there are, so that a closing one that nothing waits for is known at once.
    braces: usize,
    sequences: usize,
    squares: usize,
    parentheses: usize,
}

impl Brackets {
    /// Opens one.
    pub(super) fn push(&mut self, close: Kind) {
        self.stack.push(close);
        *self.count(close) += 1;
    }

    /// Closes the innermost one.
    pub(super) fn pop(&mut self) {
        if let Some(close) = self.stack.pop() {
            *self.count(close) -= 1;
        }
    }

    /// Closes the innermost one that a token closes, and all within it; returns whether there is one.
    pub(super) fn close(&mut self, close: Kind) -> bool {
        if !self.awaits(close) {
            return false;
        }
        while self.stack.last().is_some_and(|last| !closes(close, *last)) {
            self.pop();
        }
        self.pop();
        true
    }

    /// Whether a token closes any of them.
    pub(super) fn awaits(&self, close: Kind) -> bool {
        let count = match close {
            Kind::CloseBrace => self.braces + self.sequences,
            Kind::StripBrace => self.sequences,
            Kind::CloseBracket => self.squares,
            _ => self.parentheses,
        };
        count > 0
    }

    fn count(&mut self, close: Kind) -> &mut usize {
        match close {
            Kind::CloseBrace => &mut self.braces,
            Kind::StripBrace => &mut self.sequences,
            Kind::CloseBracket => &mut self.squares,
            _ => &mut self.parentheses,
        }
    }

    /// Whether a template's sequence is open.
    pub(super) fn has_sequence(&self) -> bool {
        self.sequences > 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }
}

/// The token that closes what another one opens.
pub(super) fn closing(open: Kind) -> Option<Kind> {
    match open {
        Kind::OpenBrace => Some(Kind::CloseBrace),
        Kind::OpenBracket => Some(Kind::CloseBracket),
        Kind::OpenParen => Some(Kind::CloseParen),
        _ => None,
    }
}

fn closes(token: Kind, waiting: Kind) -> bool {
    token == waiting || (token == Kind::CloseBrace && waiting == Kind::StripBrace)
}
