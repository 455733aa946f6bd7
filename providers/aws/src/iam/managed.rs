//! Policies that AWS itself manages: what those say that cluster hosts are given.
//!
//! Source: the documents as of [`AS_OF`], AWS managed policy reference ([`PAGE`]), as collected from the
//! service in `aws_managed_policies.py` of moto 5.2.5 (read 2026-11-23).

use std::sync::{Arc, OnceLock};

use ringfence_policy::{Document, PolicyError};

/// The date of the newest document of the collection.
pub(super) const AS_OF: &str = "2026-09-30";

/// The list of all of them.
pub(super) const PAGE: &str =
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html";

/// A policy that AWS manages.
#[derive(Debug)]
pub(super) struct Managed {
    /// Path and name, as its ARN ends.
    pub(super) name: &'static str,
    /// Its version in the table.
    pub(super) version: &'static str,
    /// The document.
    text: &'static str,
    /// What it says, read when the first role holds it.
    read: OnceLock<Result<Arc<Document>, PolicyError>>,
}

impl Managed {
    /// What the document says, without conditions that are surely met.
    pub(super) fn document(&self) -> &Result<Arc<Document>, PolicyError> {
        self.read.get_or_init(|| {
            let parsed = Document::parse(self.text)?;
            Ok(Arc::new(super::settle::settled(&parsed.document, None)))
        })
    }
}

/// The policy that AWS manages under an ARN, if the table has it.
pub(super) fn of_arn(arn: &str) -> Option<&'static Managed> {
    let name = aws_name(arn)?;
    TABLE.iter().find(|managed| managed.name == name)
}

/// The policy that AWS manages under a name without path.
pub(super) fn named(name: &str) -> Option<&'static Managed> {
    TABLE.iter().find(|managed| managed.name.rsplit('/').next() == Some(name))
}

/// The path and name of a policy that AWS manages: `arn:aws:iam::aws:policy/service-role/X`.
pub(super) fn aws_name(arn: &str) -> Option<&str> {
    let (partition, name) = arn.strip_prefix("arn:")?.split_once(":iam::aws:policy/")?;
    partition.starts_with("aws").then_some(name)
}

/// Whether a policy that the table does not have may deny something: of all 1,582 only these do.
pub(super) fn may_deny(name: &str) -> bool {
    DENYING.contains(&name)
}

macro_rules! managed {
    ($path:literal, $name:literal, $version:literal) => {
        Managed {
            name: concat!($path, $name),
            version: $version,
            text: include_str!(concat!("../../managed-policies/", $name, ".json")),
            read: OnceLock::new(),
        }
    };
}

/// Sorted by name.
static TABLE: [Managed; 35] = [
    managed!("", "AWSCloudFormationFullAccess", "v1"),
    managed!("", "AWSDenyAll", "v2"),
    managed!("", "AWSLambda_FullAccess", "v7"),
    managed!("", "AdministratorAccess", "v1"),
    managed!("", "AmazonEBSCSIDriverPolicyV2", "v1"),
    managed!("", "AmazonEC2ContainerRegistryFullAccess", "v3"),
    managed!("", "AmazonEC2ContainerRegistryPowerUser", "v3"),
    managed!("", "AmazonEC2ContainerRegistryPullOnly", "v1"),
    managed!("", "AmazonEC2ContainerRegistryReadOnly", "v3"),
    managed!("", "AmazonEC2FullAccess", "v5"),
    managed!("", "AmazonEC2ReadOnlyAccess", "v5"),
    managed!("", "AmazonEKSBlockStoragePolicy", "v1"),
    managed!("", "AmazonEKSClusterPolicy", "v10"),
    managed!("", "AmazonEKSComputePolicy", "v7"),
    managed!("", "AmazonEKSFargatePodExecutionRolePolicy", "v1"),
    managed!("", "AmazonEKSLoadBalancingPolicy", "v10"),
    managed!("", "AmazonEKSNetworkingPolicy", "v3"),
    managed!("", "AmazonEKSServicePolicy", "v7"),
    managed!("", "AmazonEKSVPCResourceController", "v1"),
    managed!("", "AmazonEKSWorkerNodeMinimalPolicy", "v1"),
    managed!("", "AmazonEKSWorkerNodePolicy", "v3"),
    managed!("", "AmazonEKS_CNI_Policy", "v6"),
    managed!("", "AmazonRoute53FullAccess", "v7"),
    managed!("", "AmazonS3FullAccess", "v2"),
    managed!("", "AmazonS3ReadOnlyAccess", "v3"),
    managed!("", "AmazonSSMFullAccess", "v4"),
    managed!("", "AmazonSSMManagedInstanceCore", "v2"),
    managed!("", "AutoScalingFullAccess", "v2"),
    managed!("", "CloudWatchAgentServerPolicy", "v3"),
    managed!("", "ElasticLoadBalancingFullAccess", "v9"),
    managed!("", "IAMFullAccess", "v2"),
    managed!("", "PowerUserAccess", "v12"),
    managed!("service-role/", "AmazonEBSCSIDriverPolicy", "v15"),
    managed!("service-role/", "AmazonEC2RoleforSSM", "v8"),
    managed!("service-role/", "AmazonEFSCSIDriverPolicy", "v1"),
];

