//! Why there is no number.

/// Why there is no number.
///
/// All but [`NumberError::Limit`] are errors in Terraform too; whether `try` and `can` catch them is the
/// evaluator's to say. After `Limit` the value is not known here, although Terraform may have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text is not a number.
    #[error("a number is required")]
    NotANumber,
    /// The text is not a whole number of that base.
    #[error("the text is not a whole number in that base: use its digits only, with a sign at most")]
    NotAnInteger,
    /// The base of `parseint` has no digits.
    #[error("the base must be a whole number between 2 and 62")]
    Base,
    /// `+Inf + -Inf`
    #[error("opposing infinities have no sum: keep divisions by zero out of it")]
    OpposingInfinities,
    /// `0 * +Inf`
    #[error("zero times infinity is not a number: keep divisions by zero out of it")]
    ZeroTimesInfinity,
    /// `0 / 0`, `+Inf / +Inf`
    #[error("zero by zero and infinity by infinity cannot be divided: check the divisor first")]
    UndefinedQuotient,
    /// `5 % +Inf`, `+Inf % 5`
    #[error("a remainder of infinity is not a number: keep divisions by zero out of it")]
    UndefinedRemainder,
    /// `pow(-1, 0.5)`, `log(-1, 2)`
    #[error("the result is not a number")]
    NotReal,
    /// `pow(1e400, 2)`
    #[error("the number does not fit a float of 64 bits: it must be below 1.8e308 in size")]
    BeyondFloat,
    /// `format("%d", 1.5)`
    #[error("an integer is required")]
    NotWhole,
    /// The number, or its text, is larger than what is computed here.
    #[error("the number has more digits than are computed here, {MOST_DIGITS} before and after the point", MOST_DIGITS = super::MAX_EXPONENT)]
    Limit,
}
