//! Whole numbers of 256 bits, as much of them as addresses need.

/// A whole number in two's complement.
#[derive(Clone, Copy)]
pub(crate) struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    pub(crate) fn new(magnitude: u128, negative: bool) -> Self {
        if !negative || magnitude == 0 {
            return Self { high: 0, low: magnitude };
        }
        Self { high: u128::MAX, low: magnitude.wrapping_neg() }
    }

    pub(crate) fn is_negative(self) -> bool {
        self.high >> 127 == 1
    }

    /// The lowest 64 bits.
    pub(crate) fn low_bits(self) -> u64 {
        u64::try_from(self.low & u128::from(u64::MAX)).unwrap_or(u64::MAX)
    }

    /// The lowest 64 bits of the number without its sign.
    pub(crate) fn absolute_low(self) -> u64 {
        let size = if self.is_negative() { self.low.wrapping_neg() } else { self.low };
        Self { low: size, ..self }.low_bits()
    }

    /// Units: up to 128 bits.
    pub(crate) fn shift_left(self, bits: u32) -> Self {
        let carried = self.low.checked_shr(128 - bits.min(128)).unwrap_or(0);
        Self {
            high: self.high.checked_shl(bits).unwrap_or(0) | carried,
            low: self.low.checked_shl(bits).unwrap_or(0),
        }
    }

    pub(crate) fn or(self, other: u128) -> Self {
        Self { low: self.low | other, ..self }
    }

    /// The number without its sign, if that has 128 bits at most.
    pub(crate) fn magnitude(self) -> Option<u128> {
        let (high, low) = if self.is_negative() {
            let (low, carry) = (!self.low).overflowing_add(1);
            ((!self.high).wrapping_add(u128::from(carry)), low)
        } else {
            (self.high, self.low)
        };
        (high == 0).then_some(low)
    }
}

impl std::fmt::Display for Wide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_negative() { "-" } else { "" })?;
        self.magnitude().unwrap_or(u128::MAX).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_move_and_keep_their_sign() {
        assert_eq!(Wide::new(3, false).shift_left(100).magnitude(), Some(3 << 100));
        assert_eq!(Wide::new(3, false).shift_left(127).magnitude(), None);
        assert_eq!(Wide::new(1, true).shift_left(8).magnitude(), Some(256));
        assert_eq!(Wide::new(1, true).shift_left(8).or(0x0a00).magnitude(), Some(256));
        assert_eq!(Wide::new(1, true).shift_left(16).or(0x0a00).magnitude(), Some(0x1_0000 - 0x0a00));
        assert_eq!(Wide::new(1, false).shift_left(0).magnitude(), Some(1));
    }
}
