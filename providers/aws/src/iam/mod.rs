//! Roles and policies: what cloud identities may do.
//!
//! - `text`, `parts`, `symbol`: a policy's text, where its parts stand, what its references stand for;
//! - `policy`, `library`, `managed`, `attached`, `role`: which policies each role holds;
//! - `settle`: conditions that are surely met, or surely not;
//! - `judge`, `powers`, `administrators`, `escalation`: what the policies amount to.

mod administrators;
mod attached;
mod escalation;
mod judge;
mod library;
mod managed;
mod parts;
mod policy;
mod powers;
mod role;
mod settle;
mod symbol;
mod text;

use rayon::prelude::*;
use ringfence_model::{Attr, Grant, Identity, IdentityKind, Model, Source};

use crate::stack::Stack;
use administrators::Administrators;
use powers::Rights;
use role::Role;

/// No role is made by AWS and shared among all that name none.
const ROLES: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html";

/// Lowers roles and policies into identities, after the machines that act as them.
pub(crate) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let roles = role::all(stack, model);
    let rights: Vec<Rights> = roles.par_iter().map(Rights::of).collect();
    let administrators = Administrators::among(&roles, &rights);
    let identities = roles.par_iter().zip(&rights).map(|(role, rights)| Identity {
        about: role.about.clone(),
        kind: IdentityKind::Role,
        is_default: Attr::Default { value: false, source: Source::Documented { url: ROLES } },
        grants: grants(role),
        powers: powers::of(stack, role, rights, &administrators),
        unseen: role.unseen.clone(),
    });
    let identities: Vec<Identity> = identities.collect();
    model.identities.extend(identities);
}

fn grants(role: &Role) -> Vec<Grant> {
    let grant = |policy: &policy::Policy| Grant {
        id: policy.id.clone(),
        name: policy.name.clone(),
        statements: policy.content.statements(),
        evidence: policy.evidence.clone(),
    };
    role.policies.iter().map(grant).collect()
}
