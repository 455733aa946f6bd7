//! Filters, with their rules in one array.

use ringfence_packets::{Action, Bound, Bounds, Order};

use super::PeerTable;
use crate::algebra::{ALL, EMPTY};
use crate::certainty::opposite;
use crate::ids::{number, place_of};
use crate::{FilterId, PeersId, TrafficId};

/// Which way packets go, seen from where a filter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Inwards: the peer is the source.
    Ingress,
    /// Outwards: the peer is the destination.
    Egress,
}

impl Direction {
    pub(crate) fn reverse(self) -> Self {
        match self {
            Self::Ingress => Self::Egress,
            Self::Egress => Self::Ingress,
        }
    }
}

/// What is not known of a filter's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Unseen {
    /// Every rule is known.
    #[default]
    Nothing,
    /// There may be further rules that allow anything.
    Allows,
    /// There may be further rules that allow or deny anything.
    Anything,
}

/// A filter but for its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterSettings {
    /// How the rules work together.
    pub order: Order,
    /// Whether the answers to what passed pass too; otherwise they are judged as any packet.
    pub stateful: bool,
    /// What happens inwards to a packet that no rule matches.
    pub default_ingress: Action,
    /// What happens outwards to a packet that no rule matches.
    pub default_egress: Action,
    /// What is not known of its rules.
    pub unseen: Unseen,
}

impl FilterSettings {
    /// A stateful filter that lets through what a rule allows.
    pub fn allowing() -> Self {
        Self {
            order: Order::Unordered,
            stateful: true,
            default_ingress: Action::Deny,
            default_egress: Action::Deny,
            unseen: Unseen::Nothing,
        }
    }

    /// A stateless filter that tries its rules in order and stops what none matches.
    pub fn border() -> Self {
        Self { order: Order::FirstMatch, stateful: false, ..Self::allowing() }
    }
}

/// A rule of a filter. There are no levels here: an `Action::Next` leaves open what happens.
///
/// Unknown: the rule matches a packet for certain if the packet is in both `must` sets, possibly if it is in both
/// `may` sets, each packet on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterRule {
    /// Which packets it judges.
    pub direction: Direction,
    /// What happens to a packet that matches.
    pub action: Action,
    /// The packet's source, inwards, or its destination, outwards.
    pub peers: Bounds<PeersId>,
    /// Which of the peers' packets match.
    pub traffic: Bounds<TrafficId>,
}

/// A rule whose direction is known from where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) action: Action,
    peers: Bounds<u32>,
    traffic: Bounds<u32>,
}

impl Rule {
    /// The side of its bounds that counts if as little or as much as possible is let through.
    pub(crate) fn side(&self, bound: Bound) -> Bound {
        if self.action == Action::Allow { bound } else { opposite(bound) }
    }

    /// Peers and traffic at a side.
    pub(crate) fn at(&self, side: Bound) -> (u32, u32) {
        (*self.peers.at(side), *self.traffic.at(side))
    }

    /// The rule as one of a filter without levels: what is left to the next level may be denied here and may be allowed.
    fn without_levels(self) -> Vec<Self> {
        if self.action != Action::Next {
            return vec![self];
        }
        let peers = Bounds::new(EMPTY, self.peers.may);
        let maybe = |action| Self { action, peers, traffic: self.traffic };
        vec![maybe(Action::Deny), maybe(Action::Allow)]
    }

    fn unseen(action: Action) -> Self {
        Self { action, peers: Bounds::new(EMPTY, ALL), traffic: Bounds::new(EMPTY, ALL) }
    }
}

#[derive(Debug)]
struct Head {
    settings: FilterSettings,
    /// Where its rules inwards start, those outwards start, and both end.
    rules: [usize; 3],
}

/// All filters.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    heads: Vec<Head>,
    rules: Vec<Rule>,
}

/// Filters of an interface or border that judge together: ordered ones each alone, unordered ones as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Factor {
    pub(crate) filters: Box<[FilterId]>,
    pub(crate) order: Order,
    pub(crate) stateful: bool,
    /// Whether it stands at a border: then its judgement about a whole place is worth remembering.
    pub(crate) border: bool,
}

impl Filters {
    pub(crate) fn add(
        &mut self,
        settings: FilterSettings,
        rules: impl IntoIterator<Item = FilterRule>,
    ) -> FilterId {
        let start = self.rules.len();
        let mut outwards = Vec::new();
        self.rules.extend(unseen(settings.unseen));
        outwards.extend(unseen(settings.unseen));
        for FilterRule { direction, action, peers, traffic } in rules {
            let rule = Rule { action, peers: peers.map(|id| id.0), traffic: traffic.map(|id| id.0) };
            let rules = rule.without_levels();
            match direction {
                Direction::Ingress => self.rules.extend(rules),
                Direction::Egress => outwards.extend(rules),
            }
        }
        let middle = self.rules.len();
        self.rules.append(&mut outwards);
        self.heads.push(Head { settings, rules: [start, middle, self.rules.len()] });
        FilterId(number(self.heads.len() - 1))
    }

    pub(crate) fn settings(&self, filter: FilterId) -> Option<&FilterSettings> {
        self.heads.get(place_of(filter.0)).map(|head| &head.settings)
    }

    /// The rules of a filter for one direction, in order.
    pub(crate) fn rules(&self, filter: FilterId, direction: Direction) -> &[Rule] {
        let Some(&Head { rules: [start, middle, end], .. }) = self.heads.get(place_of(filter.0)) else {
            return &[];
        };
        let range = if direction == Direction::Ingress { start..middle } else { middle..end };
        self.rules.get(range).unwrap_or_default()
    }

    /// Whether a rule of these filters names a group.
    pub(crate) fn name_groups(&self, filters: &[FilterId], peers: &PeerTable) -> bool {
        let directions = [Direction::Ingress, Direction::Egress];
        let rules =
            filters.iter().flat_map(|&filter| directions.map(|direction| self.rules(filter, direction)));
        rules.flatten().any(|rule| peers.names_groups(rule.peers.may))
    }

    /// Whether one of these filters lets through what none of their rules matches.
    pub(crate) fn allows_by_default(&self, filters: &[FilterId], direction: Direction) -> bool {
        filters.iter().filter_map(|&filter| self.settings(filter)).any(|settings| {
            let default = match direction {
                Direction::Ingress => settings.default_ingress,
                Direction::Egress => settings.default_egress,
            };
            default == Action::Allow
        })
    }

    /// How these filters judge at an interface, or at a border, where each stands on its own.
    pub(crate) fn factors(&self, filters: &[FilterId], border: bool) -> Vec<Factor> {
        let mut factors: Vec<Factor> = Vec::new();
        for &filter in filters {
            let Some(&FilterSettings { order, stateful, .. }) = self.settings(filter) else { continue };
            let pooled = !border && order == Order::Unordered;
            let pool = factors
                .iter_mut()
                .find(|factor| pooled && factor.order == Order::Unordered && factor.stateful == stateful);
            match pool {
                Some(pool) => pool.filters = pool.filters.iter().copied().chain([filter]).collect(),
                None => factors.push(Factor { filters: Box::new([filter]), order, stateful, border }),
            }
        }
        factors
    }
}

/// What stands for the rules that could not be seen: they come first, where they can do most.
fn unseen(unseen: Unseen) -> impl Iterator<Item = Rule> {
    let actions: &[Action] = match unseen {
        Unseen::Nothing => &[],
        Unseen::Allows => &[Action::Allow],
        Unseen::Anything => &[Action::Deny, Action::Allow],
    };
    actions.iter().map(|&action| Rule::unseen(action))
}
