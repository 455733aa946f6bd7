//! Reading files, inside the scanned tree only.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ringfence_model::{FileId, Sources, Span};

use crate::{FileText, Limits};

/// The scanned tree: the only place files are read from.
pub(crate) struct Tree<'a> {
    /// Canonical.
    boundary: PathBuf,
    /// Canonical; paths below it are shown relative to it.
    display_base: Option<PathBuf>,
    sources: &'a Sources,
    limits: Limits,
    read: RefCell<HashMap<PathBuf, FileText>>,
    bytes: Cell<u64>,
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
        Self { boundary, display_base, sources, limits, read: RefCell::default(), bytes: Cell::new(0) }
    }

    /// The canonical path, if it lies in the tree.
    pub(crate) fn resolve(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let clean = lexical(path);
        let outside = || {
            let path = self.display(&clean);
            Refusal::Refused(format!("`{path}` lies outside the scanned directory and is not read"))
        };
        if !clean.starts_with(&self.boundary) {
            return Err(outside());
        }
        let found = fs::canonicalize(path)
            .map_err(|_| Refusal::Missing(format!("no file exists at `{}`", self.display(&clean))))?;
        if found.starts_with(&self.boundary) { Ok(found) } else { Err(outside()) }
    }

    /// The file's text, registered in the sources; the same file gives the same span again.
    pub(crate) fn read(&self, path: &Path) -> Result<FileText, Refusal> {
        let path = self.resolve(path)?;
        if let Some(known) = self.read.borrow().get(&path) {
            return Ok(known.clone());
        }
        let text = self.read_new(&path)?;
        self.read.borrow_mut().insert(path, text.clone());
        Ok(text)
    }

    fn read_new(&self, path: &Path) -> Result<FileText, Refusal> {
        let shown = self.display(path);
        let refused = |why: &str| Refusal::Refused(format!("`{shown}` was not read: {why}"));
        let missing = || Refusal::Missing(format!("no file exists at `{shown}`"));
        let file = fs::File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => missing(),
            _ => refused(&error.to_string()),
        })?;
        let metadata = file.metadata().map_err(|error| refused(&error.to_string()))?;
        if !metadata.is_file() {
            return Err(refused("it is not a regular file"));
        }
        let limit = self.limits.file.min(self.limits.all_files.saturating_sub(self.bytes.get()));
        let mut bytes = Vec::new();
        let length =
            file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refused(&error.to_string()))?;
        if length as u64 > limit {
            return Err(refused(&format!("it has more than {limit} bytes")));
        }
        self.bytes.set(self.bytes.get() + length as u64);
        Ok(self.register(shown, bytes))
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
