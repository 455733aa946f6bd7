//! The conditions of a statement.

mod operator;

pub(crate) use operator::is_operator;

use crate::Spanned;
use crate::marker::readable;
use std::ops::Range;

/// One condition; a statement applies only where all of its conditions hold.
///
/// Unknown: a condition with an unknown value is still a condition; a wholly unknown one is kept apart, in
/// [`Conditions::unknown`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A test of one context key.
    Test {
        /// Such as `StringEquals`.
        operator: Spanned<String>,
        /// Such as `aws:ResourceTag/team`.
        key: Spanned<String>,
        /// The values to compare with, of which one must fit.
        values: Vec<Spanned<String>>,
    },
    /// An expression in a language that this crate keeps but does not read.
    Expression(Spanned<String>),
}

/// All conditions of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// What is known of them, in the order written.
    pub list: Vec<Condition>,
    /// Where there may be further conditions, of which nothing is known.
    pub unknown: Option<Range<usize>>,
    /// Where the element stands.
    pub span: Range<usize>,
}

impl Conditions {
    /// Returns whether the statement applies to every request.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.unknown.is_none()
    }

    /// Returns the conditions as one line of text.
    pub fn text(&self) -> String {
        let unknown = self.unknown.iter().map(|_| "a condition that is not known".to_owned());
        let known = self.list.iter().map(Condition::text);
        known.chain(unknown).collect::<Vec<_>>().join(" and ")
    }
}

impl Condition {
    /// Returns the condition as text, such as `StringEquals aws:ResourceTag/team "a" or "b"`.
    pub fn text(&self) -> String {
        match self {
            Self::Test { operator, key, values } => {
                let quoted: Vec<_> =
                    values.iter().map(|value| format!("\"{}\"", readable(&value.value))).collect();
                format!("{} {} {}", readable(&operator.value), readable(&key.value), quoted.join(" or "))
            }
            Self::Expression(expression) => readable(&expression.value),
        }
    }
}
