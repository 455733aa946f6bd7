//! Roles that machines and endpoints play in a cluster.

use std::fmt;

use crate::Source;

/// A role in a Kubernetes cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Where clients reach the API server: a load balancer, a managed endpoint.
    ApiEndpoint,
    /// Runs the API server, scheduler and controllers.
    ControlPlane,
    /// Runs an etcd member.
    Etcd,
    /// Runs workloads.
    Node,
    /// A way in for administrators.
    Bastion,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiEndpoint => "API endpoint",
            Self::ControlPlane => "control plane",
            Self::Etcd => "etcd member",
            Self::Node => "node",
            Self::Bastion => "bastion",
        })
    }
}

/// How much one sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// A hint, such as a word in a name.
    Weak,
    /// Two independent ones decide.
    Strong,
    /// One decides.
    Definite,
}

/// A sign that something plays a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoleSignal {
    /// The role it speaks for.
    pub role: Role,
    /// How much it says.
    pub strength: Strength,
    /// What kind of sign: signs of one kind are not independent ("tag", "name", "boot payload").
    pub kind: &'static str,
    /// The sign in words: "tag `k8s.io/role/node` is set".
    pub why: String,
    /// Where it stands.
    pub source: Source,
}
