//! Files: `file`, `filebase64`, `fileexists`, `fileset`, `templatefile`, `templatestring`.
//!
//! Which files may be read is for [`Surroundings`](crate::Surroundings) to say.
//!
//! Source: `filesystem.go` and `string.go` of Terraform's `funcs` (read 2026-11-25).

use ringfence_value::{Map, Marks, Type, Value, ValueKind, convert, set};

use crate::args::Call;
use crate::base64;
use crate::function::{Function, Param, Returns};
use crate::glob::FileSet;
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::{FileText, args};

/// The path or pattern of a file: marks become the result's, and an unknown one makes it unknown.
const fn path(name: &'static str) -> Param {
    Param::string(name).marks().unknowns()
}

/// The file at the path that is the first argument.
pub(crate) fn read(call: &Call<'_>) -> Result<FileText, Stop> {
    call.around.read(call.text(0)?).map_err(|message| Stop::argument(0, message))
}

/// The marks of all arguments.
fn marks(call: &Call<'_>) -> Marks {
    call.args.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.marks))
}

/// A result that is not known, with the marks of all arguments.
fn unless_known(call: &Call<'_>, body: fn(&Call<'_>) -> Outcome) -> Outcome {
    let known = call.args.iter().all(Value::is_known);
    let value = if known { body(call)? } else { call.derived(call.ty.clone(), call.args) };
    Ok(value.marked(marks(call)))
}

pub(crate) static FILE: Function =
    Function::new("file", &[path("path")], Returns::String, |call| unless_known(call, file)).not_null();

/// The text of a file; its origin is the file.
fn file(call: &Call<'_>) -> Outcome {
    let file = text_file(call)?;
    Ok(Value::string(file.text, file.span))
}

fn text_file(call: &Call<'_>) -> Result<FileText, Stop> {
    let file = read(call)?;
    if file.is_text() {
        return Ok(file);
    }
    let path = call.text(0)?;
    Err(Stop::argument(0, format!("the content of `{path}` is not UTF-8; `filebase64` reads it as it is")))
}

pub(crate) static FILEBASE64: Function =
    Function::new("filebase64", &[path("path")], Returns::String, |call| unless_known(call, filebase64))
        .not_null();

/// A file in base64; its text is kept.
fn filebase64(call: &Call<'_>) -> Outcome {
    let file = read(call)?;
    limits::text(file.bytes().len() / 3 * 4)?;
    let encoded = Value::string(base64::of(file.bytes()), file.span);
    let text = file.is_text().then(|| Value::string(file.text, file.span));
    Ok(match text {
        Some(text) => encoded.encoding(text),
        None => encoded,
    })
}

pub(crate) static FILEEXISTS: Function =
    Function::new("fileexists", &[path("path")], Returns::Bool, |call| unless_known(call, fileexists))
        .not_null();

fn fileexists(call: &Call<'_>) -> Outcome {
    let exists = call.around.exists(call.text(0)?).map_err(|message| Stop::argument(0, message))?;
    Ok(call.bool(exists))
}

pub(crate) static FILESET: Function = Function::new(
    "fileset",
    &[path("path"), path("pattern")],
    Returns::Of(|_| Ok(Type::set(Type::String))),
    |call| unless_known(call, fileset),
)
.not_null();

/// The files below a folder whose path matches a pattern.
fn fileset(call: &Call<'_>) -> Outcome {
    let wanted = FileSet::new(call.text(0)?, call.text(1)?)?;
    let paths = call.around.list(&wanted.folder).map_err(|message| Stop::argument(0, message))?;
    let found: Vec<Value> = wanted.matches(&paths)?.into_iter().map(|path| call.string(path)).collect();
    limits::elements(found.len())?;
    Ok(set::make(Type::String, found, call.at))
}

pub(crate) static TEMPLATEFILE: Function = Function::new(
    "templatefile",
    &[path("path"), Param::any("vars").marks().unknowns()],
    Returns::Of(|_| Ok(Type::Dynamic)),
    templatefile,
);

/// A template file with variables.
fn templatefile(call: &Call<'_>) -> Outcome {
    let (path, variables) = (call.arg(0)?, call.arg(1)?);
    let marks = path.marks.with(variables.all_marks());
    if !path.is_known() || !variables.is_known() {
        return Ok(call.derived(Type::Dynamic, call.args).marked(marks));
    }
    render(call, &text_file(call)?).map(|text| text.marked(marks))
}

pub(crate) static TEMPLATESTRING: Function = Function::new(
    "templatestring",
    &[Param::any("template").marks().unknowns().dynamic().nulls(), Param::any("vars")],
    Returns::String,
    templatestring,
)
.not_null();

/// A text as template. Its place is that of the literal that gave it.
fn templatestring(call: &Call<'_>) -> Outcome {
    let template = call.arg(0)?;
    let text = match &template.kind {
        ValueKind::Unknown(_) => {
            return Ok(call.derived(Type::String, call.args).marked(template.marks));
        }
        ValueKind::String(_) => args::text(template)?.clone(),
        _ => return Err(Stop::argument(0, format!("a string is required, not {}", template.ty()))),
    };
    let rendered = render(call, &FileText { text, raw: None, span: template.origin.at })?;
    let rendered = convert(&rendered, &Type::String)
        .map_err(|error| Stop::from(format!("the template gives no string: {error}")))?;
    Ok(rendered.marked(template.marks))
}

fn render(call: &Call<'_>, template: &FileText) -> Outcome {
    let variables = call.arg(1)?;
    if !variables.all_marks().is_empty() {
        limits::rebuild(variables)?;
    }
    let unmarked = variables.unmarked();
    let named = unmarked.as_map().ok_or_else(|| {
        Stop::argument(1, format!("the variables must be a map or object, not {}", variables.ty()))
    })?;
    if let Some(name) = wrong_name(named) {
        let message = format!(
            "`{name}` is no name of a variable: it has to start with a letter, and letters, digits, `_` and `-` follow"
        );
        return Err(Stop::argument(1, message));
    }
    let rendered = call.around.render(template, named)?;
    if rendered.is_null() {
        return Err("the template gives `null`".into());
    }
    Ok(rendered)
}

/// A key that cannot be a variable's name.
fn wrong_name(variables: &Map) -> Option<&str> {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
    };
    variables.keys().map(AsRef::as_ref).find(|name| !is_name(name))
}
