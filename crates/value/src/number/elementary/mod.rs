//! `pow` and `log`, which Terraform computes with floats of 64 bits.
//!
//! No two mathematical libraries agree on the last bit. These functions take the steps that Terraform's own binary
//! takes on the machines most people run it on (amd64 with fused multiplication), so that they agree with it.

mod exponential;
mod logarithm;
mod power;

use super::{Number, NumberError};

impl Number {
    /// The number to a power, as a float.
    ///
    /// # Errors
    ///
    /// [`NumberError::BeyondFloat`] for an operand, [`NumberError::NotReal`]. A result that is too large is
    /// an infinity.
    ///
    /// Source: <https://github.com/zclconf/go-cty> v1.16.0, `cty/function/stdlib/number.go`, read 2026-11-25.
    pub fn pow(&self, power: &Self) -> Result<Self, NumberError> {
        let result = power::power(self.finite_f64()?, power.finite_f64()?);
        Self::from_f64(result).ok_or(NumberError::NotReal)
    }

    /// The logarithm to a base, as a float.
    ///
    /// # Errors
    ///
    /// [`NumberError::BeyondFloat`] for an operand, [`NumberError::NotReal`]. That of zero is an infinity.
    ///
    /// Source: <https://github.com/zclconf/go-cty> v1.16.0, `cty/function/stdlib/number.go`, read 2026-11-25.
    pub fn log(&self, base: &Self) -> Result<Self, NumberError> {
        let result = logarithm::natural(self.finite_f64()?) / logarithm::natural(base.finite_f64()?);
        Self::from_f64(result).ok_or(NumberError::NotReal)
    }
}
