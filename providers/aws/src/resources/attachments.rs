//! What makes machines members of target groups and classic load balancers.
//!
//! Source: `aws_lb_target_group_attachment`, `aws_autoscaling_attachment`, `aws_autoscaling_group`,
//! `aws_elb_attachment` (read 2026-11-23).

use std::collections::BTreeMap;

use ringfence_model::{Attr, Evidence, Gap, Link, Member, ResourceId, Source};
use ringfence_provider::{Fields, shown, u64_attr};
use ringfence_terraform::{Record, Value};

use super::lb_target_group::narrow;
use crate::links::{BALANCER, MACHINE, MEMBER, TARGET_GROUP, Target};
use crate::stack::{Stack, id, may_not_exist};

/// Members by target group or classic balancer.
#[derive(Default)]
pub(super) struct Attachments {
    members: BTreeMap<ResourceId, Vec<Member>>,
    unseen: BTreeMap<ResourceId, Vec<Gap>>,
    /// Machines that are members of something that is not known.
    stray: Vec<(Member, Gap)>,
}

impl Attachments {
    /// All of a stack.
    pub(super) fn new(stack: &Stack<'_>) -> Self {
        let mut found = Self::default();
        for record in
            stack.records.of_types(&["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"])
        {
            let (group, target) = (record.field("target_group_arn"), record.field("target_id"));
            let port = u64_attr(record, "port", None);
            let port = (!matches!(port, Attr::NotApplicable))
                .then(|| narrow(port, Some(Source::File(record.header))));
            found.join(stack, record, (group, &TARGET_GROUP), target, port.as_ref());
        }
        for record in stack.records.of_type("aws_autoscaling_attachment") {
            let machine = record.field("autoscaling_group_name");
            for name in ["lb_target_group_arn", "alb_target_group_arn"] {
                found.join(stack, record, (record.field(name), &TARGET_GROUP), machine, None);
            }
            found.join(stack, record, (record.field("elb"), &BALANCER), machine, None);
        }
        for record in stack.records.of_type("aws_autoscaling_traffic_source_attachment") {
            let machine = record.field("autoscaling_group_name");
            for block in record.nested("traffic_source") {
                let classic = block.field("type").and_then(Value::as_str) == Some("elb");
                let kind = if classic { &BALANCER } else { &TARGET_GROUP };
                found.join(stack, record, (block.field("identifier"), kind), machine, None);
            }
        }
        for record in stack.records.of_type("aws_elb_attachment") {
            found.join(stack, record, (record.field("elb"), &BALANCER), record.field("instance"), None);
        }
        for record in stack.records.of_type("aws_autoscaling_group") {
            found.group(stack, record);
        }
        for record in stack.records.of_type("aws_elb") {
            found.instances(stack, record);
        }
        found
    }

    /// The members of a target group or classic balancer.
    pub(super) fn members(&self, of: &ResourceId) -> Vec<Member> {
        self.members.get(of).cloned().unwrap_or_default()
    }

    /// Why it may have members that could not be seen.
    pub(super) fn unseen(&self, of: &ResourceId) -> Vec<Gap> {
        self.unseen.get(of).cloned().unwrap_or_default()
    }

    /// Everything that has members.
    pub(super) fn targets(&self) -> impl Iterator<Item = &ResourceId> {
        self.members.keys()
    }

    /// Machines that are members of something that is not known.
    pub(super) fn stray(&self) -> &[(Member, Gap)] {
        &self.stray
    }

    /// One resource that joins a machine to a group.
    fn join(
        &mut self,
        stack: &Stack<'_>,
        record: &Record,
        (group, kind): (Option<&Value>, &Target),
        machine: Option<&Value>,
        port: Option<&Attr<u16>>,
    ) {
        let (Some(group), Some(machine)) = (group, machine) else { return };
        let fact = format!("`{}` is a target", text(machine));
        for link in stack.links(machine, &MEMBER) {
            let source = link.source().cloned().unwrap_or(Source::File(record.header));
            let evidence = vec![Evidence::new(&id(record), fact.clone(), &source)];
            let member = Member { machine: link, port: port.cloned(), evidence };
            self.add(stack, (group, kind), member, record);
        }
    }

    fn add(&mut self, stack: &Stack<'_>, (group, kind): (&Value, &Target), member: Member, record: &Record) {
        match stack.link(group, kind) {
            Link::To { id, .. } => {
                let unseen = self.unseen.entry(id.clone()).or_default();
                if let Link::Unknown(gap) = &member.machine {
                    unseen.push(gap.clone());
                } else if !record.exists.certain() && record.type_name.contains("attachment") {
                    unseen.push(may_not_exist(record));
                }
                self.members.entry(id).or_default().push(member);
            }
            Link::Unknown(gap) => self.stray.push((member, gap)),
        }
    }

    /// A group that names the target groups and balancers it belongs to.
    fn group(&mut self, stack: &Stack<'_>, record: &Record) {
        let machine = Link::To { id: id(record), source: Source::File(record.header) };
        let sources: Vec<&Value> =
            record.nested("traffic_source").iter().filter_map(|block| block.field("identifier")).collect();
        let lists = [("target_group_arns", &TARGET_GROUP), ("load_balancers", &BALANCER)];
        let listed = lists.iter().flat_map(|(name, kind)| {
            elements(record.field(name)).into_iter().map(move |value| (*name, value, *kind))
        });
        let all = listed.chain(sources.into_iter().map(|value| ("traffic_source", value, &TARGET_GROUP)));
        for (name, value, kind) in all.collect::<Vec<_>>() {
            let fact = format!("`{name}` names `{}`", text(value));
            let evidence = vec![Evidence::new(&id(record), fact, &Source::File(value.origin.used_at()))];
            let member = Member { machine: machine.clone(), port: None, evidence };
            self.add(stack, (value, kind), member, record);
        }
    }

    /// A classic balancer that names its instances.
    fn instances(&mut self, stack: &Stack<'_>, record: &Record) {
        let own = id(record);
        let Some(value) = record.field("instances") else { return };
        for link in stack.links(value, &MACHINE) {
            if let Link::Unknown(gap) = &link {
                self.unseen.entry(own.clone()).or_default().push(gap.clone());
            }
            let source = link.source().cloned().unwrap_or(Source::File(record.header));
            let evidence = vec![Evidence::new(&own, "`instances` names it", &source)];
            self.members.entry(own.clone()).or_default().push(Member { machine: link, port: None, evidence });
        }
    }
}

/// The elements of a list, or the list as a whole if it is not known.
fn elements(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(value) => match value.as_list() {
            Some(items) if value.open().is_none() => items.iter().filter(|item| !item.is_null()).collect(),
            Some(items) => items.iter().chain([value]).collect(),
            None => vec![value],
        },
    }
}

fn text(value: &Value) -> String {
    value.reference().map_or_else(|| shown(value).trim_matches('`').to_owned(), ToString::to_string)
}
