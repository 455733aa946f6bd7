//! Where a value came from.

use std::sync::Arc;

use ringfence_model::Span;

/// How many references of a way are kept.
const LONGEST: usize = 64;

/// The literal that gave a value, and the way it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The literal, or for a computed value the expression that computed it. The value of `file()` has the
    /// whole file here.
    pub at: Span,
    /// The references it came through, the nearest to its use first: attribute, local, variable.
    pub via: Option<Arc<Via>>,
}

/// One reference that a value came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// The expression that refers.
    pub at: Span,
    /// The reference behind it.
    pub next: Option<Arc<Via>>,
    /// How many there are, this one counted.
    length: usize,
}

impl Origin {
    /// A literal in place.
    pub fn literal(at: Span) -> Self {
        Self { at, via: None }
    }

    /// The same origin, reached through a reference at `at`.
    ///
    /// A place that follows itself is noted once, and a chain of more than 64 is not made longer.
    #[must_use]
    pub fn through(self, at: Span) -> Self {
        let length = self.via.as_ref().map_or(0, |via| via.length);
        if self.used_at() == at || length >= LONGEST {
            return self;
        }
        Self { at: self.at, via: Some(Arc::new(Via { at, next: self.via, length: length + 1 })) }
    }

    /// The references, the nearest to the use first.
    pub fn chain(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::successors(self.via.as_deref(), |via| via.next.as_deref()).map(|via| via.at)
    }

    /// Where the value is used: the outermost reference, or the literal itself.
    pub fn used_at(&self) -> Span {
        self.via.as_ref().map_or(self.at, |via| via.at)
    }
}
