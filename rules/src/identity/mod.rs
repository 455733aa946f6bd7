//! R3: what the cluster's cloud identities may do.

pub(crate) mod administrator_identity;
pub(crate) mod default_identity;
pub(crate) mod metadata_credentials_exposed;
pub(crate) mod privilege_escalation_path;
pub(crate) mod service_wildcard;
pub(crate) mod shared_identity;
