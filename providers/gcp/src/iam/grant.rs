//! What a binding gives an account: a role's permissions, how certainly, and what says so.

use ringfence_model::{Evidence, Gap, GapKind, Grant, ResourceId, Source, Truth};
use ringfence_provider::gap;
use ringfence_terraform::{Record, Value};

use super::binding::{Authority, Binding, Bindings, Scope};
use super::permission::Permission;
use super::roles::predefined;
use crate::list::elements;
use crate::pages::SERVICE_ACCOUNTS;
use crate::stack::Stack;

/// What a role is called that could not be read.
pub(crate) const UNKNOWN_ROLE: &str = "an unknown role";

/// One role that an account holds somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// Where.
    pub(crate) scope: Scope,
    /// Name of the role.
    pub(crate) role: String,
    /// The dangerous permissions of it.
    pub(crate) dangerous: Vec<Permission>,
    /// Why its permissions are not all known, if they are not.
    pub(crate) unread: Option<Gap>,
    /// Why it is not certain that the account holds it; empty if it is.
    pub(crate) unless: Vec<String>,
    /// The entry for the model.
    pub(crate) grant: Grant,
}

impl Held {
    /// Whether the account certainly holds it.
    pub(crate) fn truth(&self) -> Truth {
        if self.unless.is_empty() { Truth::Yes } else { Truth::Unknown }
    }

    /// Whether it holds for every resource of a project or more.
    pub(crate) fn is_wide(&self) -> bool {
        matches!(self.scope, Scope::Wide(_))
    }
}

/// The role that every default account gets by itself: Editor, unless a policy of the organization forbids it.
///
/// Source: <https://cloud.google.com/compute/docs/access/service-accounts> ("automatically granted the Editor
/// role", `iam.automaticIamGrantsForDefaultServiceAccounts`), read 2026-11-23.
pub(crate) fn automatic(account: &ResourceId) -> Held {
    let role = "roles/editor";
    let known = predefined(role);
    let source = Source::Documented { url: SERVICE_ACCOUNTS };
    let fact = "default service accounts get the Editor role on the project by themselves";
    Held {
        scope: Scope::Wide("google_project_iam/".to_owned()),
        role: role.to_owned(),
        dangerous: known.map(|role| role.dangerous.to_vec()).unwrap_or_default(),
        unread: None,
        unless: vec![
            "the organization policy iam.automaticIamGrantsForDefaultServiceAccounts forbids the automatic grant"
                .to_owned(),
        ],
        grant: Grant {
            id: account.clone(),
            name: role.to_owned(),
            statements: known.map_or(0, |role| role.size),
            evidence: Evidence::new(account, fact, &source),
        },
    }
}

/// Everything that the bindings give to an account.
pub(crate) fn held(stack: &Stack<'_>, bindings: &Bindings<'_>, account: &ResourceId) -> Vec<Held> {
    let own = bindings.of_account(account);
    own.map(|(binding, source)| one(stack, bindings, binding, (account, source))).collect()
}

fn one(
    stack: &Stack<'_>,
    all: &Bindings<'_>,
    binding: &Binding<'_>,
    (account, source): (&ResourceId, &Source),
) -> Held {
    let id = ResourceId::new(binding.record.address.clone());
    let role = role(stack, binding.role);
    let mut unless = contested(all, binding, account);
    unless.extend(binding.condition.as_ref().map(|title| format!("its condition `{title}` does not hold")));
    if binding.record.exists != Truth::Yes {
        unless.push(format!("`{}` is not made", binding.record.base));
    }
    let reach = if matches!(binding.scope, Scope::Wide(_)) { "on everything" } else { "on one resource" };
    let fact = format!("`{}` is granted to it {reach}", role.name);
    Held {
        scope: binding.scope.clone(),
        dangerous: role.dangerous,
        unread: role.unread,
        unless,
        grant: Grant {
            id: id.clone(),
            name: role.name.clone(),
            statements: role.size,
            evidence: Evidence::new(&id, fact, binding.role.map(place).as_ref().unwrap_or(source)),
        },
        role: role.name,
    }
}

/// Where a role is written; where it is used, if it is not known.
fn place(role: &Value) -> Source {
    if role.as_str().is_some() {
        ringfence_provider::source(role)
    } else {
        Source::File(role.origin.used_at())
    }
}

