//! The roles that may do everything: becoming one of them is worth an attacker's while.

use ringfence_model::{ResourceId, Truth};
use ringfence_policy::{Effect, Statement};

use super::policy::Content;
use super::powers::Rights;
use super::role::Role;

/// How many of them a role's policies are asked about: the first that may be reached is enough, and where
/// a policy names more by one pattern, the others are mostly kept from it by the same condition or denial.
const MOST: usize = 64;

/// The roles of the same stack that certainly may do everything.
#[derive(Debug)]
pub(super) struct Administrators {
    /// The end of the ARN and the id, sorted.
    roles: Vec<(String, ResourceId)>,
}

impl Administrators {
    pub(super) fn among(roles: &[Role], rights: &[Rights]) -> Self {
        let is_one = |(role, rights): &(&Role, &Rights)| {
            role.about.declared && role.about.exists == Truth::Yes && rights.are_all()
        };
        let all = roles.iter().zip(rights).filter(is_one);
        let mut roles: Vec<_> = all.map(|(role, _)| (role.arn.clone(), role.about.id.clone())).collect();
        roles.sort();
        Self { roles }
    }

    /// The ends of the ARNs of the others that a role's policies may allow something on, at most 64.
    ///
    /// Shape: all that begin as a granted resource does up to its first wildcard, so none that is granted
    /// is missing, in the order of their ARNs.
    pub(super) fn in_reach_of<'s>(&'s self, role: &'s Role) -> impl Iterator<Item = &'s str> {
        let within = beginnings(role).into_iter().flat_map(|text| self.beginning_with(text));
        within.filter(|(_, id)| *id != role.about.id).map(|(arn, _)| arn.as_str()).take(MOST)
    }

    fn beginning_with<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s (String, ResourceId)> {
        let first = self.roles.partition_point(|(arn, _)| arn.as_str() < text);
        let rest = self.roles.get(first..).unwrap_or_default().iter();
        rest.take_while(move |(arn, _)| arn.starts_with(text))
    }
}

/// How the ends of the ARNs begin that a role's policies grant something on.
///
/// Shape: sorted, and none begins with another.
fn beginnings(role: &Role) -> Vec<&str> {
    let read = role.policies.iter().filter_map(|policy| match &policy.content {
        Content::Read { document, .. } => Some(document),
        Content::Unread { .. } => None,
    });
    let granting = read.flat_map(|document| &document.statements).filter(|one| one.effect == Effect::Allow);
    let mut all: Vec<&str> = granting.flat_map(ends).collect();
    all.sort_unstable();
    all.dedup_by(|later, first| later.starts_with(*first));
    all
}

/// The literal beginnings of the last parts of a statement's resources; an empty one stands for anything.
fn ends(statement: &Statement) -> Vec<&str> {
    match &statement.resources {
        Some(listed) if !listed.negated => {
            listed.patterns.iter().map(|pattern| end(pattern.text())).collect()
        }
        _ => vec![""],
    }
}

/// Unknown: what is no ARN with all its parts may be anything.
fn end(resource: &str) -> &str {
    let end = resource.splitn(6, ':').nth(5).unwrap_or_default();
    let literal = end.find(|c: char| !c.is_ascii_alphanumeric() && !"/_+=,.@-".contains(c));
    literal.and_then(|length| end.get(..length)).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(arns: &[&str]) -> Administrators {
        let mut roles: Vec<_> = arns.iter().map(|arn| ((*arn).to_owned(), ResourceId::new(*arn))).collect();
        roles.sort();
        Administrators { roles }
    }

    #[test]
    fn a_resource_is_followed_up_to_its_first_wildcard() {
        assert_eq!(end("arn:aws:iam::*:role/ci/deploy-*"), "role/ci/deploy-");
        assert_eq!(end("arn:aws:iam::000000000000:role/nodes"), "role/nodes");
        assert_eq!(end("arn:aws:iam::1:role/${aws:username}"), "role/");
        for anything in ["*", "arn:*", "arn:aws:iam::1", "arn:aws:iam::1:*", ""] {
            assert_eq!(end(anything), "", "{anything}");
        }
    }

    #[test]
    fn only_those_that_begin_so_are_asked_about() {
        let all = among(&["role/b", "role/a2", "role/a", "role/c"]);
        let found = |text| all.beginning_with(text).map(|(arn, _)| arn.as_str()).collect::<Vec<_>>();
        assert_eq!(found("role/a"), ["role/a", "role/a2"]);
        assert_eq!(found("role/aa"), [""; 0]);
        assert_eq!(found(""), ["role/a", "role/a2", "role/b", "role/c"]);
    }
}
