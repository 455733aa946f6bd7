//! Every bound on memory, time and recursion.

/// Units: bytes of one file.
pub(crate) const FILE: u64 = 100 << 20;

/// Units: bytes of all files together.
pub(crate) const ALL_FILES: u64 = 1 << 30;

/// Files of JSON that are looked at.
pub(crate) const MOST_FILES: usize = 50_000;

/// Directories that are looked at.
pub(crate) const MOST_DIRECTORIES: usize = 20_000;

/// Directories inside each other that are looked at.
pub(crate) const DEPTH: usize = 16;

/// Values that all replies are made of.
pub(crate) const VALUES: usize = 1 << 23;

/// Units: bytes at the start of a file by which it is told.
pub(crate) const OPENING: usize = 64 << 10;

/// Digits of a number.
pub(crate) const DIGITS: usize = 4096;

/// Files without a reply that are told one by one.
pub(crate) const MOST_TOLD: usize = 20;
