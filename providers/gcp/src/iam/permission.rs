//! The permissions that escalations are made of.

use Permission::{
    AccountPolicy, ActAs, Build, CommonMetadata, Delegate, Deploy, FolderPolicy, Function, Hmac, Instance,
    Key, Metadata, OrganizationPolicy, ProjectPolicy, Role, Run, SetAccount, SignBlob, SignJwt, Token,
};

/// One permission, as the cloud writes it in [`Permission::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Permission {
    AccountPolicy,
    ActAs,
    Build,
    CommonMetadata,
    Delegate,
    Deploy,
    FolderPolicy,
    Function,
    Hmac,
    Instance,
    Key,
    Metadata,
    OrganizationPolicy,
    ProjectPolicy,
    Role,
    Run,
    SetAccount,
    SignBlob,
    SignJwt,
    Token,
}

const TEXTS: [(Permission, &str); 20] = [
    (AccountPolicy, "iam.serviceAccounts.setIamPolicy"),
    (ActAs, "iam.serviceAccounts.actAs"),
    (Build, "cloudbuild.builds.create"),
    (CommonMetadata, "compute.projects.setCommonInstanceMetadata"),
    (Delegate, "iam.serviceAccounts.implicitDelegation"),
    (Deploy, "deploymentmanager.deployments.create"),
    (FolderPolicy, "resourcemanager.folders.setIamPolicy"),
    (Function, "cloudfunctions.functions.create"),
    (Hmac, "storage.hmacKeys.create"),
    (Instance, "compute.instances.create"),
    (Key, "iam.serviceAccountKeys.create"),
    (Metadata, "compute.instances.setMetadata"),
    (OrganizationPolicy, "resourcemanager.organizations.setIamPolicy"),
    (ProjectPolicy, "resourcemanager.projects.setIamPolicy"),
    (Role, "iam.roles.update"),
    (Run, "run.services.create"),
    (SetAccount, "compute.instances.setServiceAccount"),
    (SignBlob, "iam.serviceAccounts.signBlob"),
    (SignJwt, "iam.serviceAccounts.signJwt"),
    (Token, "iam.serviceAccounts.getAccessToken"),
];

impl Permission {
    /// As the cloud writes it.
    pub(crate) fn text(self) -> &'static str {
        TEXTS.iter().find(|(permission, _)| *permission == self).map_or("", |(_, text)| text)
    }

    /// The permission of that text, if it is one of these.
    pub(crate) fn of(text: &str) -> Option<Self> {
        TEXTS.iter().find(|(_, known)| *known == text).map(|(permission, _)| *permission)
    }
}
