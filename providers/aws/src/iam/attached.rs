//! Which policies each role holds.
//!
//! Source: `aws_iam_role` (`inline_policy`, `managed_policy_arns`), `aws_iam_role_policy`,
//! `aws_iam_role_policy_attachment`, `aws_iam_policy_attachment`, `aws_iam_role_policy_attachments_exclusive`
//! (read 2026-11-23).

use std::collections::{BTreeMap, HashSet};

use ringfence_model::{Evidence, Gap, Level, Link, Notice, NoticeId, ResourceId, Source, Truth};
use ringfence_provider::{Fields, source};
use ringfence_terraform::{Record, Value};

use super::library::Library;
use super::policy::{Policy, read};
use crate::links::ROLE;
use crate::stack::{Stack, id};

/// The policies of every role, by the role's id.
#[derive(Debug, Default)]
pub(super) struct Attached {
    /// Policies, in the order found.
    pub(super) policies: BTreeMap<ResourceId, Vec<Policy>>,
    /// Where a role that nobody declares is first named.
    pub(super) named_at: BTreeMap<ResourceId, Source>,
    /// The role, what gives it the policy, and the policy's name: twice the same is once.
    given: HashSet<(ResourceId, ResourceId, String)>,
}

/// Attachments: the type, the attribute with the role or roles, and the one with the policy or policies.
const ATTACHMENTS: [(&str, &str, &str); 3] = [
    ("aws_iam_role_policy_attachment", "role", "policy_arn"),
    ("aws_iam_policy_attachment", "roles", "policy_arn"),
    ("aws_iam_role_policy_attachments_exclusive", "role_name", "policy_arns"),
];

impl Attached {
    /// Gathers them from all records.
    pub(super) fn gather(stack: &Stack<'_>, library: &Library, notices: &mut Vec<Notice>) -> Self {
        let mut attached = Self::default();
        for record in stack.records.of_type("aws_iam_role") {
            attached.add_own(stack, record, library, notices);
        }
        for record in stack.records.of_type("aws_iam_role_policy") {
            let policy = inline(stack, record, record, notices);
            attached.add_to(stack, record, "role", &policy, notices);
        }
        for (type_name, roles, policies) in ATTACHMENTS {
            for record in stack.records.of_type(type_name) {
                for policy in managed(stack, record, policies, library) {
                    attached.add_to(stack, record, roles, &policy, notices);
                }
            }
        }
        attached
    }

    /// What a role's own block holds.
    fn add_own(&mut self, stack: &Stack<'_>, role: &Record, library: &Library, notices: &mut Vec<Notice>) {
        let blocks = role.nested("inline_policy").iter().filter(|block| block.field("policy").is_some());
        let mut policies: Vec<Policy> = blocks.map(|block| inline(stack, role, block, notices)).collect();
        policies.extend(managed(stack, role, "managed_policy_arns", library));
        let role = id(role);
        let given = policies.iter().map(|policy| (role.clone(), policy.id.clone(), policy.name.clone()));
        self.given.extend(given);
        self.policies.entry(role).or_default().extend(policies);
    }

    /// Adds a policy to every role that an attribute names.
    fn add_to(
        &mut self,
        stack: &Stack<'_>,
        by: &Record,
        roles: &str,
        policy: &Policy,
        notices: &mut Vec<Notice>,
    ) {
        let Some(value) = by.field(roles) else { return };
        for item in value.as_list().unwrap_or(std::slice::from_ref(value)) {
            let links = stack.links(item, &ROLE);
            // What a condition chooses is one of several; a reference to all instances is all of them.
            let chosen = links.len() > 1 && item.reference().is_none();
            for link in links {
                let only_if = chosen.then(|| format!("`{}` is for this role", by.address));
                match link {
                    Link::To { id, source } => self.give(id, source, policy, only_if),
                    Link::Unknown(gap) => notices.push(to_nobody(by, gap)),
                }
            }
        }
        if let Some(open) = value.open().map(AsRef::as_ref) {
            notices.push(to_nobody(by, ringfence_provider::gap_of(open, value.origin.used_at())));
        }
    }

    fn give(&mut self, role: ResourceId, source: Source, policy: &Policy, only_if: Option<String>) {
        self.named_at.entry(role.clone()).or_insert(source);
        if self.given.insert((role.clone(), policy.id.clone(), policy.name.clone())) {
            let held = self.policies.entry(role).or_default();
            held.push(Policy { only_if: only_if.or_else(|| policy.only_if.clone()), ..policy.clone() });
        }
    }
}

/// Which role gets a policy is not known: it may be any.
fn to_nobody(by: &Record, gap: Gap) -> Notice {
    let message = format!(
        "the role that `{}` gives a policy to is not known ({}), so a role may have more rights than shown",
        by.address, gap.what
    );
    Notice { id: NoticeId::UnknownValue, level: Level::Warning, message, source: gap.source }
}

/// A policy written into a role, by a resource of its own or a block of the role.
fn inline(stack: &Stack<'_>, by: &Record, body: &impl Fields, notices: &mut Vec<Notice>) -> Policy {
    let by_id = id(by);
    let named = body.field("name").and_then(Value::as_str).map_or_else(|| by_id.to_string(), str::to_owned);
    let value = body.field("policy");
    let at = value.map_or(Source::File(by.header), source);
    let content = match value {
        Some(value) => read(stack, &by_id, value, notices),
        None => super::policy::outside(format!("the policy of `{by_id}`"), at.clone(), true),
    };
    let evidence = Evidence::new(&by_id, format!("the policy `{named}` is written into the role"), &at);
    Policy { id: by_id, name: named, evidence, content, only_if: only_if(by), own_arn: None }
}

/// The policies that an attribute names by their ARNs.
fn managed(stack: &Stack<'_>, by: &Record, attribute: &str, library: &Library) -> Vec<Policy> {
    let Some(value) = by.field(attribute) else { return Vec::new() };
    let arns = match value.as_list() {
        Some(items) => items.to_vec(),
        None => vec![value.clone()],
    };
    let mut policies: Vec<Policy> = arns.iter().map(|arn| attach(stack, by, arn, library)).collect();
    if let Some(open) = value.open().map(AsRef::as_ref) {
        let gap = ringfence_provider::gap_of(open, value.origin.used_at());
        let evidence = Evidence::new(&id(by), "further policies are attached", &source(value));
        let content = super::policy::Content::unread(gap);
        let name = "further policies".to_owned();
        policies.push(Policy { id: id(by), name, evidence, content, only_if: only_if(by), own_arn: None });
    }
    policies
}

fn attach(stack: &Stack<'_>, by: &Record, arn: &Value, library: &Library) -> Policy {
    let found = library.find(stack, arn);
    let evidence = Evidence::new(&id(by), format!("the policy `{}` is attached", found.name), &source(arn));
    let only_if = only_if(by).or(found.only_if);
    Policy { id: id(by), name: found.name, evidence, content: found.content, only_if, own_arn: found.own_arn }
}

/// What must be for a resource to be there at all, if that is not known.
fn only_if(record: &Record) -> Option<String> {
    (record.exists != Truth::Yes).then(|| format!("`{}` exists", record.address))
}
