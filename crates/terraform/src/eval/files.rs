//! What functions see of files and templates.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ringfence_model::Span;

use super::engine::ParsedTemplate;
use super::scope::Frame;
use super::unknown::{derived, error};
use super::{Engine, Scope};
use crate::tree::{Refusal, lexical};
use crate::{FileText, Map, Surroundings, Value, syntax};

/// Files that one listing may look at.
const MOST_LISTED: usize = 20_000;

/// Surroundings of one call; remembers whether a file was refused, which is not an error of the configuration.
pub(crate) struct Around<'e, 'a> {
    engine: &'e Engine<'a>,
    refused: RefCell<Option<String>>,
}

impl<'e, 'a> Around<'e, 'a> {
    pub(crate) fn new(engine: &'e Engine<'a>) -> Self {
        Self { engine, refused: RefCell::new(None) }
    }

    /// Why a file was refused, if one was.
    pub(crate) fn refusal(&self) -> Option<String> {
        self.refused.borrow().clone()
    }

    /// The absolute path; that of a home directory is nowhere in the tree.
    fn path(&self, path: &str) -> PathBuf {
        if path.starts_with('~') { PathBuf::from("/").join(path) } else { self.engine.root.join(path) }
    }

    fn noted<T>(&self, result: Result<T, Refusal>) -> Result<T, String> {
        result.map_err(|refusal| {
            if let Refusal::Refused(message) = &refusal {
                self.refused.borrow_mut().get_or_insert_with(|| message.clone());
            }
            refusal.message().to_owned()
        })
    }
}

impl Surroundings for Around<'_, '_> {
    fn read(&self, path: &str) -> Result<FileText, String> {
        self.noted(self.engine.tree.read(&self.path(path)))
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        match self.engine.tree.resolve(&self.path(path)) {
            Ok(found) => Ok(found.is_file()),
            Err(Refusal::Missing(_)) => Ok(false),
            refused @ Err(Refusal::Refused(_)) => self.noted(refused).map(|_| false),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let root = self.noted(self.engine.tree.resolve(&self.path(directory)))?;
        let mut found = Vec::new();
        let mut pending = vec![root.clone()];
        let mut seen = 0_usize;
        while let Some(dir) = pending.pop() {
            for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
                seen += 1;
                if seen > MOST_LISTED {
                    return self.noted(Err(Refusal::Refused(format!(
                        "`{directory}` holds more than {MOST_LISTED} files"
                    ))));
                }
                // Symbolic links are followed to files only, and only inside the tree.
                let kind = entry.file_type().map_err(|error| error.to_string())?;
                let path = entry.path();
                if kind.is_dir() {
                    pending.push(path);
                } else if kind.is_file() || self.noted(self.engine.tree.resolve(&path))?.is_file() {
                    found.extend(relative(&path, &root));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn render(&self, template: &FileText, variables: &Map) -> Result<Value, String> {
        let engine = self.engine;
        engine.enter()?;
        let frame = Frame::Variables(variables);
        let rendered = engine
            .parsed(template)
            .map(|segments| engine.template(&segments, template.span, Scope::template(&frame)))
            .map_err(|message| message.to_string());
        engine.leave();
        rendered
    }

    fn absolute(&self, path: &str) -> String {
        lexical(&self.path(path)).to_string_lossy().into_owned()
    }
}

fn relative(path: &Path, root: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/"))
}

impl Engine<'_> {
    /// A text as a template, with these variables.
    pub(crate) fn render_text(&self, template: &Value, variables: &Value, at: Span) -> Value {
        let (Some(text), Some(variables)) = (template.as_str(), variables.as_map()) else {
            return derived([template, variables], at);
        };
        let text = FileText { text: text.into(), raw: None, span: template.origin.at };
        Around::new(self).render(&text, variables).unwrap_or_else(|message| error(message, at))
    }

    /// A template's segments; a whole file is parsed once.
    fn parsed(&self, template: &FileText) -> ParsedTemplate {
        let span = template.span;
        let parse = || match syntax::parse_template(span.file, span.start, &template.text) {
            Ok(segments) => Ok(Rc::new(segments)),
            Err(message) => Err(message.into()),
        };
        if span.start != 0 || span.len() != template.text.len() {
            return parse();
        }
        if let Some(known) = self.templates.borrow().get(&span.file) {
            return known.clone();
        }
        let parsed: ParsedTemplate = parse();
        self.templates.borrow_mut().insert(span.file, parsed.clone());
        parsed
    }
}
