//! Reading a file, without waiting for one that is none.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

use crate::STANDARD_INPUT;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unread {
    /// The operating system's answer.
    Failed(Error),
    /// It is a directory, a pipe or a device: opening one may wait for ever, and reading one may never end.
    Irregular,
    /// It has more bytes than this.
    TooLarge(u64),
}

/// The bytes of a regular file, or of one that a link leads to.
///
/// # Errors
///
/// There is none, it is something else, it has more than `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    // Before it is opened: opening a pipe waits until somebody writes into it.
    let metadata = fs::metadata(path).map_err(Unread::Failed)?;
    if !metadata.is_file() {
        return Err(Unread::Irregular);
    }
    if metadata.len() > limit {
        return Err(Unread::TooLarge(limit));
    }
    // It may grow in the meantime.
    all(File::open(path).map_err(Unread::Failed)?, metadata.len(), limit)
}

/// The same of what a person named: that may be [`STANDARD_INPUT`] or a pipe (`<(terraform show -json tfplan)`), for
/// which it is right to wait.
///
/// # Errors
///
/// There is none, or it has more than `limit` bytes.
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    if path == Path::new(STANDARD_INPUT) {
        return all(std::io::stdin().lock(), 0, limit);
    }
    if fs::metadata(path).is_ok_and(|metadata| is_pipe(&metadata)) {
        return all(File::open(path).map_err(Unread::Failed)?, 0, limit);
    }
    read(path, limit)
}

fn all(input: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    let length = input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(Unread::Failed)?;
    if length as u64 > limit { Err(Unread::TooLarge(limit)) } else { Ok(bytes) }
}

#[cfg(unix)]
fn is_pipe(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

impl Unread {
    /// Whether there is none.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Failed(error) if error.kind() == ErrorKind::NotFound)
    }

    /// In words.
    pub fn why(&self) -> String {
        match self {
            Self::Failed(error) => error.to_string(),
            Self::Irregular => "it is not a regular file".to_owned(),
            Self::TooLarge(limit) => format!("it has more than {limit} bytes, which is the limit"),
        }
    }
}
