//! Predefined roles: how many permissions they hold, and which of the dangerous ones.

use super::permission::Permission;
use super::permission::Permission::{
    AccountPolicy, ActAs, Build, CommonMetadata, Delegate, Deploy, FolderPolicy, Function, Hmac, Instance,
    Key, Metadata, OrganizationPolicy, ProjectPolicy, Role, Run, SetAccount, SignBlob, SignJwt, Token,
};

/// A predefined role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Predefined {
    /// How many permissions it holds.
    pub(crate) size: usize,
    /// Those that escalations are made of.
    pub(crate) dangerous: &'static [Permission],
}

/// The predefined role of a name such as `roles/storage.admin`, if it is in the table.
pub(crate) fn predefined(name: &str) -> Option<Predefined> {
    let short = name.strip_prefix("roles/")?;
    let at = TABLE.binary_search_by(|(known, ..)| (*known).cmp(short)).ok()?;
    TABLE.get(at).map(|(_, size, dangerous)| Predefined { size: *size, dangerous })
}

/// Services of which a role holds every permission on every resource; of `storage.admin`, all but those of
/// access keys.
///
/// Source: as [`TABLE`].
pub(crate) fn whole_service(name: &str) -> Option<&'static str> {
    const ADMINISTERED: [&str; 10] = [
        "artifactregistry",
        "bigquery",
        "cloudfunctions",
        "cloudsql",
        "compute",
        "container",
        "pubsub",
        "run",
        "secretmanager",
        "storage",
    ];
    let service = name.strip_prefix("roles/")?.strip_suffix(".admin")?;
    ADMINISTERED.into_iter().find(|known| *known == service)
}

/// Roles that the cloud advises against for workloads: the basic ones, and those of its own services.
///
/// Source: <https://cloud.google.com/iam/docs/roles-overview> ("Basic roles": not in production),
/// <https://cloud.google.com/iam/docs/service-agents> (service agent roles only for service agents), read
/// 2026-11-23.
pub(crate) fn is_broad(name: &str) -> bool {
    matches!(name, "roles/editor" | "roles/viewer")
        || name.ends_with("erviceAgent") && name != "roles/container.nodeServiceAgent"
}

