//! Reading files, inside the scanned tree only.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use ringfence_functions::FileText;
use ringfence_model::{FileId, Sources, Span};

use crate::Limits;
use crate::regular_file::{self, Unread};

/// The scanned tree: the only place files are read from.
pub(crate) struct Tree<'a> {
    /// Canonical.
    boundary: PathBuf,
    /// Canonical; further directories and files that the user named.
    also: Vec<PathBuf>,
    /// Canonical; paths below it are shown relative to it.
    display_base: Option<PathBuf>,
    sources: &'a Sources,
    limits: Limits,
    read: Mutex<HashMap<PathBuf, FileText>>,
    bytes: AtomicU64,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is none, as Terraform would find too.
    Missing(String),
    /// There may be one, but it is not read; why.
    Refused(String),
}

impl Refusal {
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Missing(message) | Self::Refused(message) => message,
        }
    }
}

impl<'a> Tree<'a> {
    /// The tree at `boundary`, which may also be a file: then its directory.
    pub(crate) fn new(
        boundary: &Path,
        also: &[PathBuf],
        display_base: Option<&Path>,
        sources: &'a Sources,
        limits: Limits,
    ) -> Self {
        let canonical = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut boundary = canonical(boundary);
        if boundary.is_file() {
            boundary.pop();
        }
        let display_base = display_base.map(canonical);
        // A link that the user names is followed; the paths through it are its target's.
        let also = also.iter().flat_map(|path| [canonical(path), lexical(&absolute(path))]).collect();
        Self {
            boundary,
            also,
            display_base,
            sources,
            limits,
            read: Mutex::default(),
            bytes: AtomicU64::new(0),
        }
    }

    /// The canonical path, if it lies in the tree.
    pub(crate) fn resolve(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let clean = lexical(path);
        let outside = || {
            let path = self.display(&clean);
            Refusal::Refused(format!(
                "`{path}` lies outside the scanned directory and is not read; name a directory that holds it (`--tree`)"
            ))
        };
        if !self.holds(&clean) {
            return Err(outside());
        }
        let found = fs::canonicalize(path)
            .map_err(|_| Refusal::Missing(format!("no file exists at `{}`", self.display(&clean))))?;
        if self.holds(&found) { Ok(found) } else { Err(outside()) }
    }

    /// Where the texts of files are kept.
    pub(crate) fn sources(&self) -> &Sources {
        self.sources
    }

    fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.boundary) || self.also.iter().any(|also| path.starts_with(also))
    }

    /// The file's text, registered in the sources; the same file gives the same span again.
    pub(crate) fn read(&self, path: &Path) -> Result<FileText, Refusal> {
        let path = self.resolve(path)?;
        if let Some(known) = self.known(&path) {
            return Ok(known);
        }
        let bytes = self.bytes(&path)?;
        Ok(self.keep(path, bytes))
    }

    /// Several files, read side by side and registered in their order.
    pub(crate) fn read_all(&self, paths: &[PathBuf]) -> Vec<Result<FileText, Refusal>> {
        let bytes: Vec<Result<(PathBuf, Vec<u8>), Refusal>> = paths
            .par_iter()
            .map(|path| {
                let path = self.resolve(path)?;
                let bytes = self.bytes(&path)?;
                Ok((path, bytes))
            })
            .collect();
        let keep =
            |(path, bytes): (PathBuf, Vec<u8>)| self.known(&path).unwrap_or_else(|| self.keep(path, bytes));
        bytes.into_iter().map(|read| read.map(keep)).collect()
    }

    fn known(&self, path: &Path) -> Option<FileText> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn keep(&self, path: PathBuf, bytes: Vec<u8>) -> FileText {
        let text = self.register(self.display(&path), bytes);
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(path).or_insert(text).clone()
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Refusal> {
        let shown = self.display(path);
        let refused = |why: &str| Refusal::Refused(format!("`{shown}` was not read: {why}"));
        let left = self.limits.all_files.saturating_sub(self.bytes.load(Ordering::Relaxed));
        let bytes = regular_file::read(path, self.limits.file.min(left)).map_err(|unread| match unread {
            _ if unread.is_missing() => Refusal::Missing(format!("no file exists at `{shown}`")),
            Unread::TooLarge(_) if left < self.limits.file => {
                refused(&format!("all files together have more than {} bytes", self.limits.all_files))
            }
            unread => refused(&unread.why()),
        })?;
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }

    /// A text that is no file: it was given on the command line.
    pub(crate) fn keep_text(&self, shown: &str, text: &str) -> FileText {
        self.register(shown.to_owned(), text.as_bytes().to_vec())
    }

    fn register(&self, shown: String, bytes: Vec<u8>) -> FileText {
        let (text, raw): (Arc<str>, Option<Arc<[u8]>>) = match String::from_utf8(bytes) {
            Ok(text) => (text.into(), None),
            Err(error) => {
                let bytes = error.into_bytes();
                (String::from_utf8_lossy(&bytes).into(), Some(bytes.into()))
            }
        };
        let file = self.sources.add(shown, text.clone());
        FileText { span: whole(file, &text), text, raw }
    }

    /// The path as a report shows it.
    pub(crate) fn display(&self, path: &Path) -> String {
        let shown =
            self.display_base.as_deref().and_then(|base| path.strip_prefix(base).ok()).unwrap_or(path);
        let shown = shown.to_string_lossy();
        let shown = if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() };
        if shown.is_empty() { ".".to_owned() } else { shown }
    }
}

/// The absolute path, if the working directory is known.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The span of a whole file.
pub(crate) fn whole(file: FileId, text: &str) -> Span {
    Span { file, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) }
}

/// The path without `.` and `..`, without looking at the file system.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
