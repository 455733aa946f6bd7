//! Cloud identities, what they are granted and what that lets them do.

use crate::{About, Attr, Evidence, Gap, Truth};

/// A principal that machines, clusters or workloads act as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Header.
    pub about: About,
    /// What kind of principal.
    pub kind: IdentityKind,
    /// Whether it is one that the cloud makes and shares among everything that names none.
    pub is_default: Attr<bool>,
    /// What it is granted, one entry a policy or role binding.
    pub grants: Vec<Grant>,
    /// What the grants amount to, decided by the provider.
    pub powers: Vec<Power>,
    /// Grants that could not be read: an external policy, an unknown document. Its rights may be wider.
    pub unseen: Vec<Gap>,
}

/// Kinds of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentityKind {
    /// A role that is assumed.
    Role,
    /// An account for software.
    ServiceAccount,
}

/// One policy or role that an identity holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The resource that grants it.
    pub id: crate::ResourceId,
    /// What it is called: a policy's name, a role.
    pub name: String,
    /// How many statements or permissions of it were read.
    pub statements: usize,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Something dangerous that an identity can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// What it can do.
    pub kind: PowerKind,
    /// Whether it certainly can. Unknown: conditions or unknown parts decide.
    pub truth: Truth,
    /// Why it is not certain: the conditions and unknowns, in words.
    pub unless: Vec<String>,
    /// The statements that give it, all that are needed together.
    pub evidence: Vec<Evidence>,
}

/// Kinds of power.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PowerKind {
    /// Everything on everything.
    Administrator,
    /// A known way to become more than it is.
    Escalation {
        /// Stable name of the method, kebab-case.
        method: String,
        /// What it does, one clause: "starts a machine with a stronger role".
        how: String,
        /// The actions it needs, as the cloud writes them.
        actions: Vec<String>,
    },
    /// Every action of one service on every resource.
    WholeService {
        /// The service as the policy names it.
        service: String,
    },
    /// Holds a broad role that the cloud advises against for workloads.
    BroadRole {
        /// The role as the cloud names it.
        role: String,
    },
}
