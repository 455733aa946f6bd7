//! The first of many address sets that holds an address decides about it, level by level.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::step::Turn;
use crate::{Action, Bound, RangeSet, Unit};

/// The numbers that get in through steps of which some lead to the next level.
pub(super) fn numbers_let_in<T: Unit>(layers: &[(Turn, &RangeSet<T>)], bound: Bound) -> RangeSet<T> {
    let spans = layers.iter().enumerate().flat_map(|(order, (turn, set))| {
        set.ranges().iter().map(move |&(low, high)| Span { low, high, order, turn: *turn })
    });
    let mut spans: Vec<Span<T>> = spans.collect();
    spans.sort_unstable_by_key(|span| span.low);
    let mut starts = spans.into_iter().peekable();
    let mut levels: BTreeMap<u16, Level<T>> = BTreeMap::new();
    let mut allowed = Vec::new();
    let mut next = starts.peek().map(|span| span.low);
    while let Some(low) = next {
        while let Some(span) = starts.next_if(|span| span.low <= low) {
            levels.entry(span.turn.level).or_default().push(span);
        }
        let before_start = starts.peek().and_then(|span| span.low.previous());
        let (allow, end) = verdict(&mut levels, low, bound);
        let high = match (before_start, end) {
            (Some(before), Some(end)) => before.min(end),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => break,
        };
        if allow {
            allowed.push((low, high));
        }
        next = high.next();
    }
    RangeSet::from_ranges(allowed)
}

/// What happens to a number, and the last number for which it is the same as far as open spans tell; nothing if none
/// is open.
fn verdict<T: Unit>(levels: &mut BTreeMap<u16, Level<T>>, low: T, bound: Bound) -> (bool, Option<T>) {
    let mut end = None;
    for level in levels.values_mut() {
        let (action, until) = level.decision(low, bound);
        end = match (end, until) {
            (Some(a), Some(b)) => Some(T::min(a, b)),
            (one, other) => one.or(other),
        };
        if action != Action::Next {
            return (action == Action::Allow, end);
        }
    }
    (false, end)
}

/// A range that a layer holds.
#[derive(Clone, Copy)]
struct Span<T> {
    low: T,
    high: T,
    order: usize,
    turn: Turn,
}

/// The spans of one level that are open, the first in order on top.
struct Level<T> {
    certain: BinaryHeap<Reverse<(usize, T, Action)>>,
    perhaps: BinaryHeap<Reverse<(usize, T)>>,
}

impl<T: Unit> Default for Level<T> {
    fn default() -> Self {
        Self { certain: BinaryHeap::new(), perhaps: BinaryHeap::new() }
    }
}

impl<T: Unit> Level<T> {
    fn push(&mut self, span: Span<T>) {
        if span.turn.perhaps {
            self.perhaps.push(Reverse((span.order, span.high)));
        } else {
            self.certain.push(Reverse((span.order, span.high, span.turn.action)));
        }
    }

    /// What the level does with a number, and the last number for which its open spans say the same.
    ///
    /// Where it is open whether a rule before the deciding one leads to the next level, the worse of both counts for
    /// what is certain: a deny decides, an allow does not and leaves it to the next level; for what is possible the
    /// other way round.
    fn decision(&mut self, low: T, bound: Bound) -> (Action, Option<T>) {
        while self.certain.peek().is_some_and(|Reverse((_, high, _))| *high < low) {
            self.certain.pop();
        }
        while self.perhaps.peek().is_some_and(|Reverse((_, high))| *high < low) {
            self.perhaps.pop();
        }
        let certain = self.certain.peek().map(|Reverse(top)| *top);
        let perhaps = self.perhaps.peek().map(|Reverse(top)| *top);
        let Some((order, high, action)) = certain else {
            return (Action::Next, perhaps.map(|(_, high)| high));
        };
        let Some((_, until)) = perhaps.filter(|(before, _)| *before < order) else {
            return (action, Some(high));
        };
        let decides = match bound {
            Bound::Must => Action::Deny,
            Bound::May => Action::Allow,
        };
        (if action == decides { action } else { Action::Next }, Some(high.min(until)))
    }
}
