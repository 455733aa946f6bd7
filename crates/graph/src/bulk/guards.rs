//! Filters of the graph as filters of a fabric.

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_packets::{Action, Filter, Order, Rule};
use ringfence_reach::{Direction, FabricBuilder, FilterId, FilterRule, FilterSettings, Unseen};

use crate::reach::{Border, Sieve, Stand};

/// Filters that are in the fabric, and those that it has no words for.
#[derive(Debug, Default)]
pub(super) struct Guards {
    known: HashMap<Key, Option<FilterId>>,
}

/// The numbers of what is let through towards and away, how its rules stand, and whether it knows connections.
type Key = (usize, usize, Order, bool);

impl Guards {
    /// A filter at the border of a place.
    pub(super) fn border(&mut self, border: &Border, builder: &mut FabricBuilder) -> Option<FilterId> {
        let order = shared_order(&border.inward, &border.outward);
        self.filter((&border.inward, &border.outward), (order, border.stateful), builder)
    }

    /// The filters between an interface and its place; nothing if a fabric has no words for them.
    pub(super) fn of(&mut self, stand: &Stand, builder: &mut FabricBuilder) -> Option<Vec<FilterId>> {
        let both: Vec<(&Arc<Sieve>, &Arc<Sieve>)> = stand.ingress.iter().zip(&stand.egress).collect();
        let last = both.len().checked_sub(1);
        let filters = both.into_iter().enumerate().map(|(at, (ingress, egress))| {
            // A fabric takes all unordered filters of an interface together; here each has to be passed.
            let order = if Some(at) == last { shared_order(ingress, egress) } else { Order::FirstMatch };
            self.filter((ingress, egress), (order, true), builder)
        });
        filters.collect()
    }

    fn filter(
        &mut self,
        (ingress, egress): (&Sieve, &Sieve),
        (order, stateful): (Order, bool),
        builder: &mut FabricBuilder,
    ) -> Option<FilterId> {
        let key = (ingress.content, egress.content, order, stateful);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let made = make((&ingress.filter, &egress.filter), (order, stateful), builder);
        self.known.insert(key, made);
        made
    }
}

fn shared_order(ingress: &Sieve, egress: &Sieve) -> Order {
    let unordered = |sieve: &Sieve| sieve.filter.order == Order::Unordered;
    if unordered(ingress) && unordered(egress) { Order::Unordered } else { Order::FirstMatch }
}

fn make(
    (ingress, egress): (&Filter, &Filter),
    (order, stateful): (Order, bool),
    builder: &mut FabricBuilder,
) -> Option<FilterId> {
    let settings = FilterSettings {
        order,
        stateful,
        default_ingress: ingress.default,
        default_egress: egress.default,
        unseen: Unseen::Nothing,
    };
    let mut told = Vec::with_capacity(ingress.rules.len() + egress.rules.len());
    for (filter, direction) in [(ingress, Direction::Ingress), (egress, Direction::Egress)] {
        let rules = in_order(filter)?.into_iter();
        told.extend(rules.map(|rule| FilterRule {
            direction,
            action: rule.action,
            peers: ringfence_packets::Bounds {
                must: builder.peers(&rule.peers.must),
                may: builder.peers(&rule.peers.may),
            },
            traffic: ringfence_packets::Bounds {
                must: builder.traffic(&rule.traffic.must),
                may: builder.traffic(&rule.traffic.may),
            },
        }));
    }
    Some(builder.filter(settings, told))
}

/// The rules as they can be tried one after the other: of a filter without order any deny wins.
///
/// Shape: nothing if a rule leaves packets to another level.
fn in_order(filter: &Filter) -> Option<Vec<&Rule>> {
    if filter.rules.iter().any(|rule| rule.action == Action::Next) {
        return None;
    }
    let mut rules: Vec<&Rule> = filter.rules.iter().collect();
    match filter.order {
        Order::FirstMatch => rules.sort_by_key(|rule| rule.level),
        Order::Unordered => rules.sort_by_key(|rule| rule.action == Action::Allow),
    }
    Some(rules)
}
