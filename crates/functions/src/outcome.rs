//! What a function gives, or why it gives nothing.

use ringfence_value::{Refinement, Value};

use crate::CallError;

/// Why a function gives no value.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The call is wrong, as Terraform says too.
    Wrong(CallError),
    /// It depends on something unknown in its arguments; what is certain of the result all the same.
    Unknown(Refinement),
    /// It would go over a bound that Terraform does not have; which, in words.
    Limit(String),
    /// Its result is another one on each run, or cannot be computed here.
    Volatile,
}

impl Stop {
    /// It depends on something unknown.
    pub(crate) fn unknown() -> Self {
        Self::Unknown(Refinement::default())
    }

    /// An argument is wrong.
    pub(crate) fn argument(index: usize, message: impl Into<String>) -> Self {
        Self::Wrong(CallError { argument: Some(index), message: message.into() })
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Wrong(CallError { argument: None, message })
    }
}

impl From<&str> for Stop {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

/// What a function gives.
pub(crate) type Outcome = Result<Value, Stop>;
