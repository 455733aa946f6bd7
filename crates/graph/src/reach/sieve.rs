//! Model filters compiled for one machine and one direction.

use ringfence_model::{
    AppliesTo, Direction, FilterRule, Gap, GapKind, Groups, Link, Machine, Model, PacketFilter, ResourceId,
};
use ringfence_packets::{Action, Bounds, Filter, GroupId, GroupSet, Order, Peers, Rule, Traffic};

use crate::index::Index;

/// Filters that judge together, ready to ask.
#[derive(Clone, Debug)]
pub(crate) struct Sieve {
    pub(crate) filter: Filter,
    /// Where each rule of [`Sieve::filter`] comes from.
    pub(crate) origins: Vec<RuleOrigin>,
    pub(crate) direction: Direction,
    /// The filters that take part, for the case that the default decides.
    pub(crate) filters: Vec<usize>,
}

/// Where a compiled rule comes from.
#[derive(Clone, Debug)]
pub(crate) enum RuleOrigin {
    /// Filter and rule of the model.
    Written(usize, usize),
    /// It stands for what could not be seen.
    Unseen(Gap),
}

impl Sieve {
    /// Filters of which any may allow: those at one interface.
    ///
    /// Unknown: a filter that is not in the model, or that could not be named, may allow everything.
    pub(crate) fn any_of(model: &Model, index: &Index, links: &[Link], direction: Direction) -> Self {
        let mut sieve = Self::empty(direction);
        for link in links {
            match link {
                Link::To { id, .. } => match index.filter(id) {
                    Some(at) => sieve.add(model, at, None),
                    None => sieve.add_unseen(not_declared(id)),
                },
                Link::Unknown(gap) => sieve.add_unseen(gap.clone()),
            }
        }
        sieve
    }

    /// One filter, with the rules that apply to a machine (all of them, for none).
    pub(crate) fn one(model: &Model, at: usize, direction: Direction, machine: Option<&Machine>) -> Self {
        let mut sieve = Self::empty(direction);
        sieve.add(model, at, machine);
        sieve
    }

    fn empty(direction: Direction) -> Self {
        Self {
            filter: Filter { order: Order::Unordered, default: Action::Deny, rules: Vec::new() },
            origins: Vec::new(),
            direction,
            filters: Vec::new(),
        }
    }

    fn add(&mut self, model: &Model, at: usize, machine: Option<&Machine>) {
        let Some(filter) = model.filters.get(at) else { return };
        self.filters.push(at);
        self.filter.order = filter.order;
        self.filter.default = default(filter, self.direction);
        for gap in &filter.unseen {
            self.add_unseen(gap.clone());
        }
        for (rule_at, rule) in filter.rules.iter().enumerate() {
            if rule.direction == self.direction {
                self.add_rule(rule, (at, rule_at), machine);
            }
        }
    }

    fn add_rule(&mut self, rule: &FilterRule, origin: (usize, usize), machine: Option<&Machine>) {
        let applies = machine.map_or((true, true), |machine| applies(rule, machine));
        let (certainly, possibly) = applies;
        if !possibly {
            return;
        }
        let mut peers = rule.peers.clone();
        if !certainly {
            peers.must = Peers::empty();
        }
        self.filter.rules.push(Rule { action: rule.action, peers, traffic: rule.traffic.clone() });
        self.origins.push(RuleOrigin::Written(origin.0, origin.1));
    }

    /// Rules that could not be seen: they may allow anything, and in an ordered filter may deny anything.
    fn add_unseen(&mut self, gap: Gap) {
        let anything = || Bounds::new(Peers::empty(), Peers::all());
        let traffic = || Bounds::new(Traffic::none(), Traffic::all());
        if self.filter.order == Order::FirstMatch {
            self.filter.rules.push(Rule { action: Action::Deny, peers: anything(), traffic: traffic() });
            self.origins.push(RuleOrigin::Unseen(gap.clone()));
        }
        self.filter.rules.push(Rule { action: Action::Allow, peers: anything(), traffic: traffic() });
        self.origins.push(RuleOrigin::Unseen(gap));
    }
}

fn default(filter: &PacketFilter, direction: Direction) -> Action {
    match direction {
        Direction::Ingress => filter.default_ingress,
        Direction::Egress => filter.default_egress,
    }
}

fn not_declared(id: &ResourceId) -> Gap {
    Gap { kind: GapKind::OutsideInput, what: format!("`{id}`, which is not declared here"), source: None }
}

/// Whether a rule certainly, and whether it possibly, concerns a machine.
fn applies(rule: &FilterRule, machine: &Machine) -> (bool, bool) {
    match &rule.applies_to {
        AppliesTo::All => (true, true),
        AppliesTo::Unknown(_) => (false, true),
        AppliesTo::Groups(groups) => {
            let member = machine.groups.iter().any(|link| link.id().is_some_and(|id| groups.contains(id)));
            let perhaps = machine.groups.iter().any(|link| matches!(link, Link::Unknown(_)));
            (member, member || perhaps)
        }
    }
}

/// The groups that links name: certainly those that are known, possibly all if one is not.
///
/// A group that no rule names still counts as one: a rule whose group is unknown may mean it.
pub(crate) fn groups(links: &[Link], names: &Groups) -> Bounds<GroupSet> {
    let known = links.iter().filter_map(Link::id).map(|id| names.get(id).unwrap_or(UNNAMED));
    let known = GroupSet::of(known);
    let unknown = links.iter().any(|link| matches!(link, Link::Unknown(_)));
    Bounds::new(known.clone(), if unknown { GroupSet::all() } else { known })
}

/// Stands for every group that no rule names.
const UNNAMED: GroupId = GroupId(u32::MAX);
