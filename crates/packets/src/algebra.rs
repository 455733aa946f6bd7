//! What every set of this crate can do.

/// A canonical set: two values are equal exactly if they have the same members.
///
/// The types implement the same names as inherent methods, so callers need this trait only to be
/// generic over them, as [`Bounds`](crate::Bounds) is.
pub trait SetAlgebra: Clone + PartialEq {
    /// The set without members.
    fn empty() -> Self;
    /// The set of everything this type can hold.
    fn universe() -> Self;
    /// Whether there is no member.
    fn is_empty(&self) -> bool;
    /// Members of either set.
    #[must_use]
    fn union(&self, other: &Self) -> Self;
    /// Members of both sets.
    #[must_use]
    fn intersection(&self, other: &Self) -> Self;
    /// Members of this set that are not in the other.
    #[must_use]
    fn difference(&self, other: &Self) -> Self;
    /// Whether every member of this set is in the other.
    fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }
    /// Whether the sets share a member.
    fn overlaps(&self, other: &Self) -> bool {
        !self.intersection(other).is_empty()
    }
}

/// Implements [`SetAlgebra`] by the type's inherent methods of the same names.
macro_rules! set_algebra {
    ($set:ty, $universe:ident $(, for $($bound:tt)*)?) => {
        impl $(<$($bound)*>)? $crate::SetAlgebra for $set {
            fn empty() -> Self {
                <$set>::empty()
            }
            fn universe() -> Self {
                <$set>::$universe()
            }
            fn is_empty(&self) -> bool {
                <$set>::is_empty(self)
            }
            fn union(&self, other: &Self) -> Self {
                <$set>::union(self, other)
            }
            fn intersection(&self, other: &Self) -> Self {
                <$set>::intersection(self, other)
            }
            fn difference(&self, other: &Self) -> Self {
                <$set>::difference(self, other)
            }
            fn is_subset(&self, other: &Self) -> bool {
                <$set>::is_subset(self, other)
            }
            fn overlaps(&self, other: &Self) -> bool {
                <$set>::overlaps(self, other)
            }
        }
    };
}

pub(crate) use set_algebra;