/// Roles that Kubernetes machines are given, and those that hold a dangerous permission; sorted.
///
/// Source: <https://cloud.google.com/iam/docs/roles-permissions>, compared with the permissions of each role in
/// iann0036/iam-dataset of 2026-08-22; read 2026-11-23.
#[rustfmt::skip]
const TABLE: [(&str, usize, &[Permission]); 101] = [
    ("artifactregistry.admin", 67, &[]),
    ("artifactregistry.reader", 33, &[]),
    ("artifactregistry.writer", 44, &[]),
    ("autoscaling.metricsWriter", 1, &[]),
    ("bigquery.admin", 245, &[]),
    ("browser", 6, &[]),
    ("cloudbuild.builds.builder", 78, &[Build]),
    ("cloudbuild.builds.editor", 11, &[Build]),
    ("cloudbuild.serviceAgent", 132, &[Build, Token]),
    ("clouddeploymentmanager.serviceAgent", 670, &[ActAs, Build, Deploy, Function, Hmac, Instance, Metadata, Role, SetAccount]),
    ("cloudfunctions.admin", 255, &[Function, Run]),
    ("cloudfunctions.developer", 225, &[Function, Run]),
    ("cloudkms.admin", 71, &[]),
    ("cloudkms.cryptoKeyDecrypter", 4, &[]),
    ("cloudkms.cryptoKeyEncrypter", 4, &[]),
    ("cloudkms.cryptoKeyEncrypterDecrypter", 5, &[]),
    ("cloudkms.viewer", 28, &[]),
    ("cloudsql.admin", 173, &[]),
    ("cloudsql.client", 2, &[]),
    ("cloudtrace.agent", 2, &[]),
    ("compute.admin", 1095, &[CommonMetadata, Instance, Metadata, SetAccount]),
    ("compute.imageUser", 16, &[]),
    ("compute.instanceAdmin", 275, &[Instance, Metadata, SetAccount]),
    ("compute.instanceAdmin.v1", 531, &[CommonMetadata, Instance, Metadata, SetAccount]),
    ("compute.instanceGroupManagerServiceAgent", 117, &[ActAs, Instance, Metadata, SetAccount]),
    ("compute.loadBalancerAdmin", 451, &[]),
    ("compute.networkAdmin", 965, &[]),
    ("compute.networkUser", 222, &[]),
    ("compute.networkViewer", 340, &[]),
    ("compute.osAdminLogin", 26, &[]),
    ("compute.osLogin", 25, &[]),
    ("compute.publicIpAdmin", 51, &[]),
    ("compute.securityAdmin", 170, &[]),
    ("compute.serviceAgent", 100, &[ActAs, Delegate, Instance, Metadata, SetAccount, SignJwt, Token]),
    ("compute.storageAdmin", 160, &[]),
    ("compute.viewer", 419, &[]),
    ("container.admin", 434, &[]),
    ("container.clusterAdmin", 15, &[]),
    ("container.clusterViewer", 5, &[]),
    ("container.defaultNodeServiceAccount", 6, &[]),
    ("container.developer", 386, &[]),
    ("container.hostServiceAgentUser", 16, &[]),
    ("container.nodeServiceAccount", 11, &[]),
    ("container.nodeServiceAgent", 11, &[]),
    ("container.serviceAgent", 1897, &[ActAs, CommonMetadata, Instance, Metadata, SetAccount]),
    ("container.viewer", 170, &[]),
    ("dataflow.admin", 38, &[Build]),
    ("dataflow.developer", 33, &[Build]),
    ("deploymentmanager.admin", 44, &[Deploy]),
    ("deploymentmanager.editor", 42, &[Deploy]),
    ("dns.admin", 49, &[]),
    ("dns.reader", 22, &[]),
    ("editor", 11979, &[ActAs, Build, CommonMetadata, Deploy, Function, Hmac, Instance, Key, Metadata, Run, SetAccount]),
    ("errorreporting.writer", 1, &[]),
    ("iam.admin", 144, &[AccountPolicy, ActAs, Key, Role]),
    ("iam.organizationRoleAdmin", 15, &[Role]),
    ("iam.roleAdmin", 12, &[Role]),
    ("iam.securityAdmin", 2845, &[AccountPolicy, FolderPolicy, OrganizationPolicy, ProjectPolicy]),
    ("iam.serviceAccountAdmin", 19, &[AccountPolicy]),
    ("iam.serviceAccountCreator", 5, &[]),
    ("iam.serviceAccountKeyAdmin", 10, &[Key]),
    ("iam.serviceAccountOpenIdTokenCreator", 1, &[]),
    ("iam.serviceAccountTokenCreator", 9, &[Delegate, SignBlob, SignJwt, Token]),
    ("iam.serviceAccountUser", 5, &[ActAs]),
    ("iam.serviceAccountViewer", 9, &[]),
    ("iam.workloadIdentityUser", 4, &[Token]),
    ("logging.admin", 80, &[]),
    ("logging.logWriter", 2, &[]),
    ("logging.viewer", 28, &[]),
    ("monitoring.admin", 82, &[]),
    ("monitoring.editor", 80, &[]),
    ("monitoring.metricWriter", 6, &[]),
    ("monitoring.viewer", 35, &[]),
    ("owner", 13568, &[AccountPolicy, ActAs, Build, CommonMetadata, Deploy, Function, Hmac, Instance, Key, Metadata, ProjectPolicy, Role, Run, SetAccount]),
    ("pubsub.admin", 67, &[]),
    ("pubsub.editor", 59, &[]),
    ("pubsub.publisher", 1, &[]),
    ("pubsub.subscriber", 3, &[]),
    ("pubsub.viewer", 28, &[]),
    ("resourcemanager.folderAdmin", 39, &[FolderPolicy, ProjectPolicy]),
    ("resourcemanager.folderIamAdmin", 9, &[FolderPolicy]),
    ("resourcemanager.organizationAdmin", 36, &[FolderPolicy, OrganizationPolicy, ProjectPolicy]),
    ("resourcemanager.projectIamAdmin", 9, &[ProjectPolicy]),
    ("run.admin", 97, &[Run]),
    ("run.developer", 89, &[Run]),
    ("secretmanager.admin", 29, &[]),
    ("secretmanager.secretAccessor", 3, &[]),
    ("secretmanager.viewer", 11, &[]),
    ("serviceusage.serviceUsageConsumer", 16, &[]),
    ("stackdriver.resourceMetadata.writer", 1, &[]),
    ("storage.admin", 104, &[]),
    ("storage.bucketViewer", 2, &[]),
    ("storage.hmacKeyAdmin", 9, &[Hmac]),
    ("storage.legacyBucketReader", 7, &[]),
    ("storage.legacyBucketWriter", 20, &[]),
    ("storage.legacyObjectReader", 1, &[]),
    ("storage.objectAdmin", 31, &[]),
    ("storage.objectCreator", 10, &[]),
    ("storage.objectUser", 27, &[]),
    ("storage.objectViewer", 8, &[]),
    ("viewer", 6064, &[]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_found_in() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(predefined("roles/owner").unwrap().size, 13_568);
        assert!(predefined("roles/container.serviceAgent").unwrap().dangerous.contains(&ActAs));
        assert!(predefined("roles/nobody.knows").is_none());
    }

    #[test]
    fn broad_and_whole_roles_are_told_from_the_narrow() {
        assert!(is_broad("roles/editor") && is_broad("roles/container.serviceAgent"));
        assert!(!is_broad("roles/container.defaultNodeServiceAccount"));
        assert_eq!(whole_service("roles/storage.admin"), Some("storage"));
        assert_eq!(whole_service("roles/storage.objectAdmin"), None);
    }
}
