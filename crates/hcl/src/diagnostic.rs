//! What a parse has to say beside its tree.

use crate::ast::TextRange;

/// A tree, and what is wrong with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The tree: with errors, what could be read.
    pub value: T,
    /// What is wrong or old-fashioned, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// Returns whether Terraform would refuse the text.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// One thing that is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether anything was lost by it.
    pub severity: Severity,
    /// What is wrong and what to do, in lower case.
    pub message: String,
    /// Where.
    pub at: TextRange,
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Current Terraform refuses it, older Terraform took it, and its meaning is clear: nothing was lost.
    Warning,
    /// Terraform refuses it; the tree has what could be read.
    Error,
}
