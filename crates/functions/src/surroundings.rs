//! What a function may ask of its surroundings.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Map, Value};

/// Where a function is called, and what it may reach from there.
pub struct CallContext<'a> {
    /// The call expression: the origin of a value that the function makes.
    pub at: Span,
    /// Files and templates.
    pub surroundings: &'a dyn Surroundings,
}

/// Files and templates, as functions see them.
///
/// A path outside the scanned tree is refused with an error; the caller of the function then makes the result
/// unknown, so that `try(file("/etc/passwd"), "")` does not become known.
pub trait Surroundings {
    /// The text of the file at `path`, relative to the root module's directory.
    ///
    /// # Errors
    ///
    /// There is none, it lies outside the tree, or it is too large; in words.
    fn read(&self, path: &str) -> Result<FileText, String>;

    /// Whether there is a regular file at `path`.
    ///
    /// # Errors
    ///
    /// It lies outside the tree; in words.
    fn exists(&self, path: &str) -> Result<bool, String>;

    /// Every regular file below the directory, as paths relative to it with `/`, sorted.
    ///
    /// # Errors
    ///
    /// The directory or a link in it leads outside the tree, or there are too many files; in words.
    fn list(&self, directory: &str) -> Result<Vec<String>, String>;

    /// The text of `template` with its interpolations and directives evaluated; only `variables` are in scope.
    ///
    /// Unknown: an unknown piece gives an unknown string that is known in part.
    ///
    /// # Errors
    ///
    /// The template is wrong, or templates call each other too deep; in words.
    fn render(&self, template: &FileText, variables: &Map) -> Result<Value, String>;

    /// Counts work that the arguments' size does not tell; says whether there is room for it.
    ///
    /// Units: what one simple expression takes.
    fn work(&self, _steps: u64) -> bool {
        true
    }

    /// The absolute form of a path, without looking at the file system.
    fn absolute(&self, path: &str) -> String;
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct FileText {
    /// Its text; bytes that are not UTF-8 have been replaced.
    pub text: Arc<str>,
    /// Its bytes, if they are not the text's.
    pub raw: Option<Arc<[u8]>>,
    /// The whole file: the origin of a value that is its content.
    pub span: Span,
}

impl FileText {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Whether it is text: all of it is UTF-8.
    pub fn is_text(&self) -> bool {
        self.raw.is_none()
    }
}
