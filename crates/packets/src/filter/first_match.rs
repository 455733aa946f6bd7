//! The first of many address sets that holds an address decides about it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::levels;
use super::step::Turn;
use crate::{Action, AddressSet, Bound, RangeSet, Unit};

/// The addresses whose first set, in the order given, comes with an allow; where sets lead to the next level, the
/// addresses that get in through all levels.
pub(super) fn let_in<'a>(
    layers: impl Iterator<Item = (Turn, &'a AddressSet)> + Clone,
    bound: Bound,
) -> AddressSet {
    if layers.clone().any(|(turn, _)| turn.action == Action::Next) {
        let (v4, v6): (Vec<_>, Vec<_>) = layers.map(|(turn, set)| ((turn, &set.v4), (turn, &set.v6))).unzip();
        return AddressSet { v4: levels::numbers_let_in(&v4, bound), v6: levels::numbers_let_in(&v6, bound) };
    }
    AddressSet {
        v4: numbers_let_in(layers.clone().map(|(turn, set)| (turn.action, &set.v4))),
        v6: numbers_let_in(layers.map(|(turn, set)| (turn.action, &set.v6))),
    }
}

fn numbers_let_in<'a, T: Unit + 'a>(
    layers: impl Iterator<Item = (Action, &'a RangeSet<T>)> + Clone,
) -> RangeSet<T> {
    // Denies behind the last allow stop nothing more.
    let layers: Vec<_> = layers.filter(|(_, set)| !set.is_empty()).collect();
    let deciding = layers.iter().rposition(|(action, _)| *action == Action::Allow).map_or(0, |last| last + 1);
    let layers = layers.get(..deciding).unwrap_or_default();
    if layers.iter().all(|(action, _)| *action == Action::Allow) {
        return RangeSet::union_all(layers.iter().map(|(_, set)| *set));
    }
    let spans = layers.iter().enumerate().flat_map(|(order, (action, set))| {
        set.ranges().iter().map(move |&(low, high)| Span { low, high, order, action: *action })
    });
    RangeSet::from_ranges(decide(spans.collect()))
}

/// A range that a layer holds.
#[derive(Clone, Copy)]
struct Span<T> {
    low: T,
    high: T,
    order: usize,
    action: Action,
}

/// The ranges on which the span with the lowest order is an allow, in one pass along the numbers.
fn decide<T: Unit>(mut spans: Vec<Span<T>>) -> Vec<(T, T)> {
    spans.sort_unstable_by_key(|span| span.low);
    let mut starts = spans.into_iter().peekable();
    let mut open: BinaryHeap<Reverse<(usize, T, bool)>> = BinaryHeap::new();
    let mut allowed = Vec::new();
    let mut next = starts.peek().map(|span| span.low);
    while let Some(low) = next {
        while let Some(span) = starts.next_if(|span| span.low <= low) {
            open.push(Reverse((span.order, span.high, span.action == Action::Allow)));
        }
        while open.peek().is_some_and(|Reverse((_, high, _))| *high < low) {
            open.pop();
        }
        let Some(&Reverse((_, end, allow))) = open.peek() else {
            next = starts.peek().map(|span| span.low);
            continue;
        };
        let before_start = starts.peek().and_then(|span| span.low.previous());
        let high = before_start.map_or(end, |before| before.min(end));
        if allow {
            allowed.push((low, high));
        }
        next = high.next();
    }
    allowed
}
