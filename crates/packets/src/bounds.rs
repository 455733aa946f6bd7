//! A value known from below and from above.

use crate::SetAlgebra;

/// A lower and an upper bound of a value that may not be known exactly.
///
/// For sets, `must` ⊆ `may` holds for every value that the operations of this crate return, if it
/// holds for what they are given.
///
/// Unknown: what cannot be known is in `may` and not in `must`; it never leaves `may`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Bounds<T> {
    /// What is there for certain.
    pub must: T,
    /// What is possibly there.
    pub may: T,
}

/// One side of a [`Bounds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// What is certain.
    Must,
    /// What is possible.
    May,
}

impl<T> Bounds<T> {
    /// Two bounds; for sets the first must be within the second.
    pub fn new(must: T, may: T) -> Self {
        Self { must, may }
    }

    /// A value that is known exactly.
    pub fn exact(value: T) -> Self
    where
        T: Clone,
    {
        Self { must: value.clone(), may: value }
    }

    /// Whether both bounds are the same.
    pub fn is_exact(&self) -> bool
    where
        T: PartialEq,
    {
        self.must == self.may
    }

    /// The bound on one side.
    pub fn at(&self, bound: Bound) -> &T {
        match bound {
            Bound::Must => &self.must,
            Bound::May => &self.may,
        }
    }

    /// Both bounds through a function, which should be monotone to keep `must` within `may`.
    pub fn map<U>(&self, each: impl Fn(&T) -> U) -> Bounds<U> {
        Bounds { must: each(&self.must), may: each(&self.may) }
    }

    /// The bounds of two values combined, `must` with `must` and `may` with `may`.
    pub fn zip_with<U, V>(&self, other: &Bounds<U>, both: impl Fn(&T, &U) -> V) -> Bounds<V> {
        Bounds { must: both(&self.must, &other.must), may: both(&self.may, &other.may) }
    }
}

impl<T: SetAlgebra> Bounds<T> {
    /// The set that is known to be empty.
    pub fn empty() -> Self {
        Self { must: T::empty(), may: T::empty() }
    }

    /// A set of which nothing is known: certainly nothing, possibly everything.
    pub fn unknown() -> Self {
        Self { must: T::empty(), may: T::universe() }
    }

    /// A set of which only the upper bound is known.
    pub fn at_most(may: T) -> Self {
        Self { must: T::empty(), may }
    }

    /// A set of which only the lower bound is known.
    pub fn at_least(must: T) -> Self {
        Self { must, may: T::universe() }
    }

    /// Whether not even possibly there is a member.
    pub fn is_empty(&self) -> bool {
        self.may.is_empty()
    }

    /// Members of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.zip_with(other, T::union)
    }

    /// Members of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.zip_with(other, T::intersection)
    }

    /// Members of this set that are not in the other.
    ///
    /// Unknown: what is possibly in the other is not certain to remain; what is not certain to be in
    /// the other possibly remains.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self { must: self.must.difference(&other.may), may: self.may.difference(&other.must) }
    }
}
