//! Model filters compiled for machines that are alike and one direction.

use ringfence_model::{Direction, FilterRule, Gap, PacketFilter};
use ringfence_packets::{Action, Bounds, Filter, GroupId, GroupSet, Order, Peers, Rule, Traffic};

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
    pub(super) fn empty(direction: Direction) -> Self {
        Self {
            filter: Filter { order: Order::Unordered, default: Action::Deny, rules: Vec::new() },
            origins: Vec::new(),
            direction,
            filters: Vec::new(),
        }
    }

    /// Starts with a filter of the model: its order, its default and what could not be seen of it.
    pub(super) fn begin(&mut self, filter: &PacketFilter, at: usize) {
        self.filters.push(at);
        self.filter.order = filter.order;
        self.filter.default = match self.direction {
            Direction::Ingress => filter.default_ingress,
            Direction::Egress => filter.default_egress,
        };
        for gap in &filter.unseen {
            self.add_unseen(gap.clone());
        }
    }

    /// Adds a rule; one that does not certainly concern the machine certainly matches nobody.
    pub(super) fn add_rule(&mut self, rule: &FilterRule, origin: (usize, usize), certainly: bool) {
        let mut peers = rule.peers.clone();
        if !certainly {
            peers.must = Peers::empty();
        }
        self.filter.rules.push(Rule { action: rule.action, peers, traffic: rule.traffic.clone() });
        self.origins.push(RuleOrigin::Written(origin.0, origin.1));
    }

    /// Rules that could not be seen: they may allow anything, and in an ordered filter may deny anything.
    pub(super) fn add_unseen(&mut self, gap: Gap) {
        let anything = || Bounds::new(Peers::empty(), Peers::all());
        let traffic = || Bounds::new(Traffic::none(), Traffic::all());
        if self.filter.order == Order::FirstMatch {
            self.filter.rules.push(Rule { action: Action::Deny, peers: anything(), traffic: traffic() });
            self.origins.push(RuleOrigin::Unseen(gap.clone()));
        }
        self.filter.rules.push(Rule { action: Action::Allow, peers: anything(), traffic: traffic() });
        self.origins.push(RuleOrigin::Unseen(gap));
    }

    /// Who some of the traffic may get through from, at most; nothing if that may be anybody.
    ///
    /// Shape: addresses, and groups whose members may get through whatever their addresses.
    pub(crate) fn lets_in_at_most(&self, traffic: &Traffic) -> Option<Peers> {
        if self.filter.default == Action::Allow {
            return None;
        }
        let allows = self.filter.rules.iter();
        let allows = allows.filter(|rule| rule.action == Action::Allow && rule.traffic.may.overlaps(traffic));
        let peers: Vec<&Peers> = allows.map(|rule| &rule.peers.may).collect();
        let all = Peers::union_all(peers.iter().copied());
        let named = matches!(all.groups, GroupSet::Only(_));
        named.then_some(all)
    }
}

/// Stands for every group that no rule names.
pub(super) const UNNAMED: GroupId = GroupId(u32::MAX);