/// Sorted by name.
const DENYING: &[&str] = &[
    "AWSCertificateManagerPrivateCAPrivilegedUser",
    "AWSCertificateManagerPrivateCAUser",
    "AWSCleanRoomsFullAccessNoQuerying",
    "AWSCompromisedKeyQuarantine",
    "AWSCompromisedKeyQuarantineV2",
    "AWSCompromisedKeyQuarantineV3",
    "AWSDeepRacerDefaultMultiUserAccess",
    "AWSIAMIdentityCenterAllowListForIdentityContext",
    "AWSLakeFormationDataAdmin",
    "AWSPrivateCAPrivilegedUser",
    "AWSPrivateCAUser",
    "AWSQuickSetupManagedInstanceProfileExecutionPolicy",
    "AmazonConnectReadOnlyAccess",
    "AmazonDataZoneEnvironmentRolePermissionsBoundary",
    "AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary",
    "AmazonRedshiftDataFullAccess",
    "AmazonSecurityLakePermissionsBoundary",
    "AwsGlueSessionUserRestrictedNotebookPolicy",
    "AwsGlueSessionUserRestrictedPolicy",
    "CloudWatchOmniSpaceAccessPolicy",
    "SageMakerStudioAdminIAMDefaultExecutionPolicy",
    "SageMakerStudioAdminIAMPermissiveExecutionPolicy",
    "SageMakerStudioProjectUserRolePermissionsBoundary",
    "SageMakerStudioUserIAMDefaultExecutionPolicy",
    "SageMakerStudioUserIAMPermissiveExecutionPolicy",
    "aws-service-role/AWSEC2SpotServiceRolePolicy",
    "aws-service-role/AWSSystemsManagerOpsDataSyncServiceRolePolicy",
    "aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy",
    "aws-service-role/AmazonConnectServiceLinkedRolePolicy",
    "aws-service-role/AmazonConnectSynchronizationServiceRolePolicy",
    "aws-service-role/AmazonGuardDutyMalwareProtectionServiceRolePolicy",
    "aws-service-role/AmazonInspector2AgentlessServiceRolePolicy",
    "aws-service-role/AmazonInspector2AmiScanServiceRolePolicy",
    "aws-service-role/AmazonRDSCustomPreviewServiceRolePolicy",
    "aws-service-role/AmazonRDSCustomServiceRolePolicy",
    "root-task/IAMAuditRootUserCredentials",
    "root-task/IAMCreateRootUserPassword",
    "root-task/IAMDeleteRootUserCredentials",
    "root-task/S3UnlockBucketPolicy",
    "root-task/SQSUnlockQueuePolicy",
    "service-role/AWSTransformApplicationDeploymentPolicy",
    "service-role/AwsGlueSessionUserRestrictedNotebookServiceRole",
    "service-role/AwsGlueSessionUserRestrictedServiceRole",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_read_without_notice() {
        assert!(TABLE.is_sorted_by(|a, b| a.name < b.name), "sorted");
        assert!(DENYING.is_sorted_by(|a, b| a < b), "sorted");
        for managed in &TABLE {
            let parsed = Document::parse(managed.text).unwrap();
            assert_eq!(parsed.notices, [], "{}", managed.name);
            assert!(managed.version.starts_with('v'));
        }
    }

    #[test]
    fn partitions_and_paths_are_read_from_the_arn() {
        let name = |arn| of_arn(arn).map(|managed| managed.name);
        assert_eq!(name("arn:aws:iam::aws:policy/AdministratorAccess"), Some("AdministratorAccess"));
        assert_eq!(name("arn:aws-us-gov:iam::aws:policy/PowerUserAccess"), Some("PowerUserAccess"));
        let driver = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy";
        assert_eq!(name(driver), Some("service-role/AmazonEBSCSIDriverPolicy"));
        assert_eq!(name("arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicy"), None, "the path is part of it");
        assert_eq!(name("arn:aws:iam::123456789012:policy/AdministratorAccess"), None, "a customer's own");
    }
}
