//! How much work an engine does.

/// How many steps a matrix takes at most; a million interfaces take a thirtieth of them at most.
const WORK: u64 = 536_870_912;

/// How many bounds of places by borders are looked for at most: more would cost more than they save.
const BORDER_BOUNDS: u64 = 16_777_216;

/// How much work an engine does for one [`Matrix`](crate::Matrix), at most.
///
/// Unknown: what a limit cuts off is possible, never closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps in the search for what passes between labels: every label has its share of them by its classes.
    ///
    /// Shape: in what a label's share does not suffice for, everything is possible;
    /// [`Matrix::cut_off`](crate::Matrix::cut_off) tells which labels these are.
    pub work: u64,
    /// Pairs of a border and a place up to which borders are compared as a whole before interfaces are.
    ///
    /// Shape: the result does not depend on it.
    pub border_bounds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { work: WORK, border_bounds: BORDER_BOUNDS }
    }
}
