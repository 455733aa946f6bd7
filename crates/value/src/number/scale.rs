//! Powers of five, rounded as Terraform rounds them.

use num_bigint::BigUint;

use super::exact::Exact;

/// Bits to which a power of five is rounded when text is read.
const POWER_BITS: u64 = 576;
/// Bits to which the squares are rounded that it is made of.
const SQUARE_BITS: u64 = 640;
/// The largest power that the first step takes from a table.
const FIRST: u64 = 27;

/// 5^`power`, exact up to 248 and then rounded after each multiplication.
///
/// Shape: the exponent may be beyond what a number can have.
///
/// Source: how Terraform 1.11.4 rounds literals with exponents of a thousand and more, 2026-11-25.
pub(super) fn power_of_five(power: u64) -> Exact {
    let first = power.min(FIRST);
    let mut result = Exact::new(BigUint::from(5u8).pow(u32::try_from(first).unwrap_or(0)), 0);
    let mut square = Exact::new(BigUint::from(5u8), 0);
    let mut rest = power - first;
    while rest > 0 {
        if rest & 1 == 1 {
            result = product(&result, &square).round(POWER_BITS);
        }
        square = product(&square, &square).round(SQUARE_BITS);
        rest >>= 1;
    }
    result
}

fn product(left: &Exact, right: &Exact) -> Exact {
    Exact::new(&left.mantissa * &right.mantissa, left.exponent.saturating_add(right.exponent))
}
