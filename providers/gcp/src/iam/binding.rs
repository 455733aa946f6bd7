//! Bindings: which accounts hold which role where.

use std::collections::HashMap;

use ringfence_model::{Gap, GapKind, ResourceId, Source};
use ringfence_provider::{gap, source};
use ringfence_terraform::{Record, RecordKind, Value};

use super::account::{account, is_account};
use crate::list::elements;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// One role for some members at one place.
#[derive(Clone, Debug)]
pub(crate) struct Binding<'a> {
    /// The resource that makes it.
    pub(crate) record: &'a Record,
    /// Where it holds.
    pub(crate) scope: Scope,
    /// The role, as written.
    pub(crate) role: Option<&'a Value>,
    /// Service accounts that hold it.
    pub(crate) accounts: Vec<(ResourceId, Source)>,
    /// Why there may be others.
    pub(crate) gaps: Vec<Gap>,
    /// Title of its condition, if it has one.
    pub(crate) condition: Option<String>,
    /// Whether it says everything: of its role, or of the whole place.
    pub(crate) authority: Authority,
}

/// Where a binding holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// A project, folder or organization: every resource of it.
    Wide(String),
    /// One service account.
    Account(Option<ResourceId>),
    /// One other resource.
    Narrow(String),
}

/// What else a binding rules out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// Nothing.
    Member,
    /// Other members of its role.
    OfRole,
    /// Every other binding.
    OfPlace,
}

/// Types of bindings: prefix, attribute that names the place.
const PLACES: [(&str, &str); 5] = [
    ("google_folder_iam", "folder"),
    ("google_organization_iam", "org_id"),
    ("google_project_iam", "project"),
    ("google_service_account_iam", "service_account_id"),
    ("google_storage_bucket_iam", "bucket"),
];

/// Every binding of the stack, and which of them matter to an account, a place, a resource.
#[derive(Debug)]
pub(crate) struct Bindings<'a> {
    pub(crate) all: Vec<Binding<'a>>,
    /// Those that name an account, in order, with the place that does.
    of_accounts: HashMap<ResourceId, Vec<(usize, Source)>>,
    /// Those that rule out other members of a role at a place, in order.
    of_roles: HashMap<Scope, HashMap<&'a str, Vec<usize>>>,
    /// Those that rule out every other binding at a place, in order.
    of_places: HashMap<Scope, Vec<usize>>,
    /// Those that one resource makes.
    of_records: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Bindings<'a> {
    pub(crate) fn new(stack: &Stack<'a>) -> Self {
        let all = bindings(stack);
        let mut of_accounts: HashMap<ResourceId, Vec<(usize, Source)>> = HashMap::new();
        let mut of_roles: HashMap<Scope, HashMap<&str, Vec<usize>>> = HashMap::new();
        let mut of_places: HashMap<Scope, Vec<usize>> = HashMap::new();
        let mut of_records: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, binding) in all.iter().enumerate() {
            for (account, source) in &binding.accounts {
                let named = of_accounts.entry(account.clone()).or_default();
                if named.last().is_none_or(|(last, _)| *last != at) {
                    named.push((at, source.clone()));
                }
            }
            match (binding.authority, binding.role.and_then(Value::as_str)) {
                (Authority::OfPlace, _) => of_places.entry(binding.scope.clone()).or_default().push(at),
                (Authority::OfRole, Some(role)) => {
                    of_roles.entry(binding.scope.clone()).or_default().entry(role).or_default().push(at);
                }
                (Authority::Member, _) | (Authority::OfRole, None) => {}
            }
            of_records.entry(&binding.record.address).or_default().push(at);
        }
        Self { all, of_accounts, of_roles, of_places, of_records }
    }

    /// The bindings that name an account, with the place that does.
    pub(crate) fn of_account(&self, id: &ResourceId) -> impl Iterator<Item = (&Binding<'a>, &Source)> {
        let named = self.of_accounts.get(id).into_iter().flatten();
        named.filter_map(|(at, source)| Some((self.all.get(*at)?, source)))
    }

    /// The bindings that rule out other members of a role at a place, in order.
    pub(crate) fn replacing(&self, scope: &Scope, role: Option<&str>) -> impl Iterator<Item = &Binding<'a>> {
        let of_role = self.of_roles.get(scope).zip(role).and_then(|(roles, role)| roles.get(role));
        let mut of_role = of_role.into_iter().flatten().peekable();
        let mut of_place = self.of_places.get(scope).into_iter().flatten().peekable();
        let next = move || match (of_role.peek(), of_place.peek()) {
            (Some(one), Some(other)) if one < other => of_role.next(),
            (Some(_), None) => of_role.next(),
            _ => of_place.next(),
        };
        std::iter::from_fn(next).filter_map(|at| self.all.get(*at))
    }

    /// The bindings that the same resource makes.
    pub(crate) fn made_with(&self, other: &Binding<'_>) -> impl Iterator<Item = &Binding<'a>> {
        let parts = self.of_records.get(other.record.address.as_ref());
        parts.into_iter().flatten().filter_map(|at| self.all.get(*at))
    }
}

