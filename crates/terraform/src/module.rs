//! One directory of configuration, by what it declares.

use std::collections::BTreeMap;
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
        let mut module = Self { dir, complete: true, ..Self::default() };
        for file in files {
            let before = notices.len();
            if let Some(body) = read_body(tree, file, names, notices) {
                module.add(body, notices);
            }
            module.complete &= notices.len() == before;
        }
        module
    }

    fn add(&mut self, body: Body, notices: &mut Vec<Notice>) {
        for block in body.blocks {
            match (block.kind.as_ref(), block.label(0).cloned(), block.label(1).cloned()) {
                ("locals", _, _) => {
                    for local in block.body.attributes {
                        declare(&mut self.locals, local.name.clone(), local, |local| local.span, notices);
                    }
                }
                ("variable", Some(name), _) => declare(&mut self.variables, name, block, header, notices),
                ("output", Some(name), _) => declare(&mut self.outputs, name, block, header, notices),
                ("module", Some(name), _) => declare(&mut self.calls, name, block, header, notices),
                ("resource", Some(type_name), Some(name)) => {
                    let name = ResourceName { kind: RecordKind::Managed, type_name, name };
                    declare(&mut self.resources, name, block, header, notices);
                }
                ("data", Some(type_name), Some(name)) => {
                    let name = ResourceName { kind: RecordKind::Data, type_name, name };
                    declare(&mut self.resources, name, block, header, notices);
                }
                _ => {}
            }
        }
    }
}

fn header(block: &Block) -> Span {
    block.header
}

/// Adds a declaration; the first of that name stays.
fn declare<K: Ord, V>(
    all: &mut BTreeMap<K, V>,
    name: K,
    value: V,
    place: impl Fn(&V) -> Span,
    notices: &mut Vec<Notice>,
) {
    let at = place(&value);
    if all.contains_key(&name) {
        let message =
            "declared a second time, the first declaration is used; rename or remove one".to_owned();
        notices.push(Notice {
            id: NoticeId::Syntax,
            level: Level::Warning,
            message,
            source: Some(Source::File(at)),
        });
    } else {
        all.insert(name, value);
    }
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
