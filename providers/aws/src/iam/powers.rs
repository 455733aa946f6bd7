//! What a role's policies amount to.

use ringfence_model::{Power, PowerKind, ResourceId, Truth};
use ringfence_policy::{self as rights, Grants};

use super::escalation;
use super::judge::{Judged, judged};
use super::role::Role;
use crate::stack::Stack;

/// A role of the same stack that may do everything.
#[derive(Debug)]
pub(super) struct Administrator {
    pub(super) id: ResourceId,
    /// The end of its ARN.
    pub(super) arn: String,
}

/// The roles that certainly may do everything.
pub(super) fn administrators(roles: &[Role]) -> Vec<Administrator> {
    let declared = roles.iter().filter(|role| role.about.declared && role.about.exists == Truth::Yes);
    let all = declared.filter(|role| role.grants(None).is_administrator().truth == rights::Truth::Yes);
    all.map(|role| Administrator { id: role.about.id.clone(), arn: role.arn.clone() }).collect()
}

/// Everything dangerous that a role can do, or may be able to.
///
/// Unknown: who may be an administrator because of something unknown may do all else for the same reason;
/// only what is certain is listed beside that.
pub(super) fn of(stack: &Stack<'_>, role: &Role, administrators: &[Administrator]) -> Vec<Power> {
    if role.policies.is_empty() {
        return Vec::new();
    }
    let grants = role.grants(None);
    let administrator = judged(stack, role, "*", &grants.is_administrator());
    let rest = match administrator.as_ref().map(|judged| judged.truth) {
        Some(Truth::Yes) => Vec::new(),
        known => {
            let mut rest = whole_services(stack, role, &grants);
            rest.extend(escalation::of(stack, role, &grants, administrators));
            rest.retain(|power| known.is_none() || power.truth == Truth::Yes);
            rest
        }
    };
    administrator.map(|judged| power(PowerKind::Administrator, judged)).into_iter().chain(rest).collect()
}

/// Services of which a wildcard grants every action on every resource.
fn whole_services(stack: &Stack<'_>, role: &Role, grants: &Grants) -> Vec<Power> {
    let wildcards = grants.service_wildcards().into_iter();
    let whole = wildcards.filter_map(|wildcard| {
        let service = wildcard.service?;
        let mut answer = wildcard.answer;
        answer.truth = wildcard.on_everything;
        let judged = judged(stack, role, &wildcard.text, &answer)?;
        Some(power(PowerKind::WholeService { service }, judged))
    });
    let mut powers: Vec<Power> = Vec::new();
    for power in whole {
        // `EC2:*` and `ec2:*` are one.
        if !powers.iter().any(|known| known.kind == power.kind) {
            powers.push(power);
        }
    }
    powers
}

pub(super) fn power(kind: PowerKind, judged: Judged) -> Power {
    Power { kind, truth: judged.truth, unless: judged.unless, evidence: judged.evidence }
}