struct RoleRead {
    name: String,
    size: usize,
    dangerous: Vec<Permission>,
    unread: Option<Gap>,
}

/// The permissions of a role: from the table, or of the custom role that is declared here.
fn role(stack: &Stack<'_>, value: Option<&Value>) -> RoleRead {
    let unread =
        |name: String, gap: Gap| RoleRead { name, size: 0, dangerous: Vec::new(), unread: Some(gap) };
    let Some(value) = value else {
        return unread(UNKNOWN_ROLE.to_owned(), unlisted(UNKNOWN_ROLE, None));
    };
    let custom = value.reference().map(|reference| stack.records.referenced(reference)).unwrap_or_default();
    if let [record] = custom
        && record.type_name.ends_with("_iam_custom_role")
    {
        return of_custom(record);
    }
    let Some(name) = value.as_str() else { return unread(UNKNOWN_ROLE.to_owned(), gap(value)) };
    match predefined(name) {
        Some(role) => RoleRead {
            name: name.to_owned(),
            size: role.size,
            dangerous: role.dangerous.to_vec(),
            unread: None,
        },
        None => unread(name.to_owned(), unlisted(name, Some(ringfence_provider::source(value)))),
    }
}

fn of_custom(record: &Record) -> RoleRead {
    let list = elements(record.get("permissions"));
    let texts = list.items.iter().filter_map(Value::as_str);
    let unknown = list.items.iter().find(|item| item.as_str().is_none()).map(gap);
    RoleRead {
        name: record.address.to_string(),
        size: list.items.len(),
        dangerous: texts.filter_map(Permission::of).collect(),
        unread: list.gaps.into_iter().next().or(unknown),
    }
}

fn unlisted(name: &str, source: Option<Source>) -> Gap {
    Gap { kind: GapKind::Unsupported, what: format!("the permissions of `{name}`"), source }
}

/// So many bindings that take one away again are named.
const MOST_RIVALS: usize = 16;

/// Bindings that take the role away again: they set all members of a role, or all of the place's policy, and
/// do not name the account.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam>
/// ("Authoritative for a given role", "replaces any existing policy", "they will fight over"), read 2026-11-23.
fn contested(all: &Bindings<'_>, binding: &Binding<'_>, account: &ResourceId) -> Vec<String> {
    let role = binding.role.and_then(Value::as_str);
    let rivals = all.replacing(&binding.scope, role);
    let others = rivals.filter(|other| other.record.address != binding.record.address);
    let hostile = others.filter(|other| !names(all, other, account, role));
    hostile
        .take(MOST_RIVALS)
        .map(|other| format!("`{}` replaces it, which leaves this account out", other.record.address))
        .collect()
}

/// Whether a rival, taken with the other parts of its policy, gives the account the same role.
fn names(all: &Bindings<'_>, rival: &Binding<'_>, account: &ResourceId, role: Option<&str>) -> bool {
    all.made_with(rival).any(|part| {
        part.role.and_then(Value::as_str) == role && part.accounts.iter().any(|(id, _)| id == account)
    })
}

/// Whether the automatic grant to the default account is taken away: a binding or policy of the project says
/// who holds the role, or the account was deprived of it.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_default_service_accounts>
/// (`action`: DEPRIVILEGE, DELETE, DISABLE), read 2026-11-23.
pub(crate) fn automatic_is_replaced(stack: &Stack<'_>, bindings: &Bindings<'_>) -> bool {
    let of_project = |binding: &&Binding<'_>| match &binding.scope {
        Scope::Wide(place) => place.starts_with("google_project_iam/"),
        _ => false,
    };
    let replaced = bindings.all.iter().filter(of_project).any(|binding| {
        let editor = binding.role.and_then(Value::as_str) == Some("roles/editor");
        let says_all = match binding.authority {
            Authority::Member => false,
            Authority::OfRole => editor,
            Authority::OfPlace => true,
        };
        says_all && binding.gaps.is_empty() && binding.record.exists == Truth::Yes
    });
    let deprived = stack.records.of_type("google_project_default_service_accounts");
    replaced || deprived.iter().any(|record| record.exists == Truth::Yes && record.get("action").is_some())
}
