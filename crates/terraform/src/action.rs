//! What a plan does with a resource.

use ringfence_hcl::json::Json;

/// What a plan does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// It stays as it is.
    NoOp,
    /// It comes to be.
    Create,
    /// A data source that is read during apply.
    Read,
    /// It is changed in place.
    Update,
    /// It is deleted, and another one is made.
    Replace,
    /// It goes away.
    Delete,
    /// Terraform forgets it; it stays in the cloud.
    Forget,
}

impl Action {
    /// A change's list of actions.
    ///
    /// Source: "Change Representation" in <https://developer.hashicorp.com/terraform/internals/json-format> (read
    /// 2026-11-25).
    pub(crate) fn parse(actions: Json<'_>) -> Option<Self> {
        let names: Vec<_> = actions.items().take(3).filter_map(Json::as_str).collect();
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        Some(match names.as_slice() {
            ["no-op"] => Self::NoOp,
            ["create"] => Self::Create,
            ["read"] => Self::Read,
            ["update"] => Self::Update,
            ["delete", "create"] | ["create", "delete" | "forget"] => Self::Replace,
            ["delete"] => Self::Delete,
            ["forget"] => Self::Forget,
            _ => return None,
        })
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoOp => "no-op",
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Replace => "replace",
            Self::Delete => "delete",
            Self::Forget => "forget",
        }
    }

    /// Whether the resource is Terraform's after the plan is applied.
    pub(crate) fn stays(self) -> bool {
        !matches!(self, Self::Delete | Self::Forget)
    }
}
