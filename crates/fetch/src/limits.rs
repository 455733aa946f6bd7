//! Bounds, so that a hostile or broken repository costs bounded time and space.

use std::time::Duration;

/// Bounds on what is brought.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of one call of git.
    pub time: Duration,
    /// Units: bytes of one repository, as git packs it and as files.
    pub bytes: u64,
    /// Files of one repository.
    pub files: usize,
    /// Repositories of one run.
    pub repositories: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(300), bytes: 512 << 20, files: 100_000, repositories: 256 }
    }
}
