//! Values that are given to a root module's variables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use ringfence_functions::FileText;
use ringfence_hcl::ast::{Body, Expr, ExprKind, Name, TextRange};
use ringfence_hcl::{Names, parse_expression};
use ringfence_model::{FileId, Level, Notice, NoticeId, Source};

use super::reader::Reader;
use super::secrets::secret;
use super::{Module, Variable};
use crate::folder::Folder;

/// A value that the user gives on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableSource {
    /// `-var name=value`
    Value {
        /// The variable's name.
        name: String,
        /// Its value, as Terraform reads it there: plain text for a string, an expression for a list.
        text: String,
    },
    /// `-var-file path`
    File(PathBuf),
}

/// Values by variable, each an expression in which nothing is in scope; a later source wins.
pub(crate) type Given = BTreeMap<Name, GivenValue>;

/// A value for a variable.
#[derive(Clone, Debug)]
pub(crate) struct GivenValue {
    pub(crate) expr: Arc<Expr>,
    pub(crate) file: FileId,
    /// Whether it stands in a file; otherwise in the environment or on the command line.
    pub(crate) in_file: bool,
}

/// What Terraform would take, in its order: the environment, `terraform.tfvars`, `terraform.tfvars.json`,
/// `*.auto.tfvars` by name, then the command line from left to right.
///
/// Source: <https://developer.hashicorp.com/terraform/language/values/variables> (read 2026-11-25).
pub(crate) fn given(
    module: &Module,
    folder: &Folder,
    environment: &BTreeMap<String, String>,
    command_line: &[VariableSource],
    reader: &Reader<'_>,
) -> Given {
    let mut given = Given::new();
    // Text is read only if nothing wins over it, so that what is wrong in it does not count before.
    let mut texts: BTreeMap<&str, (&str, String)> = BTreeMap::new();
    for (name, text) in environment {
        texts.insert(name, (text, format!("environment variable TF_VAR_{name}")));
    }
    let files = folder.values.iter().map(|path| from_file(module, reader.values(path), reader));
    for file in files {
        texts.retain(|name, _| !file.contains_key(*name));
        given.extend(file);
    }
    for source in command_line {
        match source {
            VariableSource::Value { name, text } => match module.variables.get(name.as_str()) {
                Some(_) => drop(texts.insert(name, (text, format!("option --var {name}")))),
                None => reader.note(taken_by_none(name)),
            },
            VariableSource::File(path) => {
                let file = from_file(module, reader.values(path), reader);
                texts.retain(|name, _| !file.contains_key(*name));
                given.extend(file);
            }
        }
    }
    for (name, (text, shown)) in texts {
        if let Some(variable) = module.variables.get(name) {
            given.remove(name);
            given.extend(one(variable, name, text, &shown, reader));
        }
    }
    given
}

fn taken_by_none(name: &str) -> Notice {
    let message = format!("option --var gives a value for `{name}`, which no variable of the module takes");
    Notice { id: NoticeId::Syntax, level: Level::Note, message, source: None }
}

/// The values of a file; what no variable takes is noted.
fn from_file(module: &Module, file: Option<(Body, FileId)>, reader: &Reader<'_>) -> Given {
    let Some((body, file)) = file else { return Given::new() };
    let mut unknown = BTreeSet::new();
    let mut place = None;
    let mut given = Given::new();
    for attribute in body.attributes {
        if let Some(variable) = module.variables.get(&attribute.name) {
            if variable.sensitive {
                reader.keep_secret(secret(&attribute.value, file));
            }
            given.insert(attribute.name, GivenValue { expr: Arc::new(attribute.value), file, in_file: true });
        } else {
            place.get_or_insert(super::declared::span(file, attribute.name_range));
            unknown.insert(attribute.name);
        }
    }
    if let Some(first) = unknown.first() {
        let others = match unknown.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more in this file)"),
        };
        let message =
            format!("a value is given for `{first}`{others}, which no variable of the module takes");
        let source = place.map(Source::File);
        reader.note(Notice { id: NoticeId::Syntax, level: Level::Note, message, source });
    }
    given
}

/// A value given as text: an expression if the variable's type is not a primitive one.
fn one(
    variable: &Variable,
    name: &str,
    text: &str,
    shown: &str,
    reader: &Reader<'_>,
) -> Option<(Name, GivenValue)> {
    let FileText { span, .. } = reader.tree.keep_text(shown, text);
    if variable.sensitive {
        reader.keep_secret(Some(span));
    }
    let expression = takes_expression(variable).then(|| parse_expression(text, 0, &mut Names::new()));
    let literal = || {
        let range = TextRange { start: 0, end: span.end };
        Expr { kind: ExprKind::String(text.into()), range }
    };
    let expr = match expression {
        None => literal(),
        Some(parsed) if !parsed.has_errors() => parsed.value,
        Some(parsed) => {
            let why = parsed.diagnostics.first().map_or("", |diagnostic| diagnostic.message.as_str());
            let message = format!("the value of `{name}`, which {shown} gives, is no expression: {why}");
            let source = Some(Source::File(variable.declared.header()));
            reader.note(Notice { id: NoticeId::Syntax, level: Level::Warning, message, source });
            return None;
        }
    };
    let value = GivenValue { expr: Arc::new(expr), file: span.file, in_file: false };
    Some((variable.declared.name.clone(), value))
}

/// Source: `decodeVariableType` of hashicorp/terraform (read 2026-11-25): without a type, and for primitive types,
/// the text is taken as it is.
fn takes_expression(variable: &Variable) -> bool {
    match variable.declared.value("type").map(|(ty, _)| &ty.kind) {
        None => false,
        Some(ExprKind::Name(name)) => !matches!(name.as_ref(), "string" | "number" | "bool"),
        Some(ExprKind::String(name)) => name.as_ref() != "string",
        Some(_) => true,
    }
}
