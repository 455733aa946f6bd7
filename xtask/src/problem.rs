//! What a check complains about.

use std::fmt;

/// One complaint, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// Path from the workspace's root, with `/`.
    pub(crate) path: String,
    /// Units: from 1; 0 if it is about the whole file or folder.
    pub(crate) line: usize,
    /// The check's name, as exceptions use it.
    pub(crate) check: &'static str,
    /// What was measured, if the check measures: lines.
    pub(crate) measured: Option<usize>,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl Problem {
    /// A complaint about a line, or about the whole file if `line` is 0.
    pub(crate) fn new(
        check: &'static str,
        path: impl Into<String>,
        line: usize,
        message: impl Into<String>,
    ) -> Self {
        Self { path: path.into(), line, check, measured: None, message: message.into() }
    }

    /// With what was measured, so that an exception can set its own limit.
    pub(crate) fn measured(self, measured: usize) -> Self {
        Self { measured: Some(measured), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, check, message, .. } = self;
        if *line == 0 {
            write!(f, "{path}: {message} [{check}]")
        } else {
            write!(f, "{path}:{line}: {message} [{check}]")
        }
    }
}
