//! What functions see of files and templates.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ringfence_functions::{FileText, Surroundings};
use ringfence_hcl::{Names, Severity, parse_template};
use ringfence_model::{NoticeId, Span};
use ringfence_value::{Map, Type, Value};

use super::engine::ParsedTemplate;
use super::scope::Frame;
use super::unknown::derived;
use super::{Evaluator, Scope};
use crate::tree::{Refusal, lexical};

/// Files that one listing may look at.
const MOST_LISTED: usize = 20_000;

/// How many steps it takes to find one.
const LISTED: u64 = 32;

/// How many steps it takes to find out which file a path means.
const FOUND: u64 = 128;

/// Units: bytes of a file that a function looks at in the time that one step stands for.
const READ: u64 = 64;

/// Surroundings of one call; remembers whether a file was refused, which is not an error of the configuration.
pub(super) struct Around<'v, 'e, 'a> {
    evaluator: &'v Evaluator<'e, 'a>,
    circle: u32,
    refused: RefCell<Option<String>>,
}

impl<'v, 'e, 'a> Around<'v, 'e, 'a> {
    pub(super) fn new(evaluator: &'v Evaluator<'e, 'a>, circle: u32) -> Self {
        Self { evaluator, circle, refused: RefCell::new(None) }
    }

    /// Why a file was refused, if one was.
    pub(super) fn refusal(&self) -> Option<String> {
        self.refused.borrow().clone()
    }

    /// The absolute path.
    fn path(&self, path: &str) -> PathBuf {
        self.evaluator.engine.root.join(path)
    }

    /// The absolute path of what is to be read; a home directory is nowhere in the tree.
    fn inside(&self, path: &str) -> Result<PathBuf, Refusal> {
        if path.starts_with('~') {
            let message = format!("`{path}` lies outside the scanned directory and is not read");
            return Err(Refusal::Refused(message));
        }
        Ok(self.path(path))
    }

    /// Counts work; an error if there is no room for it.
    fn afford(&self, steps: u64) -> Result<(), String> {
        if self.work(steps) {
            return Ok(());
        }
        self.noted(Err(Refusal::Refused(self.evaluator.engine.exhausted())))
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

impl Surroundings for Around<'_, '_, '_> {
    fn read(&self, path: &str) -> Result<FileText, String> {
        let read = self.inside(path).and_then(|path| self.evaluator.engine.tree.read(&path));
        if let Ok(file) = &read {
            self.afford(FOUND + file.bytes().len() as u64 / READ)?;
        }
        self.noted(read)
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        match self.inside(path).and_then(|path| self.evaluator.engine.tree.resolve(&path)) {
            Ok(found) => Ok(found.is_file()),
            Err(Refusal::Missing(_)) => Ok(false),
            refused @ Err(Refusal::Refused(_)) => self.noted(refused).map(|_| false),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let tree = self.evaluator.engine.tree;
        let root = self.noted(self.inside(directory).and_then(|path| tree.resolve(&path)))?;
        let mut found = Vec::new();
        let mut pending = vec![root.clone()];
        let mut seen = 0_usize;
        while let Some(dir) = pending.pop() {
            self.afford(LISTED)?;
            for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
                seen += 1;
                if seen > MOST_LISTED {
                    return self.noted(Err(Refusal::Refused(format!(
                        "`{directory}` holds more than {MOST_LISTED} files and directories, which is the limit"
                    ))));
                }
                self.afford(LISTED)?;
                // Symbolic links are followed to files only, and only inside the tree.
                let kind = entry.file_type().map_err(|error| error.to_string())?;
                let path = entry.path();
                if kind.is_dir() {
                    pending.push(path);
                } else if kind.is_file() || self.noted(tree.resolve(&path))?.is_file() {
                    found.extend(relative(&path, &root));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn render(&self, template: &FileText, variables: &Map) -> Result<Value, String> {
        let segments = self.evaluator.parsed(template).map_err(|message| message.to_string())?;
        let frame = Frame::Variables(variables);
        let scope = Scope { circle: self.circle, ..Scope::empty(template.span.file) }.with(&frame);
        let errors = self.evaluator.errors();
        let value =
            self.evaluator.deeper(template.span, || self.evaluator.template(&segments, template.span, scope));
        if self.evaluator.errors() == errors {
            return Ok(value);
        }
        self.evaluator.forgive(errors);
        let error = value.reason().and_then(|reason| reason.error());
        Err(error.map_or_else(|| "the template is wrong".to_owned(), |error| message(error)))
    }

    fn work(&self, steps: u64) -> bool {
        self.evaluator.spend(steps) || {
            self.evaluator.note_exhausted();
            false
        }
    }

    fn absolute(&self, path: &str) -> String {
        lexical(&self.path(path)).to_string_lossy().into_owned()
    }
}

fn message(reason: &ringfence_value::Reason) -> String {
    match &reason.cause {
        ringfence_value::Cause::Error(message) => message.to_string(),
        _ => "the template is wrong".to_owned(),
    }
}

fn relative(path: &Path, root: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/"))
}

impl Evaluator<'_, '_> {
    /// A text as a template, with these variables.
    pub(crate) fn render_text(&self, template: &Value, variables: &Value, at: Span) -> Value {
        let (Some(text), Some(variables)) = (template.as_str(), variables.as_map()) else {
            return derived(Type::String, [template, variables], at);
        };
        let text = FileText { text: text.into(), raw: None, span: template.origin.at };
        let rendered = Around::new(self, 0).render(&text, variables);
        rendered.unwrap_or_else(|message| self.error_of(Type::String, message, at))
    }

    /// A template's segments; a whole file is parsed once.
    fn parsed(&self, template: &FileText) -> ParsedTemplate {
        let span = template.span;
        let parse = || {
            let parsed = parse_template(&template.text, span.start, &mut Names::new());
            let wrong = parsed.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
            match wrong {
                None => Ok(Arc::new(parsed.value)),
                Some(wrong) => Err(wrong.message.as_str().into()),
            }
        };
        if span.start != 0 || span.len() != template.text.len() {
            return parse();
        }
        self.engine.template(span.file, parse)
    }
}

impl Evaluator<'_, '_> {
    /// The outputs of a state file in the tree, if it is one; if not, a notice says why.
    pub(crate) fn state_outputs(&self, path: &str, at: Span) -> Option<Map> {
        let read = self.engine.tree.read(&Around::new(self, 0).path(path));
        let outputs = match &read {
            Ok(text) => crate::document::state_outputs(&text.text, text.span.file)
                .map_err(|why| format!("`{path}` is no state: {why}")),
            Err(refusal) => Err(refusal.message().to_owned()),
        };
        let said = |why: &String| self.engine.notice(NoticeId::Unreadable, why.clone(), Some(at));
        outputs.inspect_err(said).ok()
    }
}
