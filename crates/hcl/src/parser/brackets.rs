//! Which brackets are open.

use crate::scan::Kind;

/// Open brackets, each as the token that closes it.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    stack: Vec<Kind>,
    /// How many of them `}`, `]` and `)` close; so a closing one that nothing waits for is known at once.
    counts: [usize; 3],
}

impl Brackets {
    /// Opens one.
    pub(super) fn push(&mut self, close: Kind) {
        self.stack.push(close);
        if let Some(count) = count(&mut self.counts, close) {
            *count += 1;
        }
    }

    /// Closes the innermost one.
    pub(super) fn pop(&mut self) {
        if let Some(close) = self.stack.pop()
            && let Some(count) = count(&mut self.counts, close)
        {
            *count -= 1;
        }
    }

    /// Closes the innermost one that a token closes, and all within it; returns whether there is one.
    pub(super) fn close(&mut self, close: Kind) -> bool {
        if !self.await_token(close) {
            return false;
        }
        while self.stack.last().is_some_and(|last| !closes(close, *last)) {
            self.pop();
        }
        self.pop();
        true
    }

    /// Whether a token closes any of them.
    pub(super) fn await_token(&self, close: Kind) -> bool {
        count(&mut { self.counts }, close).is_some_and(|count| *count > 0)
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
    token == waiting || (token == Kind::StripBrace && waiting == Kind::CloseBrace)
}

fn count(counts: &mut [usize; 3], close: Kind) -> Option<&mut usize> {
    match close {
        Kind::CloseBrace | Kind::StripBrace => counts.get_mut(0),
        Kind::CloseBracket => counts.get_mut(1),
        Kind::CloseParen => counts.get_mut(2),
        _ => None,
    }
}
