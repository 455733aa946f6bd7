//! Bounds on what a function may make, so that hostile input costs bounded time and memory.
//!
//! Terraform has none but that of `range`. Where one of the others is met, the result is unknown with the
//! bound as its cause.

use super::call::Stop;

/// Units: bytes of a string that a function makes.
pub(super) const TEXT: usize = 16 << 20;

/// Elements of a collection that a function makes, those of its elements counted too.
pub(super) const ELEMENTS: usize = 1 << 20;

/// Values that the comparisons of one call look at.
pub(super) const COMPARED: usize = 1 << 22;

/// Units: bytes of the texts by which a set orders elements that are collections.
pub(super) const KEYS: usize = 16 << 20;

/// Units: bytes of a compiled regular expression.
pub(super) const PATTERN: usize = 1 << 20;

/// Terraform's own bound on the numbers of `range`: more is an error there too.
pub(super) const RANGE: usize = 1024;

/// Levels of collections in a text that is decoded or a value that is encoded.
pub(super) const NESTING: usize = 128;

/// Stops for a text that would be too long.
pub(super) fn text(bytes: usize) -> Result<(), Stop> {
    if bytes > TEXT { Err(Stop::Limit(format!("a text of more than {TEXT} bytes"))) } else { Ok(()) }
}

/// Stops for a collection that would be too large.
pub(super) fn elements(count: usize) -> Result<(), Stop> {
    if count > ELEMENTS {
        Err(Stop::Limit(format!("a collection of more than {ELEMENTS} elements")))
    } else {
        Ok(())
    }
}

/// Stops for a pattern that is too long to compile.
pub(super) fn pattern(bytes: usize) -> Result<(), Stop> {
    if bytes > PATTERN { Err(Stop::Limit(format!("a pattern of more than {PATTERN} bytes"))) } else { Ok(()) }
}
