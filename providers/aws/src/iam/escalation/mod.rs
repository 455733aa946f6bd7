//! Known ways for a role to become more than it is.
//!
//! One file a family of methods; `target` decides what a permission must be on for the method to work.
//! What a policy cannot say, such as whether a stronger role trusts the service that it is passed to, is not
//! looked at.

mod code;
mod credentials;
mod own_rights;
mod pass_role;
mod target;

use ringfence_model::{Power, PowerKind};
use ringfence_policy::Grants;

use super::administrators::Administrators;
use super::judge::Judged;
use super::powers::power;
use super::role::Role;
use crate::stack::Stack;
use target::Question;

/// A known way to more rights.
#[derive(Debug)]
struct Method {
    /// Stable name, kebab-case.
    name: &'static str,
    /// What it does, after "it".
    how: &'static str,
    /// The permissions it needs, all of them.
    needs: &'static [Need],
    /// The service that it passes a role to.
    passes_to: Option<&'static str>,
    /// What must be so besides, which no policy says.
    besides: Option<&'static str>,
}

/// A permission that a method needs.
#[derive(Debug)]
struct Need {
    /// One of these actions.
    any_of: &'static [&'static str],
    /// On what.
    on: Target,
}

/// What a permission must be on.
#[derive(Debug)]
enum Target {
    /// Something of each of these kinds, which the method makes or just uses: any will do.
    Some(&'static [&'static str]),
    /// Something of this kind that can do more than the role itself.
    Stronger(&'static str),
    /// A role that can do more than the role itself.
    StrongerRole,
    /// The role itself, or another one that it can act as.
    OwnRole,
    /// A customer's managed policy that the role holds, or that something stronger holds.
    OwnPolicy,
}

/// All methods, in the order they are reported.
fn methods() -> impl Iterator<Item = &'static Method> {
    [pass_role::METHODS, own_rights::METHODS, credentials::METHODS, code::METHODS].into_iter().flatten()
}

/// The methods that a role has, or may have, all permissions for.
pub(super) fn of(
    stack: &Stack<'_>,
    role: &Role,
    grants: &Grants,
    administrators: &Administrators,
) -> Vec<Power> {
    let found = methods().filter_map(|method| {
        let narrowed = method.passes_to.map(|service| role.grants(Some(service)));
        let grants = narrowed.as_ref().unwrap_or(grants);
        let question = Question { stack, role, grants, administrators };
        let (judged, actions) = question.method(method)?;
        let (name, how) = (method.name.to_owned(), method.how.to_owned());
        Some(power(PowerKind::Escalation { method: name, how, actions }, judged))
    });
    found.collect()
}

impl Question<'_, '_> {
    /// Whether all needs of a method are met, with the action that meets each.
    fn method(&self, method: &Method) -> Option<(Judged, Vec<String>)> {
        let mut all: Option<Judged> = None;
        let mut actions: Vec<String> = Vec::new();
        for need in method.needs {
            let (action, judged) = self.need(need)?;
            if !actions.iter().any(|known| known == action) {
                actions.push(action.to_owned());
            }
            all = Some(match all {
                Some(known) => known.and(judged),
                None => judged,
            });
        }
        let all = all?;
        Some((method.besides.map_or_else(|| all.clone(), |what| all.clone().doubted(what)), actions))
    }

    /// The action that meets a need best.
    fn need(&self, need: &Need) -> Option<(&'static str, Judged)> {
        let mut best: Option<(&'static str, Judged)> = None;
        for action in need.any_of {
            let Some(judged) = self.allowed(action, &need.on) else { continue };
            if best.as_ref().is_none_or(|(_, known)| known.truth < judged.truth) {
                best = Some((action, judged));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_named_once_and_complete_a_sentence() {
        let names: Vec<&str> = methods().map(|method| method.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len());
        assert!(names.len() >= 10, "{names:?}");
        for method in methods() {
            assert!(method.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{method:?}");
            assert!(method.how.starts_with(|c: char| c.is_ascii_lowercase()) && !method.how.ends_with('.'));
            assert!(!method.needs.is_empty());
            let passes = method.needs.iter().any(|need| need.any_of.contains(&"iam:PassRole"));
            assert_eq!(passes, method.passes_to.is_some(), "{method:?}");
        }
    }
}
