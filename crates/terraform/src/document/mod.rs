//! Plans and states: JSON documents instead of configuration.

mod address;
mod configuration;
mod item;
mod kind;
mod links;
mod lookup;
mod marked;
mod overlay;
mod plan;
mod plan_notices;
mod provider;
mod record_list;
mod relate;
mod sensitive;
mod state;
mod text;
mod tree;
mod types;
mod values;
mod written;

use std::path::Path;

use ringfence_hcl::json::{self, JsonError};
use ringfence_model::{FileId, Level, Notice, NoticeId, Position, Source, Sources, Span};
use ringfence_value::Map;

use crate::regular_file::{self, Unread};
use crate::{Options, STANDARD_INPUT, Stack};
pub use kind::DocumentKind;
pub use overlay::Configured;
pub use text::decode;

/// Why a file is not read as a plan or state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`{place}: {message}")]
pub struct DocumentError {
    /// The file, as a report shows it.
    pub path: String,
    /// `, line 3, column 5`, or empty.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Reads a plan or a state: of the kind that is wanted, or of whichever it is. [`STANDARD_INPUT`] reads that.
///
/// Shape: as [`load()`](crate::load()) gives it for a directory. A part that only the provider gives, and only during
/// apply, is left out, as nothing is written there; [`Options::computed`] keeps it as an unknown.
/// Unknown: what the plan says is; its reason is what the expression refers to, as far as the plan tells.
///
/// # Errors
///
/// The file cannot be read, or is something else: a binary plan, cut off, no JSON, a document of another kind.
pub fn document(
    path: &Path,
    wanted: Option<DocumentKind>,
    options: &Options,
    sources: &Sources,
) -> Result<(DocumentKind, Stack), DocumentError> {
    let shown = shown(path, options);
    let fail = |message: String| DocumentError { path: shown.clone(), place: String::new(), message };
    let bytes = regular_file::read_named(path, options.limits.document);
    let bytes = bytes.map_err(|unread| fail(unreadable(&unread)))?;
    let text: std::sync::Arc<str> = text::decode(bytes).map_err(fail)?.into();
    let file = sources.add_data(shown.clone(), text.clone());
    let document = json::parse(&text).map_err(|error| DocumentError {
        path: shown.clone(),
        place: place(&error, file, sources),
        message: no_json(&error, &text),
    })?;
    let kind = kind::detect(document.root()).map_err(fail)?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != kind) {
        return Err(fail(format!("this is a {}, not a {}", kind.name(), wanted.name())));
    }
    let mut stack = match kind {
        DocumentKind::Plan => plan::read(document.root(), file, options.computed),
        DocumentKind::State => state::read(document.root(), file),
    };
    if let Some(source) = sources.get(file) {
        let mut hidden = sensitive::places(&stack, file);
        hidden.extend(sensitive::variables(document.root()));
        source.hide(hidden);
    }
    overlay::lay(&mut stack, (document.root(), file, path), options, sources).map_err(fail)?;
    if stack.records.is_empty() {
        stack.notices.push(nothing(kind, file));
    }
    Ok((kind, stack))
}

/// The outputs of a state in this text.
///
/// Errors: it is none; why.
pub(crate) fn state_outputs(text: &str, file: FileId) -> Result<Map, String> {
    let document = json::parse(text).map_err(|error| no_json(&error, text))?;
    match kind::detect(document.root())? {
        DocumentKind::State => Ok(state::outputs(document.root(), file)),
        DocumentKind::Plan => Err("this is a plan, not a state".to_owned()),
    }
}

fn shown(path: &Path, options: &Options) -> String {
    if path == Path::new(STANDARD_INPUT) {
        return "standard input".to_owned();
    }
    let base = options.display_base.as_deref().and_then(|base| path.strip_prefix(base).ok());
    base.unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn unreadable(unread: &Unread) -> String {
    match unread {
        Unread::Failed(error) => format!("cannot be read: {error}"),
        Unread::Irregular | Unread::TooLarge(_) => unread.why(),
    }
}

/// An empty plan or state is no proof of anything: more often it is the wrong file.
fn nothing(kind: DocumentKind, file: FileId) -> Notice {
    let message = format!("this {} holds no resources, so there was nothing to analyse", kind.name());
    let source = Some(Source::File(Span { file, start: 0, end: 0 }));
    Notice { id: NoticeId::NoInput, level: Level::Warning, message, source }
}

fn place(error: &JsonError, file: FileId, sources: &Sources) -> String {
    let at = u32::try_from(error.at).ok().and_then(|at| Some(sources.get(file)?.position(at)));
    at.map_or_else(String::new, |Position { line, column, .. }| format!(", line {line}, column {column}"))
}

fn no_json(error: &JsonError, text: &str) -> String {
    let start = text.trim_start();
    if error.truncated {
        return format!("the file is cut off: {}; the command that wrote it may have failed", error.message);
    }
    if start.starts_with("{\"@level\"") || start.starts_with("{\"format_version\"") && start.contains("}\n{")
    {
        return "this is a log of Terraform's, not a plan: `terraform show -json FILE` of a plan that `terraform plan \
                -out FILE` wrote is one"
            .to_owned();
    }
    if !start.starts_with('{') && start.contains("\n{\"format_version\"") {
        return "there is other text before the JSON, as a wrapper around `terraform` writes it: take that away (in \
                GitHub Actions: `terraform_wrapper: false`)"
            .to_owned();
    }
    if !start.starts_with(['{', '[']) {
        return "this is no JSON: `terraform show -json FILE > plan.json` writes some".to_owned();
    }
    format!("this is no JSON: {}", error.message)
}
