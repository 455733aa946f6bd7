//! One directory of configuration, by what it declares.

use std::path::PathBuf;

use ringfence_hcl::ast::{Block, Body, ExprKind, Name};
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use super::declared::{Declared, Local, ProviderConfig, ProviderName, ResourceName, Variable, span};
use super::table::{Resources, Table};
use crate::RecordKind;

/// What a directory declares.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Canonical.
    pub(crate) dir: PathBuf,
    pub(crate) locals: Table<Name, Local>,
    pub(crate) variables: Table<Name, Variable>,
    pub(crate) outputs: Table<Name, Declared<Name>>,
    pub(crate) calls: Table<Name, Declared<Name>>,
    pub(crate) resources: Resources,
    pub(crate) providers: Table<ProviderName, ProviderConfig>,
    /// Versions of Terraform that it asks for: `>= 1.12`.
    pub(crate) required_versions: Vec<Name>,
    /// Whether every file of it was read.
    pub(crate) complete: bool,
}

/// Names that are declared more than once.
pub(super) type Twice = Vec<(String, Span)>;

impl Module {
    /// Adds a file's declarations; of two with the same name the first stays.
    pub(super) fn add(&mut self, body: Body, file: FileId, twice: &mut Twice) {
        for block in body.blocks {
            self.add_block(block, file, twice);
        }
    }

    pub(super) fn add_block(&mut self, block: Block, file: FileId, twice: &mut Twice) {
        let header = span(file, block.header);
        let added = match (block.kind.as_ref(), block.label(0).cloned(), block.label(1).cloned()) {
            ("locals", _, _) => return self.add_locals(block.body, file, twice),
            ("terraform", _, _) => return self.add_settings(&block),
            ("variable", Some(name), _) => {
                let again = self.variables.add(name.clone(), variable(name.clone(), block, file));
                again.map(|_| format!("variable.{name}"))
            }
            (kind @ ("output" | "module"), Some(name), _) => {
                let shown = format!("{kind}.{name}");
                let table = if kind == "output" { &mut self.outputs } else { &mut self.calls };
                table.add(name.clone(), Declared::new(name, block, file)).map(|_| shown)
            }
            (kind @ ("resource" | "data" | "ephemeral"), Some(type_name), Some(name)) => {
                let kind = match kind {
                    "data" => RecordKind::Data,
                    "ephemeral" => RecordKind::Ephemeral,
                    _ => RecordKind::Managed,
                };
                let name = ResourceName { kind, type_name, name };
                let shown = name.address();
                (!self.resources.add(Declared::new(name, block, file))).then_some(shown)
            }
            ("provider", Some(provider), _) => {
                let alias = block.body.value("alias").and_then(|alias| alias.literal().cloned());
                let name = ProviderName { provider, alias };
                let shown = format!("provider.{}", name.text());
                self.providers.add(name.clone(), Declared::new(name, block, file)).map(|_| shown)
            }
            ("check", _, _) => return self.add_check(block, file, twice),
            _ => None,
        };
        twice.extend(added.map(|shown| (shown, header)));
    }

    fn add_locals(&mut self, body: Body, file: FileId, twice: &mut Twice) {
        for attribute in body.attributes {
            let at = span(file, attribute.range);
            let local = Local { name: attribute.name.clone(), value: attribute.value, span: at };
            if self.locals.add(attribute.name.clone(), local).is_some() {
                twice.push((format!("local.{}", attribute.name), at));
            }
        }
    }

    /// A data source may stand in a `check`.
    fn add_check(&mut self, block: Block, file: FileId, twice: &mut Twice) {
        for inner in block.body.blocks {
            if inner.kind.as_ref() == "data" {
                self.add_block(inner, file, twice);
            }
        }
    }

    fn add_settings(&mut self, block: &Block) {
        let version = block.body.value("required_version").and_then(|version| version.literal().cloned());
        self.required_versions.extend(version);
    }
}

fn variable(name: Name, block: Block, file: FileId) -> Variable {
    let mut variable = Variable {
        declared: Declared::new(name, block, file),
        constraint: std::sync::OnceLock::new(),
        sensitive: false,
        ephemeral: false,
        nullable: true,
    };
    variable.settle();
    variable
}

impl Variable {
    /// Works out again what is fixed by its blocks.
    pub(super) fn settle(&mut self) {
        let flag = |name: &str| match self.declared.value(name).map(|(flag, _)| &flag.kind) {
            Some(ExprKind::Bool(flag)) => Some(*flag),
            Some(ExprKind::String(text)) => Some(text.as_ref() == "true"),
            _ => None,
        };
        self.sensitive = flag("sensitive").unwrap_or(false);
        self.ephemeral = flag("ephemeral").unwrap_or(false);
        self.nullable = flag("nullable").unwrap_or(true);
    }
}

/// One notice for all names that are declared more than once.
pub(super) fn declared_twice(twice: &Twice) -> Option<Notice> {
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
