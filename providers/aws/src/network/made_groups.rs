//! Security groups that a service makes by itself, with the rules its documentation names.

use ringfence_model::{About, Direction, Link, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, Bounds, Protocol, Traffic};
use ringfence_provider::{Fields, documented};
use ringfence_terraform::RecordKind;

use super::rule::{Draft, Side, documented_rule};
use crate::links::GROUP;
use crate::pages;
use crate::stack::Stack;

/// The header and rules of a group that a service makes, by its id.
pub(super) fn made_group(stack: &Stack<'_>, id: &ResourceId) -> Option<(About, Vec<Draft>)> {
    let (owner, what) = id.as_str().rsplit_once('/')?;
    let owner = ResourceId::new(owner);
    let record = stack.record(&owner).filter(|record| record.kind == RecordKind::Managed);
    if record.is_none() && owner != stack.default_vpc() {
        return None;
    }
    let exists = record.map_or(Truth::Yes, |record| record.exists);
    let header = |kind, url| documented(id.clone(), kind, url, exists);
    match what {
        "default-security-group" => {
            let url = pages::DEFAULT_SECURITY_GROUP;
            Some((header("default security group", url), from_itself(id, url)))
        }
        "cluster-security-group" => {
            let url = pages::EKS_SECURITY_GROUPS;
            Some((header("cluster security group", url), from_itself(id, url)))
        }
        "remote-access-security-group" => {
            let url = pages::EKS_NODE_GROUP;
            Some((header("remote access security group", url), remote_access(stack, id, &owner)))
        }
        _ => None,
    }
}

/// Everything from the group's own members in, everything out.
///
/// Source: default security groups for your VPCs; Amazon EKS security group requirements (read 2026-11-23).
fn from_itself(id: &ResourceId, url: &'static str) -> Vec<Draft> {
    let own = Side::Group(Link::To { id: id.clone(), source: Source::Documented { url } });
    let into = "it lets everything from its own members in";
    vec![
        documented_rule(id, Direction::Ingress, own, Traffic::all(), (into, url)),
        documented_rule(id, Direction::Egress, everywhere(), Traffic::all(), ("it lets everything out", url)),
    ]
}

fn everywhere() -> Side {
    Side::Addresses(Bounds::exact(AddressSet::all()))
}

/// SSH from the groups that `remote_access` names; from everywhere if it names a key and no group.
///
/// Source: `aws_eks_node_group`, `remote_access` (read 2026-11-23).
fn remote_access(stack: &Stack<'_>, id: &ResourceId, owner: &ResourceId) -> Vec<Draft> {
    const SSH: u16 = 22;
    let url = pages::EKS_NODE_GROUP;
    let ssh = Traffic::port(Protocol::TCP, SSH);
    let block = stack.record(owner).and_then(|record| record.block("remote_access"));
    let sources = block.and_then(|block| block.field("source_security_group_ids"));
    let links = sources.map(|value| stack.links(value, &GROUP)).unwrap_or_default();
    let mut rules: Vec<Draft> = Vec::new();
    for link in &links {
        let fact = "`remote_access` lets these groups in by SSH";
        let mut rule =
            documented_rule(id, Direction::Ingress, Side::Group(link.clone()), ssh.clone(), (fact, url));
        if let (Some(source), Some(first)) = (link.source(), rule.evidence.first_mut()) {
            first.source = source.clone();
        }
        rules.push(rule);
    }
    if links.is_empty() {
        let fact = "`remote_access` without `source_security_group_ids` opens SSH to everybody";
        let world = Side::Addresses(Bounds::exact(AddressSet::all_v4()));
        let mut rule = documented_rule(id, Direction::Ingress, world, ssh, (fact, url));
        if let (Some(block), Some(first)) = (block, rule.evidence.first_mut()) {
            first.source = Source::File(block.origin.at);
        }
        rules.push(rule);
    }
    rules.push(documented_rule(
        id,
        Direction::Egress,
        everywhere(),
        Traffic::all(),
        ("it lets everything out", url),
    ));
    rules
}
