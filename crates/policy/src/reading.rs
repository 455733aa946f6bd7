//! The three ways to read a policy that is not fully known.

/// Which end of the possible a fact is taken at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    /// It holds in the fewest cases.
    Least,
    /// It holds in the most cases.
    Most,
}

/// How conditions and unknown pieces are taken when a statement is applied.
///
/// A statement covers the fewest requests under [`Reading::CERTAIN`] and the most under
/// [`Reading::POSSIBLE`]. Where one set is taken away from another, as a Deny or a `Not…` element does, the
/// taken set is read the opposite way; that keeps every answer on its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// What depends on the request: conditions, and `${…}` variables in resources.
    pub(crate) caller: Side,
    /// What is not known.
    pub(crate) unknown: Side,
}

impl Reading {
    /// Whatever the unknown pieces are and whatever the request brings.
    pub const CERTAIN: Self = Self { caller: Side::Least, unknown: Side::Least };
    /// Whatever the unknown pieces are, for a request that meets the conditions.
    pub const CONDITIONAL: Self = Self { caller: Side::Most, unknown: Side::Least };
    /// For some value of the unknown pieces, and a request that meets the conditions.
    pub const POSSIBLE: Self = Self { caller: Side::Most, unknown: Side::Most };

    /// Returns the reading for what is taken away.
    pub(crate) fn opposite(self) -> Self {
        Self { caller: self.caller.other(), unknown: self.unknown.other() }
    }
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Least => Self::Most,
            Self::Most => Self::Least,
        }
    }
}
