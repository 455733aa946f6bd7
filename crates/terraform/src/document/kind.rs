//! What a JSON document is.

use ringfence_hcl::json::{Json, Kind};

/// What a JSON document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// `terraform show -json PLAN`
    Plan,
    /// A state file of version 4, or `terraform show -json` of a state.
    State,
}

impl DocumentKind {
    /// In messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::State => "state",
        }
    }
}

/// What the document is.
///
/// Errors: it is neither; what it may be instead, and what to do.
pub(crate) fn detect(root: Json<'_>) -> Result<DocumentKind, String> {
    if root.kind() != Kind::Object {
        return Err("this is JSON, but neither a plan nor a state of Terraform".to_owned());
    }
    let has = |name: &str| root.get(name).is_some();
    if has("encrypted_data") {
        // OpenTofu's `internal/encryption/base.go`, read 2026-11-25.
        return Err(
            "this is encrypted by OpenTofu: `tofu show -json FILE` writes what can be read".to_owned()
        );
    }
    if has("planned_values") || has("resource_changes") {
        return format_version(root, 1).map(|()| DocumentKind::Plan);
    }
    if has("lineage") || has("version") && (has("resources") || has("modules") || has("outputs")) {
        return state_version(root).map(|()| DocumentKind::State);
    }
    if has("format_version") && has("values") {
        return format_version(root, 1).map(|()| DocumentKind::State);
    }
    if has("format_version") && has("terraform_version") {
        // A state with nothing in it, or a plan of which everything was left out.
        return Err("this is output of `terraform show -json` without a plan or state in it".to_owned());
    }
    Err("this is JSON, but neither a plan nor a state of Terraform: `terraform show -json PLAN` writes one"
        .to_owned())
}

/// Formats of another major version are not read: a field may mean something else there.
///
/// Source: <https://developer.hashicorp.com/terraform/internals/json-format> (read 2026-11-25).
fn format_version(root: Json<'_>, newest: u64) -> Result<(), String> {
    let Some(version) = root.get("format_version") else { return Ok(()) };
    let text = version.as_str().unwrap_or_default();
    match text.split('.').next().and_then(|major| major.parse::<u64>().ok()) {
        Some(major) if major <= newest => Ok(()),
        Some(_) => Err(format!("format version `{text}` is newer than those that are known, 0.1 to 1.x")),
        None => Err("`format_version` is no version".to_owned()),
    }
}

fn state_version(root: Json<'_>) -> Result<(), String> {
    match root.get("version").and_then(Json::number) {
        Some("4") => Ok(()),
        Some(old @ ("1" | "2" | "3")) => Err(format!(
            "this is a state of version {old}, which Terraform 0.12 and later upgrade to 4: `terraform state pull` gives that"
        )),
        Some(other) => Err(format!("this is a state of version {other}; version 4 is known")),
        None => Err("this looks like a state, but has no version".to_owned()),
    }
}
