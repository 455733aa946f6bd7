//! `terraform_remote_state`: outputs of a state file beside.

use ringfence_model::Span;
use ringfence_value::{Map, Value};

use crate::eval::Evaluator;

/// Adds `outputs`, if the backend is a file that lies in the tree.
///
/// Source: <https://developer.hashicorp.com/terraform/language/state/remote-state-data> and
/// <https://developer.hashicorp.com/terraform/language/backend/local> (read 2026-11-25): `path` is relative to the
/// root module and defaults to `terraform.tfstate`; another workspace's state lies below `terraform.tfstate.d`.
pub(super) fn complete(evaluator: &Evaluator<'_, '_>, body: &mut Map, at: Span) {
    let text = |value: Option<&Value>| value.and_then(|value| Some(value.as_str()?.to_owned()));
    if text(body.get("backend")).as_deref() != Some("local") {
        return;
    }
    let config = body.get("config");
    let path = match config.and_then(|config| config.get("path")) {
        Some(path) if path.as_str().is_none() => return,
        path => text(path).unwrap_or_else(|| "terraform.tfstate".to_owned()),
    };
    let path = match text(body.get("workspace")).filter(|workspace| workspace != "default") {
        Some(workspace) => {
            let folder = text(config.and_then(|config| config.get("workspace_dir")));
            format!("{}/{workspace}/{path}", folder.unwrap_or_else(|| "terraform.tfstate.d".to_owned()))
        }
        None => path,
    };
    let Some(mut outputs) = evaluator.state_outputs(&path, at) else { return };
    // Outputs that the state does not have may have a default.
    for (name, value) in body.get("defaults").and_then(Value::as_map).into_iter().flat_map(Map::iter) {
        if !outputs.contains_key(name) {
            outputs.insert(name.clone(), value.clone());
        }
    }
    body.insert("outputs".into(), Value::object(outputs, at));
}