/// Every binding of the stack.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam>
/// (member, binding, policy and what each replaces), read 2026-11-23.
fn bindings<'a>(stack: &Stack<'a>) -> Vec<Binding<'a>> {
    let mut found = Vec::new();
    for record in stack.records.all() {
        if record.kind != RecordKind::Managed {
            continue;
        }
        let place = PLACES.iter().find_map(|(prefix, attribute)| {
            let kind = record.type_name.strip_prefix(prefix)?;
            Some((kind, scope(stack, record, prefix, attribute)))
        });
        let Some((kind, scope)) = place else { continue };
        match kind {
            "_member" => found.push(one(stack, record, scope, ("member", Authority::Member))),
            "_binding" => found.push(one(stack, record, scope, ("members", Authority::OfRole))),
            "_policy" => found.extend(of_policy(stack, record, &scope)),
            _ => {}
        }
    }
    found
}

fn scope(stack: &Stack<'_>, record: &Record, prefix: &str, attribute: &str) -> Scope {
    let value = record.get(attribute);
    let place = value.and_then(|value| Symbol::of(value).ok()).map_or_else(String::new, |symbol| symbol.text);
    match prefix {
        "google_service_account_iam" => {
            Scope::Account(value.and_then(|value| account(&stack.records, value).ok()))
        }
        "google_storage_bucket_iam" => Scope::Narrow(place),
        _ => Scope::Wide(format!("{prefix}/{place}")),
    }
}

fn one<'a>(
    stack: &Stack<'a>,
    record: &'a Record,
    scope: Scope,
    (attribute, authority): (&str, Authority),
) -> Binding<'a> {
    let value = record.get(attribute);
    let (accounts, gaps) = match authority {
        Authority::Member => each(stack, value.map(std::slice::from_ref).unwrap_or_default()),
        _ => members(stack, value),
    };
    let condition = elements(record.get("condition"));
    let title = condition
        .items
        .first()
        .map(|block| block.get("title").and_then(Value::as_str).unwrap_or("of its own").to_owned());
    let title = title.or_else(|| condition.gaps.first().map(|gap| gap.what.clone()));
    Binding { record, scope, role: record.get("role"), accounts, gaps, condition: title, authority }
}

/// The bindings of a policy that a data source writes.
fn of_policy<'a>(stack: &Stack<'a>, record: &'a Record, scope: &Scope) -> Vec<Binding<'a>> {
    let written = record.get("policy_data");
    let data = written.and_then(Value::reference).map(|reference| stack.records.referenced(reference));
    let blank = |gaps: Vec<Gap>| Binding {
        record,
        scope: scope.clone(),
        role: None,
        accounts: Vec::new(),
        gaps,
        condition: None,
        authority: Authority::OfPlace,
    };
    match data {
        Some([policy]) if policy.type_name.as_ref() == "google_iam_policy" => {
            let blocks = elements(policy.get("binding"));
            let read = blocks.items.iter().map(|block| {
                let (accounts, gaps) = members(stack, block.get("members"));
                let condition = block.get("condition").map(|_| "of its own".to_owned());
                Binding { role: block.get("role"), accounts, condition, ..blank(gaps) }
            });
            read.chain((!blocks.gaps.is_empty()).then(|| blank(blocks.gaps.clone()))).collect()
        }
        _ => vec![blank(vec![written.map_or_else(|| unread(record), gap)])],
    }
}

fn members(stack: &Stack<'_>, value: Option<&Value>) -> Members {
    let list = elements(value);
    let mut found = each(stack, list.items);
    found.1.extend(list.gaps);
    found
}

/// Accounts, and why there may be others.
type Members = (Vec<(ResourceId, Source)>, Vec<Gap>);

fn each(stack: &Stack<'_>, items: &[Value]) -> Members {
    let mut accounts = Vec::new();
    let mut gaps = Vec::new();
    for item in items {
        match (is_account(item), account(&stack.records, item)) {
            (Some(false), _) => {}
            (Some(true), Ok(id)) => accounts.push((id, source(item))),
            (_, Err(gap)) => gaps.push(gap),
            (None, Ok(_)) => gaps.push(gap(item)),
        }
    }
    (accounts, gaps)
}

fn unread(record: &Record) -> Gap {
    Gap {
        kind: GapKind::Unsupported,
        what: format!("the policy of `{}`", record.address),
        source: Some(Source::File(record.header)),
    }
}
