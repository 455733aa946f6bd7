//! Files and paths: `file`, `filebase64`, `fileexists`, `fileset`, `templatefile`, `templatestring`, `abspath`,
//! `basename`, `dirname`, `pathexpand`.
//!
//! Which files may be read is for [`Surroundings`](crate::Surroundings) to say.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::glob::FileSet;
use super::{base64 as encoding, glob, limits, sets};
use crate::{FileText, Map, Origin, Value, ValueKind};

/// The text of a file; its origin is the file.
pub(super) fn file(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let file = call.around.read(&path)?;
    if !file.is_text() {
        return Err(format!("contents of {path:?} are not valid UTF-8; use the filebase64 function").into());
    }
    Ok(Value::new(ValueKind::String(file.text), Origin::literal(file.span)))
}

/// A file in base64; its text is kept.
pub(super) fn base64(call: &Call<'_>) -> Outcome {
    let file = call.around.read(&call.text(0)?)?;
    let origin = Origin::literal(file.span);
    let mut value = Value::new(ValueKind::String(encoding::of(file.bytes())?.into()), origin.clone());
    if file.is_text() {
        value.decoded = Some(Arc::new(Value::new(ValueKind::String(file.text), origin)));
    }
    Ok(value)
}

pub(super) fn exists(call: &Call<'_>) -> Outcome {
    Ok(call.bool(call.around.exists(&call.text(0)?)?))
}

/// The files below a folder whose path matches a pattern.
pub(super) fn set(call: &Call<'_>) -> Outcome {
    let wanted = FileSet::new(&call.text(0)?, &call.text(1)?)?;
    let mut found = Vec::new();
    for path in call.around.list(&wanted.folder)? {
        if let Some(path) = wanted.matched(&path) {
            found.push(call.string(path));
            limits::elements(found.len())?;
        }
    }
    Ok(sets::make(call, found))
}

/// A template file with variables.
pub(super) fn templatefile(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let variables = variables(call)?;
    let file = call.around.read(&path)?;
    if !file.is_text() {
        return Err(format!("contents of {path:?} are not valid UTF-8").into());
    }
    Ok(call.around.render(&file, variables)?)
}

/// A text as template. Its place is that of the literal that gave it.
pub(super) fn templatestring(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    let template = FileText { text, raw: None, span: call.value(0)?.origin.at };
    Ok(call.around.render(&template, variables(call)?)?)
}

fn variables<'a>(call: &Call<'a>) -> Result<&'a Map, Stop> {
    call.closed(1)?;
    let variables = call.map(1).map_err(|stop| match stop {
        Stop::Wrong(_) => "invalid vars value: must be a map".into(),
        other => other,
    })?;
    let named = |name: &str| {
        name.starts_with(|first: char| first.is_alphabetic())
            && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    match variables.keys().find(|name| !named(name)) {
        Some(name) => Err(format!(
            "invalid template variable name {name:?}: must start with a letter, followed by zero or more letters, \
             digits, and underscores"
        )
        .into()),
        None => Ok(variables),
    }
}

pub(super) fn abspath(call: &Call<'_>) -> Outcome {
    Ok(call.string(call.around.absolute(&call.text(0)?)))
}

/// The home folder is nobody's here, so a path into it is unknown.
pub(super) fn pathexpand(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    match path.strip_prefix('~') {
        None => Ok(call.string(path)),
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => Err(Stop::Volatile),
        Some(_) => Err("cannot expand user-specific home dir".into()),
    }
}

/// The last element; `.` for nothing.
pub(super) fn basename(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let trimmed = path.trim_end_matches('/');
    let name = match (path.is_empty(), trimmed.rsplit('/').next()) {
        (true, _) => ".",
        (false, Some(name)) if !name.is_empty() => name,
        _ => "/",
    };
    Ok(call.string(name))
}

/// All but the last element, cleaned.
pub(super) fn dirname(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let end = path.rfind('/').map_or(0, |slash| slash + 1);
    Ok(call.string(glob::clean(path.get(..end).unwrap_or_default())))
}
