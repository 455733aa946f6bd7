//! Packet filters: rules that let traffic in or stop it.

mod admits;
mod allowed;
mod first_match;
mod levels;
mod membership;
mod step;
mod trace;

use crate::{AddressSet, Bounds, GroupSet, Peers, Traffic};

pub use trace::Blocking;

/// What a rule does with the packets it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Lets them in.
    Allow,
    /// Stops them.
    Deny,
    /// Leaves them to the next level of a filter in levels.
    ///
    /// Shape: never a default; a filter without order has no levels, so such a rule does nothing there.
    Next,
}

/// A rule: packets of this traffic from these peers are let in or stopped.
///
/// Unknown: the rule matches what is in both `must` sets for certain, and what is in both `may` sets
/// possibly. Rules are unknown independently of each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What happens to a packet that matches.
    pub action: Action,
    /// Whose packets match.
    pub peers: Bounds<Peers>,
    /// Which of their packets match.
    pub traffic: Bounds<Traffic>,
    /// The level it stands in, for [`Order::FirstMatch`].
    pub level: u16,
}

/// How the rules of a filter work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// Any deny that matches wins, then any allow.
    Unordered,
    /// The first rule that matches decides, level by level: what no rule of a level matches, or what a rule with
    /// [`Action::Next`] matches first there, goes on with the next level, and after the last with the default.
    FirstMatch,
}

/// A packet filter for one direction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// How the rules work together.
    pub order: Order,
    /// What happens to a packet that no rule matches.
    pub default: Action,
    /// The rules.
    ///
    /// Shape: in the order in which they are tried in their level, for [`Order::FirstMatch`]; lower levels come
    /// first, wherever their rules stand.
    pub rules: Vec<Rule>,
}

/// A source of packets, such as an interface or all interfaces that are alike.
///
/// Each packet comes from one of the addresses, and the source is in all the groups at once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The addresses its packets have.
    pub addresses: AddressSet,
    /// The groups it is in.
    ///
    /// Unknown: it is in all groups of `must`, and in any number of those of `may`.
    pub groups: Bounds<GroupSet>,
}

impl Rule {
    /// A rule of which everything is known, in the first level.
    pub fn exact(action: Action, peers: Peers, traffic: Traffic) -> Self {
        Self { action, peers: Bounds::exact(peers), traffic: Bounds::exact(traffic), level: 0 }
    }

    /// The same rule in another level.
    #[must_use]
    pub fn at_level(self, level: u16) -> Self {
        Self { level, ..self }
    }

    /// Whether everything about the rule is known.
    pub fn is_exact(&self) -> bool {
        self.peers.is_exact() && self.traffic.is_exact()
    }
}

impl Filter {
    /// A filter that lets in what a rule allows, and nothing else.
    pub fn allowing(rules: Vec<Rule>) -> Self {
        Self { order: Order::Unordered, default: Action::Deny, rules }
    }

    /// A filter whose rules are tried in order, and that stops what none matches.
    pub fn first_match(rules: Vec<Rule>) -> Self {
        Self { order: Order::FirstMatch, default: Action::Deny, rules }
    }

    /// A filter without rules.
    pub fn always(action: Action) -> Self {
        Self { order: Order::Unordered, default: action, rules: Vec::new() }
    }

    /// Whether everything about every rule is known.
    pub fn is_exact(&self) -> bool {
        self.rules.iter().all(Rule::is_exact)
    }
}

impl Origin {
    /// A source with these addresses that is in no group.
    pub fn stranger(addresses: AddressSet) -> Self {
        Self { addresses, groups: Bounds::exact(GroupSet::empty()) }
    }

    /// A source with these addresses and groups.
    pub fn member(addresses: AddressSet, groups: GroupSet) -> Self {
        Self { addresses, groups: Bounds::exact(groups) }
    }

    /// Everybody on the public internet.
    pub fn internet() -> Self {
        Self::stranger(AddressSet::internet())
    }
}
