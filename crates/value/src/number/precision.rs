//! How many bits a number's mantissa may have.

/// The most bits a mantissa may have here; only `parseint` makes more than 512.
pub const MAX_PRECISION: u64 = 1 << 16;

/// How many bits a number's mantissa may have.
///
/// Units: bits, at most [`MAX_PRECISION`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precision(u32);

impl Precision {
    /// That of the infinity that `min` and `max` start from, which says nothing about a result's precision.
    pub(super) const NONE: Self = Self(0);
    /// That of a float, and so of what `pow` and `log` give.
    pub const FLOAT: Self = Self(53);
    /// That of a number that Terraform counted.
    pub const INTEGER: Self = Self(64);
    /// That of a number that was read from text, and of every product before it is cut.
    pub const TEXT: Self = Self(512);

    /// The precision of so many bits, cut to what is allowed.
    pub(super) fn of_bits(bits: u64) -> Self {
        Self(u32::try_from(bits.min(MAX_PRECISION)).unwrap_or(u32::MAX))
    }

    /// How many bits.
    pub fn bits(self) -> u64 {
        self.0.into()
    }

    /// Whether a whole number needs no rounding.
    pub(super) fn holds(self, value: i64) -> bool {
        u64::from(64 - value.unsigned_abs().leading_zeros()) <= self.bits()
    }
}
