//! Texts that are no JSON.

use std::fmt;

/// Why a text is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Where.
    ///
    /// Units: bytes from the start of the text.
    pub at: u64,
    /// Whether the text is the start of a document that is cut off; otherwise it is wrong.
    pub truncated: bool,
    /// What is wrong and what to do, in lower case.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "byte {}: {}", self.at, self.message)
    }
}

impl std::error::Error for JsonError {}
