//! `aws_lb` (also written `aws_alb`), and balancers that are used and not declared.
//!
//! Source: the provider's pages (read 2026-11-23).

use std::collections::BTreeSet;

use ringfence_model::{
    Attr, Evidence, Gap, Link, Listener, LoadBalancer, Member, Model, ResourceId, Source, TargetGroup,
};
use ringfence_packets::Bounds;
use ringfence_provider::undeclared;
use ringfence_terraform::RecordKind;

use super::attachments::Attachments;
use super::lb_front::front;
use super::lb_listener::listeners;
use crate::stack::{Stack, id, outside};

/// All load balancers of the newer kinds, and those that only members tell of.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let attachments = Attachments::new(stack);
    let mut used: BTreeSet<ResourceId> = BTreeSet::new();
    for record in stack.records.of_types(&["aws_lb", "aws_alb"]) {
        let (mut balancer, kind) = front(stack, record);
        balancer.listeners = listeners(stack, &attachments, &id(record), &kind);
        let groups = balancer.listeners.iter().flat_map(|listener| &listener.targets);
        used.extend(groups.map(|group| group.id.clone()));
        model.balancers.push(balancer);
    }
    for target in attachments.targets() {
        let declared = stack.record(target).filter(|record| record.kind == RecordKind::Managed);
        // A declared target group without a listener serves nobody yet; a declared classic balancer has its file.
        if declared.is_none() && !used.contains(target) {
            model.balancers.push(foreign(target, attachments.members(target)));
        }
    }
    let mut known: BTreeSet<ResourceId> =
        model.balancers.iter().map(|balancer| balancer.about.id.clone()).collect();
    for (member, gap) in attachments.stray() {
        let target = ResourceId::new(gap.what.as_str());
        if known.insert(target.clone()) {
            model.balancers.push(foreign(&target, vec![member.clone()]));
        }
    }
}

/// A balancer that is not declared: it may be public, stands in some subnet, and may pass anything on to its members.
fn foreign(target: &ResourceId, members: Vec<Member>) -> LoadBalancer {
    let source = members.iter().flat_map(|member| &member.evidence).map(|said| said.source.clone()).next();
    let gap: Gap = outside(format!("the load balancer of `{target}`"), source.clone());
    let at = source.unwrap_or(Source::Documented { url: crate::pages::LB });
    let said = vec![Evidence::new(target, "a load balancer that is not declared here", &at)];
    let group = TargetGroup {
        id: target.clone(),
        port: Attr::Unknown(gap.clone()),
        source: Attr::Unknown(gap.clone()),
        members,
        unseen: vec![gap.clone()],
        evidence: Vec::new(),
        health_path: None,
    };
    let listener =
        Listener { id: target.clone(), traffic: Bounds::unknown(), evidence: said, targets: vec![group] };
    LoadBalancer {
        about: undeclared(target, "load balancer", &at),
        public: Attr::Unknown(gap.clone()),
        network: None,
        subnets: vec![Link::Unknown(gap.clone())],
        filters: Some(vec![Link::Unknown(gap.clone())]),
        groups: vec![Link::Unknown(gap)],
        listeners: vec![listener],
        addresses: None,
        clients: None,
    }
}
