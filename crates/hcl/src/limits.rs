//! Bounds on what is parsed.

/// The longest text that is parsed.
///
/// Units: bytes.
pub const MAX_TEXT: usize = 64 << 20;

/// How deep brackets, blocks, templates, conditionals and signs may stand in one another.
pub const MAX_DEPTH: usize = 256;

/// How many diagnostics one parse gives; the last one says that there may be more.
pub const MAX_DIAGNOSTICS: usize = 200;

/// The longest text that [`crate::Names`] keeps.
///
/// Units: bytes.
pub const MAX_NAME: usize = 64;

/// How many texts [`crate::Names`] keeps at most; a power of two.
pub const MAX_NAMES: usize = 1 << 15;
