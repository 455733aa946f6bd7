//! Target pools and target instances: machines behind passthrough forwarding rules.

use ringfence_model::{Attr, Evidence, Gap, Link, ListenerSource, Member, ResourceId, Source, TargetGroup};
use ringfence_packets::Traffic;
use ringfence_provider::gap;
use ringfence_terraform::Record;

use super::health;
use crate::compute::{MANAGED, versions};
use crate::kinds::{INSTANCE, TARGET_POOL};
use crate::list::elements;
use crate::pages::PASSTHROUGH;
use crate::stack::Stack;

/// The members of a pool: instances it lists, and managed groups that name it.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_target_pool>
/// (`instances` as URLs or `zone/name`), `target_pools` of `compute_instance_group_manager`, read 2026-11-23.
pub(crate) fn of_pool(stack: &Stack<'_>, pool: &Record, served: &Traffic) -> TargetGroup {
    let id = ResourceId::new(pool.address.clone());
    let listed = elements(pool.get("instances"));
    let mut members = Vec::new();
    let mut unseen: Vec<Gap> = listed.gaps;
    for item in listed.items {
        for link in INSTANCE.links(&stack.records, item) {
            match link {
                Link::Unknown(_) => unseen.push(gap(item)),
                link @ Link::To { .. } => {
                    let at = Source::File(item.origin.used_at());
                    members.push(member(link, &id, "`instances` lists it", &at));
                }
            }
        }
    }
    for group in stack.records.of_types(&MANAGED) {
        members.extend(joined(stack, group, &id, &mut unseen));
    }
    TargetGroup { health_path: health::path(stack, pool, served), ..group(id, members, unseen) }
}

/// The one machine of a target instance.
pub(crate) fn of_instance(stack: &Stack<'_>, target: &Record) -> TargetGroup {
    let id = ResourceId::new(target.address.clone());
    let Some(value) = target.get("instance") else { return group(id, Vec::new(), Vec::new()) };
    match INSTANCE.link(&stack.records, value) {
        Link::Unknown(gap) => group(id, Vec::new(), vec![gap]),
        link @ Link::To { .. } => {
            let member = member(link, &id, "`instance` names it", &Source::File(value.origin.used_at()));
            group(id, vec![member], Vec::new())
        }
    }
}

/// A group of which the machines see the client's own address, at the port it asked for.
///
/// Source: <https://cloud.google.com/load-balancing/docs/passthrough-network-load-balancer> ("source IP address of
/// the client" is kept, ports are not changed), read 2026-11-23.
pub(crate) fn group(id: ResourceId, members: Vec<Member>, unseen: Vec<Gap>) -> TargetGroup {
    TargetGroup {
        id,
        port: Attr::NotApplicable,
        source: Attr::Default {
            value: ListenerSource::Client,
            source: Source::Documented { url: PASSTHROUGH },
        },
        members,
        unseen,
        evidence: Vec::new(),
        health_path: None,
    }
}

/// The entries of a managed group that joins the pool.
fn joined(stack: &Stack<'_>, group: &Record, pool: &ResourceId, unseen: &mut Vec<Gap>) -> Vec<Member> {
    let pools = elements(group.get("target_pools"));
    unseen.extend(pools.gaps);
    let mut members = Vec::new();
    for value in pools.items {
        for link in TARGET_POOL.links(&stack.records, value) {
            match &link {
                Link::Unknown(gap) => unseen.push(gap.clone()),
                Link::To { id, source } if id == pool => {
                    let to = Link::To { id: ResourceId::new(group.address.clone()), source: source.clone() };
                    let fact = "`target_pools` puts it into the pool";
                    let named = versions(group, &to).into_iter();
                    members.extend(named.map(|link| member(link, pool, fact, source)));
                }
                Link::To { .. } => {}
            }
        }
    }
    members
}

/// A machine behind a listener, with what puts it there.
pub(crate) fn member(machine: Link, subject: &ResourceId, fact: &str, at: &Source) -> Member {
    Member { machine, port: None, evidence: vec![Evidence::new(subject, fact, at)] }
}
