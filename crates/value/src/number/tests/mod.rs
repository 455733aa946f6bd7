#![expect(clippy::float_cmp, reason = "floats are compared to the bit")]

mod expression;
mod hostile;
mod oracle;
mod properties;
mod rational;
mod representation;

use super::Number;

/// The number that a text stands for.
fn number(text: &str) -> Number {
    Number::parse(text).expect(text)
}
