//! Target pools and target instances: machines behind passthrough forwarding rules.

use ringfence_model::{Attr, Evidence, Gap, Link, ListenerSource, Member, ResourceId, Source, TargetGroup};
use ringfence_packets::Traffic;
use ringfence_provider::{Mention, gap};
use ringfence_terraform::Record;

use super::health;
use crate::compute::versions;
use crate::kinds::INSTANCE;
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
    let pooled = stack.pooled();
    unseen.extend(pooled.unseen.iter().cloned());
    members.extend(pooled.groups.of(&id).iter().flat_map(|naming| joined(naming, &id)));
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
fn joined(naming: &Mention<'_>, pool: &ResourceId) -> Vec<Member> {
    let Link::To { source, .. } = &naming.link else { return Vec::new() };
    let to = Link::To { id: ResourceId::new(naming.record.address.clone()), source: source.clone() };
    let fact = "`target_pools` puts it into the pool";
    versions(naming.record, &to).into_iter().map(|link| member(link, pool, fact, source)).collect()
}

/// A machine behind a listener, with what puts it there.
pub(crate) fn member(machine: Link, subject: &ResourceId, fact: &str, at: &Source) -> Member {
    Member { machine, port: None, evidence: vec![Evidence::new(subject, fact, at)] }
}
