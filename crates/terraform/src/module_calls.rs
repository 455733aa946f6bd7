//! The calls of a root module whose modules have to be brought from elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ringfence_hcl::ast::Name;
use ringfence_model::{Notice, NoticeId, Sources, Span};

use crate::Options;
use crate::config::{Child, Config, Declared};
use crate::load::Loaded;
use crate::module_address::is_local;

/// An argument of a module call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is not there.
    Absent,
    /// A plain string.
    Plain(Arc<str>),
    /// An expression, which Terraform refuses there.
    Computed,
}

/// A module call whose module does not lie beside the caller, or lies nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleCall {
    /// Names of the calls that lead to it and its own, the outermost first.
    pub path: Vec<Arc<str>>,
    /// Its `source`.
    pub source: Written,
    /// Its `version`: a constraint.
    pub version: Written,
    /// The call's header.
    pub place: Span,
    /// The directory of the module; or why there is none, in words.
    pub found: Result<PathBuf, String>,
}

/// The module calls of one root module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModuleCalls {
    /// The root module's directory, canonical; empty if it could not be read.
    pub root: PathBuf,
    /// Those that are not local, and those that lead nowhere; sorted by path.
    pub calls: Vec<ModuleCall>,
    /// What could not be read: there may be more calls in it. A module that is missing is a call and no notice.
    pub notices: Vec<Notice>,
}

/// The module calls of a root module and of every module that it calls, as far as these are here.
///
/// Never fails: what could not be read is a notice.
pub fn module_calls(root: &Path, options: &Options, sources: &Sources) -> ModuleCalls {
    let loaded = match Loaded::read(root, options, sources) {
        Ok(loaded) => loaded,
        Err(notice) => return ModuleCalls { notices: vec![*notice], ..ModuleCalls::default() },
    };
    let (root, config, mut notices) = loaded.into_tree();
    notices.retain(|notice| notice.id != NoticeId::MissingModule);
    let mut calls = Vec::new();
    let mut pending = vec![&config];
    while let Some(config) = pending.pop() {
        for call in config.module.calls.iter() {
            let Some(child) = config.children.get(&call.name) else { continue };
            calls.extend(outside_call(config, call, child));
            if let Child::Found(config) = child {
                pending.push(config);
            }
        }
    }
    calls.sort_by(|left, right| left.path.cmp(&right.path));
    ModuleCalls { root, calls, notices }
}

/// A call, if what it calls is not found beside the caller.
fn outside_call(config: &Config, call: &Declared<Name>, child: &Child) -> Option<ModuleCall> {
    let source = written(call, "source");
    let found = match child {
        Child::Found(_) if matches!(&source, Written::Plain(source) if is_local(source)) => return None,
        Child::Found(config) => Ok(config.module.dir.clone()),
        Child::Missing(missing) => Err(missing.why.clone()),
    };
    let path = config.calls.iter().chain([&call.name]).cloned().collect();
    let version = written(call, "version");
    Some(ModuleCall { path, source, version, place: call.header(), found })
}

fn written(call: &Declared<Name>, name: &str) -> Written {
    match call.value(name) {
        None => Written::Absent,
        Some((value, _)) => value.literal().map_or(Written::Computed, |text| Written::Plain(text.clone())),
    }
}
