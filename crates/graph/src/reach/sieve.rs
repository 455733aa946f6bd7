//! Model filters compiled for machines that are alike and one direction.

use ringfence_model::{Direction, FilterRule, Gap, PacketFilter};
use ringfence_packets::{Action, Bounds, Filter, GroupId, Order, Peers, Rule, Traffic};

/// Filters that judge together, ready to ask.
#[derive(Clone, Debug)]
pub(crate) struct Sieve {
    pub(crate) filter: Filter,
    /// Where each rule of [`Sieve::filter`] comes from.
    pub(crate) origins: Vec<RuleOrigin>,
    pub(crate) direction: Direction,
    /// The filters that take part, for the case that the default decides.
    pub(crate) filters: Vec<usize>,
    /// Number of what it lets through: sieves of one number let the same through.
    pub(crate) content: usize,
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
            content: 0,
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
        let (action, traffic, level) = (rule.action, rule.traffic.clone(), rule.level);
        self.filter.rules.push(Rule { action, peers, traffic, level });
        self.origins.push(RuleOrigin::Written(origin.0, origin.1));
    }

    /// Rules that could not be seen: they may allow anything, and in an ordered filter may deny anything.
    pub(super) fn add_unseen(&mut self, gap: Gap) {
        let anything = || Bounds::new(Peers::empty(), Peers::all());
        let traffic = || Bounds::new(Traffic::none(), Traffic::all());
        // They stand in the first level, before all that is known: wherever they are, they may decide first.
        let rule = |action| Rule { action, peers: anything(), traffic: traffic(), level: 0 };
        if self.filter.order == Order::FirstMatch {
            self.filter.rules.push(rule(Action::Deny));
            self.origins.push(RuleOrigin::Unseen(gap.clone()));
        }
        self.filter.rules.push(rule(Action::Allow));
        self.origins.push(RuleOrigin::Unseen(gap));
    }
}

/// Stands for every group that no rule names.
pub(super) const UNNAMED: GroupId = GroupId(u32::MAX);
