//! What grants amount to.

use std::collections::BTreeMap;

use ringfence_model::{Evidence, Power, PowerKind, ResourceId, Truth};

use super::binding::Scope;
use super::grant::{Held, UNKNOWN_ROLE};
use super::method::{Method, all};
use super::permission::Permission;
use super::roles::{is_broad, whole_service};
use super::scopes::{Api, Scopes};

/// What an account can do with everything that it holds for whole projects, within its scopes.
pub(crate) fn wide_powers(held: &[Held], scopes: &Scopes) -> Vec<Power> {
    let wide: Vec<&Held> = held.iter().filter(|held| held.is_wide()).collect();
    let owner = wide.iter().find(|held| held.role == "roles/owner");
    let administrator =
        owner.and_then(|held| power(PowerKind::Administrator, &[held], limits(scopes, Api::Other)?));
    // An administrator needs no method to become more.
    if let Some(power) = administrator {
        return vec![power];
    }
    let roles = wide.iter().filter_map(|held| role_power(held, scopes));
    let unknown = wide.iter().filter_map(|held| perhaps_administrator(held, scopes));
    let methods = all().filter_map(|method| {
        let needed: Option<Vec<&Held>> = method.needs.iter().map(|need| best(&wide, *need)).collect();
        power(escalation(method, None), &needed?, limits(scopes, method.api)?)
    });
    unknown.chain(roles).chain(methods).collect()
}

/// A role of which nothing is known may be any role.
fn perhaps_administrator(held: &Held, scopes: &Scopes) -> Option<Power> {
    let gap = held.unread.as_ref().filter(|_| held.role == UNKNOWN_ROLE)?;
    let mut power = power(PowerKind::Administrator, &[held], limits(scopes, Api::Other)?)?;
    power.truth = Truth::Unknown;
    power.unless.push(format!("the role it is granted ({}) is a lesser one", gap.what));
    Some(power)
}

/// What an account can do to single other accounts that are stronger than it.
///
/// Shape: `stronger` has the powers of every account, by id. Becoming an account that can do nothing more is
/// no power, nor is becoming oneself.
pub(crate) fn narrow_powers(
    account: &ResourceId,
    held: &[Held],
    scopes: &Scopes,
    stronger: &BTreeMap<ResourceId, Vec<Power>>,
) -> Vec<Power> {
    let mut found = Vec::new();
    let wide: Vec<&Held> = held.iter().filter(|held| held.is_wide()).collect();
    for one in held {
        let Scope::Account(target) = &one.scope else { continue };
        let gain = match target {
            Some(target) if target == account => continue,
            Some(target) => stronger.get(target).map_or(Truth::Unknown, |powers| strongest(powers)),
            None => Truth::Unknown,
        };
        if gain == Truth::No {
            continue;
        }
        found.extend(methods_on(one, &wide, scopes).map(|mut power| {
            if gain == Truth::Unknown {
                power.truth = Truth::Unknown;
                power.unless.push("that account can do no more than this one".to_owned());
            }
            power
        }));
    }
    found
}

fn methods_on<'a>(one: &'a Held, wide: &'a [&Held], scopes: &'a Scopes) -> impl Iterator<Item = Power> + 'a {
    let target = match &one.scope {
        Scope::Account(Some(id)) => id.to_string(),
        _ => "another account".to_owned(),
    };
    all().filter_map(move |method| {
        let here =
            |need: &Permission| if one.dangerous.contains(need) { Some(one) } else { best(wide, *need) };
        let needed: Option<Vec<&Held>> = method.needs.iter().map(here).collect();
        let needed = needed.filter(|needed| needed.iter().any(|held| std::ptr::eq(*held, one)))?;
        power(escalation(method, Some(&target)), &needed, limits(scopes, method.api)?)
    })
}

fn role_power(held: &Held, scopes: &Scopes) -> Option<Power> {
    if is_broad(&held.role) {
        let kind = PowerKind::BroadRole { role: held.role.clone() };
        return power(kind, &[held], limits(scopes, Api::Compute).or_else(|| limits(scopes, Api::Other))?);
    }
    let service = whole_service(&held.role)?;
    let api = match service {
        "compute" => Api::Compute,
        "storage" => Api::Storage,
        _ => Api::Other,
    };
    power(PowerKind::WholeService { service: service.to_owned() }, &[held], limits(scopes, api)?)
}

/// What limits calls to an interface: nothing, or scopes that are not known; none at all if it is out of reach.
fn limits(scopes: &Scopes, api: Api) -> Option<Vec<String>> {
    if scopes.cover(api) {
        return Some(Vec::new());
    }
    let gap = scopes.gap.as_ref()?;
    Some(vec![format!("its access scopes ({}) do not cover it", gap.what)])
}

fn power(kind: PowerKind, held: &[&Held], limits: Vec<String>) -> Option<Power> {
    let mut truth = if limits.is_empty() { Truth::Yes } else { Truth::Unknown };
    let mut unless = limits;
    let mut evidence: Vec<Evidence> = Vec::new();
    for one in held {
        truth = truth.and(one.truth());
        unless
            .extend(one.unless.iter().filter(|reason| !unless.contains(reason)).cloned().collect::<Vec<_>>());
        if !evidence.contains(&one.grant.evidence) {
            evidence.push(one.grant.evidence.clone());
        }
    }
    truth.possible().then_some(Power { kind, truth, unless, evidence })
}

fn escalation(method: &Method, target: Option<&str>) -> PowerKind {
    let how = match target {
        Some(target) => format!("{}: `{target}`", method.how),
        None => method.how.to_owned(),
    };
    PowerKind::Escalation {
        method: method.name.to_owned(),
        how,
        actions: method.needs.iter().map(|need| need.text().to_owned()).collect(),
    }
}

/// The most certain grant of a permission.
fn best<'a>(held: &[&'a Held], need: Permission) -> Option<&'a Held> {
    let mut giving: Vec<&Held> = held.iter().copied().filter(|held| held.dangerous.contains(&need)).collect();
    giving.sort_by_key(|held| held.unless.len());
    giving.first().copied()
}

fn strongest(powers: &[Power]) -> Truth {
    powers.iter().fold(Truth::No, |most, power| most.or(power.truth))
}
