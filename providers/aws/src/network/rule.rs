//! Rules on their way to the filter they belong to.

use ringfence_model::{AppliesTo, Direction, Evidence, FilterRule, Gap, Groups, Link, ResourceId, Source};
use ringfence_packets::{Action, AddressSet, Bounds, GroupSet, Peers, Traffic};
use ringfence_terraform::Record;

use super::traffic::TrafficRead;
use crate::stack::{id, may_not_exist};

/// A rule with the filter it belongs to.
pub(crate) struct Pending {
    /// The security group.
    pub(crate) filter: Link,
    /// The rule; its peers by group are not interned yet.
    pub(crate) rule: Draft,
}

/// The other side of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Side {
    /// Addresses.
    Addresses(Bounds<AddressSet>),
    /// The members of a security group.
    Group(Link),
}

/// A rule before its groups have numbers: the order of first use must not depend on the passes.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) id: ResourceId,
    pub(crate) direction: Direction,
    pub(crate) action: Action,
    pub(crate) side: Side,
    pub(crate) traffic: Bounds<Traffic>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) evidence: Vec<Evidence>,
}

/// What one block or resource says of its rules, apart from the other side.
pub(crate) struct Head {
    pub(super) id: ResourceId,
    pub(super) direction: Direction,
    pub(crate) action: Action,
    pub(super) traffic: TrafficRead,
    pub(super) declared: Evidence,
    /// Why there may be no such rule.
    pub(crate) doubt: Option<Gap>,
}

impl Head {
    /// The head of rules that a record declares, at a place in it.
    pub(crate) fn new(record: &Record, direction: Direction, traffic: TrafficRead, at: &Source) -> Self {
        let id = id(record);
        let doubt = (!record.exists.certain()).then(|| may_not_exist(record));
        let fact = match direction {
            Direction::Ingress => "an ingress rule",
            Direction::Egress => "an egress rule",
        };
        let declared = Evidence::new(&id, fact, at);
        Self { id, direction, action: Action::Allow, traffic, declared, doubt }
    }

    /// The rule for one other side.
    pub(crate) fn rule(&self, side: Side, evidence: Vec<Evidence>, gap: Option<Gap>) -> Draft {
        let mut traffic = self.traffic.traffic.clone();
        if self.doubt.is_some() {
            traffic.must = Traffic::none();
        }
        let said = evidence.into_iter().chain(self.traffic.evidence.iter().cloned());
        Draft {
            id: self.id.clone(),
            direction: self.direction,
            action: self.action,
            side,
            traffic,
            gaps: gap.into_iter().chain(self.traffic.gap.clone()).chain(self.doubt.clone()).collect(),
            evidence: said.chain([self.declared.clone()]).collect(),
        }
    }
}

impl Draft {
    /// The rule with its groups numbered.
    ///
    /// Unknown: a group that is not known may be any.
    pub(super) fn finish(self, groups: &mut Groups) -> FilterRule {
        let mut gaps = self.gaps;
        let peers = match self.side {
            Side::Addresses(addresses) => addresses.map(|set| Peers::addresses(set.clone())),
            Side::Group(Link::To { id, .. }) => Bounds::exact(Peers::group(groups.intern(&id))),
            Side::Group(Link::Unknown(gap)) => {
                gaps.push(gap);
                Bounds::at_most(Peers::groups(GroupSet::all()))
            }
        };
        FilterRule {
            id: self.id,
            direction: self.direction,
            action: self.action,
            level: 0,
            peers,
            traffic: self.traffic,
            applies_to: AppliesTo::All,
            gaps,
            evidence: self.evidence,
        }
    }
}

/// A rule that documentation names: the fact and the page.
pub(super) fn documented_rule(
    id: &ResourceId,
    direction: Direction,
    side: Side,
    traffic: Traffic,
    (fact, url): (&str, &'static str),
) -> Draft {
    Draft {
        id: id.clone(),
        direction,
        action: Action::Allow,
        side,
        traffic: Bounds::exact(traffic),
        gaps: Vec::new(),
        evidence: vec![Evidence::new(id, fact, &Source::Documented { url })],
    }
}
