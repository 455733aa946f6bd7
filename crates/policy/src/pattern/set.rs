//! The patterns of one element: `Action`, `NotAction`, `Resource` or `NotResource`.

use super::{Pattern, Region};
use crate::reading::Reading;
use std::ops::Range;

/// What one element of a statement covers: any of its patterns, or all but them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternSet {
    /// Whether the element's name begins with `Not`.
    pub negated: bool,
    /// The patterns, in the order written.
    ///
    /// Shape: empty for an empty list; one pattern of unknown extent where the element is unknown.
    pub patterns: Vec<Pattern>,
    /// Where the element's value stands.
    pub span: Range<usize>,
}

impl PatternSet {
    /// Covers things of which nothing is known.
    pub(crate) fn unknown(span: Range<usize>) -> Self {
        Self { negated: false, patterns: vec![Pattern::whole_unknown(span.clone())], span }
    }

    /// Returns whether the element covers the text under this reading. An action must be in lower case.
    pub fn covers(&self, text: &str, reading: Reading) -> bool {
        let listed = if self.negated { reading.opposite() } else { reading };
        self.patterns.iter().any(|pattern| pattern.matches(text, listed)) != self.negated
    }

    /// Returns the first pattern that covers the text under this reading.
    ///
    /// Shape: `None` for a `Not…` element, where no pattern covers anything by itself.
    pub fn covering(&self, text: &str, reading: Reading) -> Option<&Pattern> {
        let listed = self.patterns.iter().find(|pattern| pattern.matches(text, reading));
        listed.filter(|_| !self.negated)
    }

    /// Returns everything the element covers under this reading.
    pub(crate) fn region(&self, reading: Reading) -> Region {
        let listed = if self.negated { reading.opposite() } else { reading };
        let patterns = self.patterns.iter().filter(|pattern| pattern.applies(listed));
        let any = Region::either(patterns.map(Region::of));
        if self.negated { Region::not(any) } else { any }
    }
}
