//! What a permission must be on.

use ringfence_policy::{
    Answer, AttachedPolicy, Document, Grants, ResourceQuery, Truth, UNKNOWN_CLOSE, UNKNOWN_OPEN,
};

use super::Target;
use crate::iam::administrators::Administrators;
use crate::iam::judge::{Judged, judged, on};
use crate::iam::role::Role;
use crate::stack::Stack;

/// Roles of any account. A `*` at a segment's end would go on over colons, so one more character ends it.
const ROLES: &str = "arn:*?:iam::*?:role/*";

/// Policies of any account; those of AWS, in the account `aws`, nobody can change.
const POLICIES: &str = "arn:*?:iam::????????????:policy/*";

/// With one of these a role becomes another one.
const BECOMES: [&str; 3] = ["sts:AssumeRole", "iam:PassRole", "iam:UpdateAssumeRolePolicy"];

/// What a role's policies are asked.
pub(super) struct Question<'a, 'r> {
    pub(super) stack: &'a Stack<'r>,
    pub(super) role: &'a Role,
    pub(super) grants: &'a Grants,
    pub(super) administrators: &'a Administrators,
}

impl Question<'_, '_> {
    /// Whether the role may do an action on what a method needs.
    pub(super) fn allowed(&self, action: &str, target: &Target) -> Option<Judged> {
        match target {
            Target::Some(kinds) => self.some_of_each(action, kinds),
            Target::Stronger(kind) => self.stronger(action, kind),
            Target::StrongerRole => self.stronger_role(action),
            Target::OwnRole => self.own_role(action),
            Target::OwnPolicy => self.own_policy(action),
        }
    }

    fn judged(&self, action: &str, answer: &Answer) -> Option<Judged> {
        judged(self.stack, self.role, action, answer)
    }

    /// The action on something of a kind; nothing if it is surely not allowed.
    fn some(&self, action: &str, kind: &str) -> Option<Answer> {
        let answer = self.grants.can(action, ResourceQuery::SomeOf(kind));
        (answer.truth != Truth::No).then_some(answer)
    }

    fn some_of_each(&self, action: &str, kinds: &[&str]) -> Option<Judged> {
        let mut all: Option<Judged> = None;
        for kind in kinds {
            let next = self.judged(action, &self.some(action, kind)?)?;
            all = Some(match all {
                Some(known) => known.and(next),
                None => next,
            });
        }
        all
    }

    /// Everything of a kind includes the strongest; of named ones nothing is known.
    fn stronger(&self, action: &str, kind: &str) -> Option<Judged> {
        let some = self.some(action, kind)?;
        if let Some(all) = self.all(action, kind, &some) {
            return Some(all);
        }
        let judged = self.judged(action, &some)?;
        Some(judged.doubted(format!("if one of {} can do more than it", on(&some.resources))))
    }

    /// Passing or opening the own role gives nothing.
    fn stronger_role(&self, action: &str) -> Option<Judged> {
        let some = self.some(action, ROLES)?;
        if let Some(all) = self.all(action, ROLES, &some) {
            return Some(all);
        }
        if let Some(reached) = self.administrator(action, &some) {
            return Some(reached);
        }
        let others = self.without_itself(action).can(action, ResourceQuery::SomeOf(ROLES));
        let judged = self.judged(action, &others)?;
        Some(judged.doubted(format!("if one of {} can do more than it", on(&others.resources))))
    }

    /// An administrator's role of the same stack, if the action is allowed on it.
    fn administrator(&self, action: &str, some: &Answer) -> Option<Judged> {
        let mut others = self.administrators.in_reach_of(self.role);
        others.find_map(|arn| self.wherever(action, ROLES, arn, some))
    }

    /// The role itself; others only if it can become them.
    fn own_role(&self, action: &str) -> Option<Judged> {
        let some = self.some(action, ROLES)?;
        // A name that is not known may be any that begins so.
        let any_name =
            self.role.possible_arn.split(UNKNOWN_OPEN).next().filter(|name| **name != self.role.arn);
        let any_name = any_name.map(|name| format!("{name}*"));
        let mut ends = std::iter::once(&self.role.arn).chain(&any_name);
        if let Some(own) = ends.find_map(|end| self.wherever(action, ROLES, end, &some)) {
            return Some(own);
        }
        let judged = self.judged(action, &some)?;
        let own = format!("{}:{}", unknown_account(), self.role.possible_arn);
        if self.grants.can(action, ResourceQuery::Exactly(&own)).truth != Truth::No {
            return Some(judged.doubted(format!("if {} is its own role", on(&some.resources))));
        }
        let becomes = BECOMES.iter().any(|action| self.some(action, ROLES).is_some());
        becomes.then(|| judged.doubted(format!("if it can act as one of {}", on(&some.resources))))
    }

    fn own_policy(&self, action: &str) -> Option<Judged> {
        let some = self.some(action, POLICIES)?;
        let mut held = self.role.policies.iter().filter_map(|policy| policy.own_arn.as_deref());
        if let Some(own) = held.find_map(|arn| self.wherever(action, POLICIES, arn, &some)) {
            return Some(own);
        }
        if let Some(all) = self.all(action, POLICIES, &some) {
            return Some(all);
        }
        let judged = self.judged(action, &some)?;
        Some(judged.doubted(format!("if it, or what it can act as, holds one of {}", on(&some.resources))))
    }

    /// The action on all of a kind: everywhere, or in the account or region that the policy speaks of.
    fn all(&self, action: &str, kind: &str, some: &Answer) -> Option<Judged> {
        let end = kind.splitn(6, ':').nth(5)?;
        self.wherever(action, kind, end, some)
    }

    /// The action on everything whose ARN ends like this.
    ///
    /// An account that a policy names is the own one: no identity acts on roles or policies of another.
    fn wherever(&self, action: &str, kind: &str, end: &str, some: &Answer) -> Option<Judged> {
        let named = some.resources.iter().filter_map(|text| beginning(text));
        let answer = beginning(kind).into_iter().chain(named).find_map(|beginning| {
            let answer = self.grants.can(action, ResourceQuery::AllOf(&format!("{beginning}:{end}")));
            (answer.truth > Truth::Unknown).then_some(answer)
        })?;
        self.judged(action, &answer)
    }

    /// The same policies, but nothing on the role itself.
    fn without_itself(&self, action: &str) -> Grants {
        let own = format!("arn:*?:iam::*?:{}", self.role.arn);
        let deny = format!(r#"{{"Effect": "Deny", "Action": "{action}", "Resource": "{own}"}}"#);
        let allow = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{allow}, {deny}]}}"#);
        match Document::parse(&text) {
            Ok(parsed) => {
                let limit = AttachedPolicy { id: String::new(), document: parsed.document };
                self.grants.clone().bounded_by(vec![limit])
            }
            Err(_) => self.grants.clone(),
        }
    }
}

/// Partition, service, region and account of an ARN.
fn beginning(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_arn = parts.len() == 6 && text.starts_with("arn:") && !text.contains('(');
    is_arn.then(|| parts.get(..5).unwrap_or_default().join(":"))
}

/// How an ARN of an account begins of which nothing is known.
fn unknown_account() -> String {
    format!("arn:{UNKNOWN_OPEN}0{UNKNOWN_CLOSE}:iam::{UNKNOWN_OPEN}1{UNKNOWN_CLOSE}")
}
