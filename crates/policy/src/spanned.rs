//! A value with its place.

use std::ops::Range;

/// A value and the byte range it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value, with escapes resolved.
    pub value: T,
    /// Where it stands in the text, quotation marks included.
    pub span: Range<usize>,
}
