//! Files to bodies, and directories to modules.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use ringfence_functions::FileText;
use ringfence_hcl::ast::Body;
use ringfence_hcl::{Diagnostic, Names, Parsed, Severity};
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use super::declared::span;
use super::module::{Module, Twice, declared_twice};
use super::{Config, secrets};
use crate::folder::Folder;
use crate::tree::{Refusal, Tree};

/// Errors of one file that are noted.
const MOST_ERRORS: usize = 50;

/// Reads configuration inside the scanned tree; what is wrong with it becomes notices.
pub(crate) struct Reader<'a> {
    pub(crate) tree: Tree<'a>,
    notices: Mutex<Vec<Notice>>,
    /// Where values of sensitive variables stand.
    secrets: Mutex<Vec<Span>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(tree: Tree<'a>) -> Self {
        Self { tree, notices: Mutex::default(), secrets: Mutex::default() }
    }

    /// Adds a notice.
    pub(crate) fn note(&self, notice: Notice) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    /// Every notice so far.
    pub(crate) fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes where the value of a sensitive variable stands.
    pub(super) fn keep_secret(&self, at: Option<Span>) {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).extend(at);
    }

    /// Hides what is written for sensitive variables, once everything is read.
    pub(crate) fn hide_secrets(&self, config: &Config) {
        let found = std::mem::take(&mut *self.secrets.lock().unwrap_or_else(PoisonError::into_inner));
        secrets::hide(found, config, self.tree.sources());
    }

    /// A directory's module.
    pub(crate) fn module(&self, dir: PathBuf, folder: &Folder) -> Module {
        let mut module = Module { dir, complete: true, ..Module::default() };
        let mut twice = Twice::new();
        for (body, file) in self.bodies(&folder.configuration, &mut module.complete) {
            module.add(body, file, &mut twice);
        }
        if let Some(notice) = declared_twice(&twice) {
            self.note(notice);
        }
        for (body, file) in self.bodies(&folder.overrides, &mut module.complete) {
            for (name, at) in module.merge(body, file) {
                let message = format!(
                    "`{name}` is overridden but nothing declares it; it is analysed as if it were declared here"
                );
                let source = Some(Source::File(at));
                self.note(Notice { id: NoticeId::Syntax, level: Level::Warning, message, source });
            }
        }
        module
    }

    /// Files side by side, those that could be read in their order.
    fn bodies(&self, files: &[PathBuf], complete: &mut bool) -> Vec<(Body, FileId)> {
        let texts = self.tree.read_all(files);
        let parse = |names: &mut Names, (path, text): (&PathBuf, Result<FileText, Refusal>)| {
            text.map(|text| {
                let json = path.extension().is_some_and(|end| end == "json");
                (parse(&text, json, names), text.span.file)
            })
        };
        let parsed: Vec<_> = files.par_iter().zip(texts).map_init(Names::new, parse).collect();
        let mut bodies = Vec::with_capacity(parsed.len());
        for file in parsed {
            match file {
                Ok((parsed, file)) => {
                    *complete &= !parsed.has_errors();
                    self.diagnose(&parsed.diagnostics, file);
                    bodies.push((parsed.value, file));
                }
                Err(refusal) => {
                    *complete = false;
                    self.unreadable(refusal.message());
                }
            }
        }
        bodies
    }

    /// A file of values, if it can be read.
    pub(crate) fn values(&self, path: &std::path::Path) -> Option<(Body, FileId)> {
        match self.tree.read(path) {
            Ok(text) => {
                let json = path.extension().is_some_and(|end| end == "json");
                let parsed = if json {
                    super::json::values(&text.text)
                } else {
                    parse(&text, false, &mut Names::new())
                };
                self.diagnose(&parsed.diagnostics, text.span.file);
                Some((parsed.value, text.span.file))
            }
            Err(refusal) => {
                self.unreadable(refusal.message());
                None
            }
        }
    }

    fn unreadable(&self, message: &str) {
        let message = message.to_owned();
        self.note(Notice { id: NoticeId::Unreadable, level: Level::Warning, message, source: None });
    }

    fn diagnose(&self, diagnostics: &[Diagnostic], file: FileId) {
        for diagnostic in diagnostics.iter().take(MOST_ERRORS) {
            let level = match diagnostic.severity {
                Severity::Error => Level::Warning,
                Severity::Warning => Level::Note,
            };
            let source = Some(Source::File(span(file, diagnostic.at)));
            let message = diagnostic.message.clone();
            self.note(Notice { id: NoticeId::Syntax, level, message, source });
        }
        if let Some(next) = diagnostics.get(MOST_ERRORS) {
            let message =
                format!("{} further problems in this file are not listed", diagnostics.len() - MOST_ERRORS);
            let source = Some(Source::File(span(file, next.at)));
            self.note(Notice { id: NoticeId::Syntax, level: Level::Warning, message, source });
        }
    }
}

fn parse(text: &FileText, json: bool, names: &mut Names) -> Parsed<Body> {
    if json {
        super::json::configuration(&text.text, names)
    } else {
        ringfence_hcl::parse_body(&text.text, names)
    }
}
