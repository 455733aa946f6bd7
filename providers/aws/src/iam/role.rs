//! Roles: the stack's own, and those it only names.

use std::collections::BTreeSet;

use ringfence_model::{About, Gap, GapKind, Model, Notice, ResourceId, Source};
use ringfence_policy::{AttachedPolicy, Document, Grants};
use ringfence_provider::{Fields, about, tags, undeclared};
use ringfence_terraform::Record;

use super::attached::Attached;
use super::library::Library;
use super::policy::{Content, Policy, depending_on};
use super::settle::settled;
use super::symbol;
use crate::stack::{Stack, id, name};

/// What a person calls it.
const KIND: &str = "IAM role";

/// A role with all that decides what it may do.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) about: About,
    /// The end of its ARN: `role/nodes`.
    pub(super) arn: String,
    /// The same, with an unknown piece where the name is not known.
    pub(super) possible_arn: String,
    /// Policies that grant.
    pub(super) policies: Vec<Policy>,
    /// The permissions boundary.
    pub(super) boundary: Option<Policy>,
    /// What is not known of it.
    pub(super) unseen: Vec<Gap>,
}

/// Every role: declared ones first, then those that policies are attached to or that machines act as.
pub(super) fn all(stack: &Stack<'_>, model: &mut Model) -> Vec<Role> {
    let mut notices = Vec::new();
    let library = Library::read(stack, &mut notices);
    let mut attached = Attached::gather(stack, &library, &mut notices);
    let mut roles: Vec<Role> = Vec::new();
    for record in stack.records.of_type("aws_iam_role") {
        let policies = attached.policies.remove(&id(record)).unwrap_or_default();
        roles.push(declared(stack, record, policies, &library));
    }
    let declared: BTreeSet<ResourceId> = roles.iter().map(|role| role.about.id.clone()).collect();
    let mut named: Vec<(ResourceId, Source)> = attached.named_at.clone().into_iter().collect();
    named.extend(acted_as(model));
    named.retain(|(id, _)| !declared.contains(id));
    named.sort();
    named.dedup_by(|later, first| later.0 == first.0);
    for (id, source) in named {
        let policies = attached.policies.remove(&id).unwrap_or_default();
        roles.push(only_named(&id, &source, policies));
    }
    notices.sort();
    model.notices.extend(notices.into_iter().collect::<BTreeSet<Notice>>());
    roles
}

/// The identities of machines and clusters, with the place that says so.
fn acted_as(model: &Model) -> Vec<(ResourceId, Source)> {
    let machines = model.machines.iter().map(|machine| &machine.identity);
    let clusters = model.clusters.iter().map(|cluster| &cluster.identity);
    let known = machines.chain(clusters).filter_map(|identity| {
        let id = identity.value()?.clone()?;
        Some((id, identity.source()?.clone()))
    });
    known.collect()
}

fn declared(stack: &Stack<'_>, record: &Record, policies: Vec<Policy>, library: &Library) -> Role {
    let mut about = about(record, KIND);
    about.name = name(record);
    about.tags = tags(record.field("tags"));
    let boundary = record.field("permissions_boundary").map(|value| {
        let found = library.find(stack, value);
        let fact = format!("the permissions boundary `{}` limits it", found.name);
        let evidence = ringfence_model::Evidence::new(&about.id, fact, &ringfence_provider::source(value));
        let (id, own_arn) = (about.id.clone(), found.own_arn);
        Policy { id, name: found.name, evidence, content: found.content, only_if: None, own_arn }
    });
    let unseen = gaps(&policies);
    let (arn, possible_arn) = (symbol::role(record), symbol::possible_role(record));
    Role { about, arn, possible_arn, policies, boundary, unseen }
}

/// A role that is made elsewhere: it may hold policies that nobody declares here.
fn only_named(id: &ResourceId, source: &Source, policies: Vec<Policy>) -> Role {
    let what = format!("the policies of `{id}`, which is not declared here");
    let mut unseen = vec![Gap { kind: GapKind::OutsideInput, what, source: Some(source.clone()) }];
    unseen.extend(gaps(&policies));
    let short = id.as_str().rsplit('/').next().unwrap_or_default();
    let arn = format!("role/{short}");
    let about = undeclared(id, KIND, source);
    Role { about, possible_arn: arn.clone(), arn, policies, boundary: None, unseen }
}

fn gaps(policies: &[Policy]) -> Vec<Gap> {
    let unread = policies.iter().filter_map(|policy| match &policy.content {
        Content::Unread { gap, .. } => Some(gap.clone()),
        Content::Read { .. } => None,
    });
    unread.collect()
}

impl Role {
    /// The policy that an answer names.
    pub(super) fn policy(&self, number: &str) -> Option<&Policy> {
        let number: usize = number.parse().ok()?;
        self.policies.iter().chain(&self.boundary).nth(number)
    }

    /// What all policies grant together, within the boundary, in a request that passes a role to a service.
    ///
    /// Unknown: an unread policy grants nothing here, since it stands in [`Role::unseen`], but may deny.
    pub(super) fn grants(&self, passed_to: Option<&str>) -> Grants {
        let own = self.policies.iter().enumerate();
        let own = own.filter_map(|(number, policy)| grant(number, policy, passed_to)).collect();
        let grants = Grants::new(own);
        match &self.boundary {
            Some(policy) => grants.bounded_by(vec![limit(self.policies.len(), policy, passed_to)]),
            None => grants,
        }
    }
}

fn grant(number: usize, policy: &Policy, passed_to: Option<&str>) -> Option<AttachedPolicy> {
    let document = match &policy.content {
        Content::Read { document, .. } => settled(document, passed_to),
        Content::Unread { may_deny: false, .. } => return None,
        Content::Unread { gap, .. } => everything("Deny", &format!("{} denies it", gap.what)),
    };
    let document = match &policy.only_if {
        Some(what) => depending_on(document, what),
        None => document,
    };
    Some(AttachedPolicy { id: number.to_string(), document })
}

fn limit(number: usize, policy: &Policy, passed_to: Option<&str>) -> AttachedPolicy {
    let document = match &policy.content {
        Content::Read { document, .. } => settled(document, passed_to),
        Content::Unread { gap, .. } => {
            everything("Allow", &format!("the permissions boundary, {}, allows it", gap.what))
        }
    };
    AttachedPolicy { id: number.to_string(), document }
}

/// One statement about everything, which depends on something.
fn everything(effect: &str, only_if: &str) -> Document {
    let statement = format!(r#"{{"Effect": "{effect}", "Action": "*", "Resource": "*"}}"#);
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    let document = Document::parse(&text).map_or_else(|_| Document::unknown(), |parsed| parsed.document);
    depending_on(document, only_if)
}
