//! Whether something is so, when it may not be known.

use ringfence_packets::Bound;

/// Whether something is certainly, possibly or not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Certainty {
    /// It is certainly not so.
    #[default]
    No,
    /// It is not known.
    Possible,
    /// It is certainly so.
    Certain,
}

impl Certainty {
    /// Whether it holds at this bound: `Must` needs certainty, `May` a possibility.
    pub fn at(self, bound: Bound) -> bool {
        match bound {
            Bound::Must => self == Self::Certain,
            Bound::May => self != Self::No,
        }
    }
}

/// The other bound: what is certain to be stopped is what is not even possibly let through.
pub(crate) fn opposite(bound: Bound) -> Bound {
    match bound {
        Bound::Must => Bound::May,
        Bound::May => Bound::Must,
    }
}
