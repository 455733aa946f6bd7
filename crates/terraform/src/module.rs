//! One directory of configuration, by what it declares.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ringfence_model::{Level, Notice, NoticeId, Source, Span};

use crate::RecordKind;
use crate::syntax::{self, Attribute, Block, Body, Names};
use crate::tree::Tree;

/// What a directory declares.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Canonical.
    pub(crate) dir: PathBuf,
    pub(crate) locals: BTreeMap<Arc<str>, Attribute>,
    pub(crate) variables: BTreeMap<Arc<str>, Block>,
    pub(crate) outputs: BTreeMap<Arc<str>, Block>,
    pub(crate) calls: BTreeMap<Arc<str>, Block>,
    pub(crate) resources: BTreeMap<ResourceName, Block>,
    /// Whether every file of it was read.
    pub(crate) complete: bool,
}

/// What a resource is called in its module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ResourceName {
    pub(crate) kind: RecordKind,
    pub(crate) type_name: Arc<str>,
    pub(crate) name: Arc<str>,
}

impl ResourceName {
    /// `aws_subnet.a`, `data.aws_vpc.b`
    pub(crate) fn address(&self) -> String {
        let prefix = if self.kind == RecordKind::Data { "data." } else { "" };
        format!("{prefix}{}.{}", self.type_name, self.name)
    }
}

impl Module {
    /// Reads these files of a directory.
    pub(crate) fn read(
        tree: &Tree<'_>,
        dir: PathBuf,
        files: &[PathBuf],
        names: &mut Names,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let mut module = Self { dir, ..Self::default() };
        let before = notices.len();
        let mut twice = Vec::new();
        for file in files {
            if let Some(body) = read_body(tree, file, names, notices) {
                module.add(body, &mut twice);
            }
        }
        module.complete = notices.len() == before;
        notices.extend(declared_twice(&twice));
        module
    }

    /// Adds a file's declarations; of two with the same name the first stays.
    fn add(&mut self, body: Body, twice: &mut Vec<(String, Span)>) {
        for block in body.blocks {
            match (block.kind.as_ref(), block.label(0).cloned(), block.label(1).cloned()) {
                ("locals", _, _) => {
                    for local in block.body.attributes {
                        let (at, shown) = (local.span, format!("local.{}", local.name));
                        declare(&mut self.locals, local.name.clone(), local, (shown, at), twice);
                    }
                }
                (kind @ ("variable" | "output" | "module"), Some(name), _) => {
                    let shown = (format!("{kind}.{name}"), block.header);
                    let all = match kind {
                        "variable" => &mut self.variables,
                        "output" => &mut self.outputs,
                        _ => &mut self.calls,
                    };
                    declare(all, name, block, shown, twice);
                }
                (kind @ ("resource" | "data"), Some(type_name), Some(name)) => {
                    let kind = if kind == "data" { RecordKind::Data } else { RecordKind::Managed };
                    let name = ResourceName { kind, type_name, name };
                    let shown = (name.address(), block.header);
                    declare(&mut self.resources, name, block, shown, twice);
                }
                _ => {}
            }
        }
    }
}

/// Adds a declaration, or notes that there is one of that name.
fn declare<K: Ord, V>(
    all: &mut BTreeMap<K, V>,
    name: K,
    value: V,
    shown: (String, Span),
    twice: &mut Vec<(String, Span)>,
) {
    match all.entry(name) {
        Entry::Vacant(entry) => {
            entry.insert(value);
        }
        Entry::Occupied(_) => twice.push(shown),
    }
}

/// One notice for all names that are declared more than once.
fn declared_twice(twice: &[(String, Span)]) -> Option<Notice> {
    let (first, at) = twice.first()?;
    let others = match twice.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more in this directory)"),
    };
    let message = format!(
        "`{first}`{others} is declared a second time, and only the first declaration is analysed; Terraform \
         refuses this, so these files may not belong together"
    );
    Some(Notice { id: NoticeId::Syntax, level: Level::Warning, message, source: Some(Source::File(*at)) })
}

/// Parses a file; what is wrong with it becomes notices.
pub(crate) fn read_body(
    tree: &Tree<'_>,
    file: &Path,
    names: &mut Names,
    notices: &mut Vec<Notice>,
) -> Option<Body> {
    match tree.read(file) {
        Ok(text) => {
            let parsed = syntax::parse_body(text.span.file, &text.text, names);
            notices.extend(parsed.notices);
            Some(parsed.body)
        }
        Err(refusal) => {
            let message = refusal.message().to_owned();
            notices.push(Notice { id: NoticeId::Unreadable, level: Level::Warning, message, source: None });
            None
        }
    }
}
