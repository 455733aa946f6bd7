//! What a role's policies amount to.

use ringfence_model::{Power, PowerKind, Truth};
use ringfence_policy::{self as rights, Answer, Grants};

use super::administrators::Administrators;
use super::escalation;
use super::judge::{Judged, judged};
use super::role::Role;
use crate::stack::Stack;

/// What a role's policies grant, and whether that is everything: asked once, since others ask too.
#[derive(Debug)]
pub(super) struct Rights {
    pub(super) grants: Grants,
    everything: Option<Answer>,
}

impl Rights {
    pub(super) fn of(role: &Role) -> Self {
        let grants = role.grants(None);
        let everything = (!role.policies.is_empty()).then(|| grants.is_administrator());
        Self { grants, everything }
    }

    /// Whether they certainly are those of an administrator.
    pub(super) fn are_all(&self) -> bool {
        self.everything.as_ref().is_some_and(|answer| answer.truth == rights::Truth::Yes)
    }
}

/// Everything dangerous that a role can do, or may be able to.
///
/// Unknown: who may be an administrator because of something unknown may do all else for the same reason;
/// only what is certain is listed beside that.
pub(super) fn of(
    stack: &Stack<'_>,
    role: &Role,
    rights: &Rights,
    administrators: &Administrators,
) -> Vec<Power> {
    let Rights { grants, everything: Some(everything) } = rights else { return Vec::new() };
    let administrator = judged(stack, role, "*", everything);
    let rest = match administrator.as_ref().map(|judged| judged.truth) {
        Some(Truth::Yes) => Vec::new(),
        known => {
            let mut rest = whole_services(stack, role, grants);
            rest.extend(escalation::of(stack, role, grants, administrators));
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
