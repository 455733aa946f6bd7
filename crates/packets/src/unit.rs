//! The whole numbers that a [`RangeSet`](crate::RangeSet) can hold.

use std::fmt::Debug;
use std::hash::Hash;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for u32 {}
    impl Sealed for u128 {}
}

/// A bounded whole number with a successor: a protocol, a port or an address.
///
/// Sealed: the sets rely on `next` and `previous` being exact inverses.
pub trait Unit: Copy + Ord + Hash + Debug + sealed::Sealed {
    /// The smallest value.
    const MIN: Self;
    /// The largest value.
    const MAX: Self;
    /// The value after this one, if there is one.
    fn next(self) -> Option<Self>;
    /// The value before this one, if there is one.
    fn previous(self) -> Option<Self>;
    /// This value as the widest number, for counting.
    fn widen(self) -> u128;
}

macro_rules! unit {
    ($($number:ty),*) => {$(
        impl Unit for $number {
            const MIN: Self = <$number>::MIN;
            const MAX: Self = <$number>::MAX;
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
            fn widen(self) -> u128 {
                u128::from(self)
            }
        }
    )*};
}

unit!(u8, u16, u32, u128);
