//! Known ways for an account to become more than it is.

use super::permission::Permission;
use super::permission::Permission::{
    AccountPolicy, ActAs, Build, CommonMetadata, Delegate, Deploy, FolderPolicy, Function, Hmac, Instance,
    Key, Metadata, OrganizationPolicy, ProjectPolicy, Role, Run, SetAccount, SignBlob, SignJwt, Token,
};
use super::scopes::Api;

/// One method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    /// Stable name.
    pub(crate) name: &'static str,
    /// What it does, one clause.
    pub(crate) how: &'static str,
    /// Everything it needs.
    pub(crate) needs: &'static [Permission],
    /// The interface it calls: access scopes must cover it.
    pub(crate) api: Api,
}

const fn method(name: &'static str, how: &'static str, needs: &'static [Permission], api: Api) -> Method {
    Method { name, how, needs, api }
}

/// Every method, the plainest first.
///
/// Source: RhinoSecurityLabs/GCP-IAM-Privilege-Escalation (2025-10-06);
/// <https://cloud.google.com/iam/docs/best-practices-service-accounts> ("Avoid lateral movement", metadata needs
/// `actAs` on the instance's account); read 2026-11-23.
pub(crate) const METHODS: [Method; 17] = [
    method("set-project-policy", "grants itself any role in the project", &[ProjectPolicy], Api::Other),
    method("set-folder-policy", "grants itself any role in the folder", &[FolderPolicy], Api::Other),
    method(
        "set-organization-policy",
        "grants itself any role in the organization",
        &[OrganizationPolicy],
        Api::Other,
    ),
    method("mint-account-token", "makes tokens of any service account", &[Token], Api::Other),
    method("create-account-key", "makes keys of any service account", &[Key], Api::Other),
    method("set-account-policy", "lets itself use any service account", &[AccountPolicy], Api::Other),
    method(
        "start-machine-with-account",
        "starts a machine that runs as a stronger service account",
        &[ActAs, Instance],
        Api::Compute,
    ),
    method(
        "change-machine-account",
        "gives a machine a stronger service account",
        &[ActAs, SetAccount],
        Api::Compute,
    ),
    method(
        "change-machine-metadata",
        "puts its own keys or scripts on machines of stronger service accounts",
        &[ActAs, Metadata],
        Api::Compute,
    ),
    method(
        "change-project-metadata",
        "puts its own keys on every machine of the project",
        &[ActAs, CommonMetadata],
        Api::Compute,
    ),
    method("sign-as-account", "signs tokens as any service account", &[SignJwt], Api::Other),
    method(
        "sign-blobs-as-account",
        "signs data, and so tokens, as any service account",
        &[SignBlob],
        Api::Other,
    ),
    method(
        "delegate-to-account",
        "reaches tokens through accounts that may make them",
        &[Delegate],
        Api::Other,
    ),
    method("update-custom-role", "adds permissions to a role it holds", &[Role], Api::Other),
    method(
        "deploy-as-service",
        "deploys anything as the project's deployment service",
        &[Deploy],
        Api::Other,
    ),
    method("build-as-service", "runs builds as the build service's account", &[Build], Api::Other),
    method("create-storage-key", "makes storage keys of any service account", &[Hmac], Api::Storage),
];

/// Methods that run code as another account.
///
/// Source: as [`METHODS`].
pub(crate) const DEPLOYMENTS: [Method; 2] = [
    method(
        "deploy-function-with-account",
        "runs a function as a stronger service account",
        &[ActAs, Function],
        Api::Other,
    ),
    method(
        "deploy-service-with-account",
        "runs a container as a stronger service account",
        &[ActAs, Run],
        Api::Other,
    ),
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Method> {
    METHODS.iter().chain(&DEPLOYMENTS)
}
