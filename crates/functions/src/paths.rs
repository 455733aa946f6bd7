//! Paths: `abspath`, `basename`, `dirname`, `pathexpand`.
//!
//! Source: `filesystem.go` of Terraform's `funcs` (read 2026-11-25).

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::glob;
use crate::outcome::{Outcome, Stop};

const PATH: &[Param] = &[Param::string("path")];

pub(crate) static ABSPATH: Function = Function::new("abspath", PATH, Returns::String, |call| {
    Ok(call.string(call.around.absolute(call.text(0)?)))
})
.not_null();

pub(crate) static PATHEXPAND: Function =
    Function::new("pathexpand", PATH, Returns::String, pathexpand).not_null();

/// The home folder is nobody's here, so a path into it is unknown.
fn pathexpand(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    match path.strip_prefix('~') {
        None => Ok(call.string(path.clone())),
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => Err(Stop::Volatile),
        Some(_) => {
            Err(Stop::argument(0, format!("cannot expand the home folder of another user in `{path}`")))
        }
    }
}

pub(crate) static BASENAME: Function = Function::new("basename", PATH, Returns::String, basename).not_null();

/// The last element; `.` for nothing.
fn basename(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let trimmed = path.trim_end_matches('/');
    let name = match (path.is_empty(), trimmed.rsplit('/').next()) {
        (true, _) => ".",
        (false, Some(name)) if !name.is_empty() => name,
        _ => "/",
    };
    Ok(call.string(name))
}

pub(crate) static DIRNAME: Function = Function::new("dirname", PATH, Returns::String, dirname).not_null();

/// All but the last element, cleaned.
fn dirname(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let end = path.rfind('/').map_or(0, |slash| slash + 1);
    Ok(call.string(glob::clean(path.get(..end).unwrap_or_default())))
}
