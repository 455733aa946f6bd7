//! What filters let through from, or to, addresses that lie close together.

use std::sync::Arc;

use ringfence_packets::{Action, Bound, Order};

use super::Engine;
use crate::algebra::{ALL, EMPTY};
use crate::fabric::{Direction, Factor, Family, Lie, Members, Span};

/// The addresses are not all treated alike: they are to be cut before this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut(pub(super) u128);

/// Which judgements of a border's filter a [`Table`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TableKey {
    filter: u32,
    direction: Direction,
    bound: Bound,
    family: Family,
}

/// What a filter that names no groups lets through, by address of the peer.
///
/// Shape: first addresses of stretches, in order from the family's first, with the number of the traffic.
pub(crate) type Table = Arc<[(u128, u32)]>;

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer<'f> {
    pub(super) groups: Members<'f>,
    pub(super) span: Span,
}

impl<'f> Engine<'f> {
    /// The traffic that filters let through, if they treat all addresses of the peer alike.
    pub(super) fn judge(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        peer: Peer<'f>,
    ) -> Result<u32, Cut> {
        if !factor.border {
            return self.judge_span(factor, direction, bound, peer);
        }
        match self.table(factor, direction, bound, peer.span.family) {
            Some(table) => match look_up(&table, peer.span) {
                [(_, traffic)] => Ok(*traffic),
                [_, (next, _), ..] => Err(Cut(*next)),
                [] => Ok(EMPTY),
            },
            None => self.judge_span(factor, direction, bound, peer),
        }
    }

    /// What a border's filter lets through for some and for every peer of some spans of one family.
    ///
    /// Unknown: if it names groups, some peer may be let through with everything, and none has to be.
    pub(super) fn judge_all(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        spans: &[Span],
    ) -> (u32, u32) {
        let Some(first) = spans.first() else { return (EMPTY, ALL) };
        let Some(table) = self.table(factor, direction, bound, first.family) else { return (ALL, EMPTY) };
        let (mut some, mut every) = (EMPTY, ALL);
        // Places that are near each other mostly get the same answer.
        let mut last = None;
        for &(_, traffic) in spans.iter().flat_map(|&span| look_up(&table, span)) {
            if last != Some(traffic) {
                some = self.traffic.union(some, traffic);
                every = self.traffic.intersection(every, traffic);
                last = Some(traffic);
            }
        }
        (some, every)
    }

    /// The judgements of a border's filter; `None` if it names groups.
    fn table(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        family: Family,
    ) -> Option<Table> {
        let filter = factor.filters.first().map_or(0, |filter| filter.0);
        let key = TableKey { filter, direction, bound, family };
        if let Some(known) = self.tables.get(&key) {
            return known.clone();
        }
        let table = self.make_table(factor, direction, bound, family);
        self.tables.insert(key, table.clone());
        table
    }

    fn make_table(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        family: Family,
    ) -> Option<Table> {
        if self.fabric.filters.name_groups(&factor.filters, &self.fabric.peers) {
            return None;
        }
        let last = if family == Family::V4 { u128::from(u32::MAX) } else { u128::MAX };
        let mut table: Vec<(u128, u32)> = Vec::new();
        let mut span = Span { family, low: 0, high: last };
        loop {
            match self.judge_span(factor, direction, bound, Peer { groups: Members::STRANGER, span }) {
                Err(Cut(at)) => span.high = at.saturating_sub(1),
                Ok(traffic) => {
                    if table.last().is_none_or(|before| before.1 != traffic) {
                        table.push((span.low, traffic));
                    }
                    if span.high >= last {
                        return Some(table.into());
                    }
                    span = Span { low: span.high + 1, high: last, family };
                }
            }
        }
    }

    fn judge_span(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        peer: Peer<'f>,
    ) -> Result<u32, Cut> {
        match factor.order {
            Order::Unordered => self.judge_together(factor, direction, bound, peer),
            Order::FirstMatch => self.judge_in_order(factor, direction, bound, peer),
        }
    }

    fn judge_together(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        peer: Peer<'f>,
    ) -> Result<u32, Cut> {
        let filters = &self.fabric.filters;
        let (mut allowed, mut denied) = (EMPTY, EMPTY);
        if filters.allows_by_default(&factor.filters, direction) {
            allowed = ALL;
        }
        for rule in factor.filters.iter().flat_map(|&filter| filters.rules(filter, direction)) {
            let side = rule.side(bound);
            let (peers, traffic) = rule.at(side);
            if traffic == EMPTY || !self.matches(peers, side, peer)? {
                continue;
            }
            match rule.action {
                Action::Allow => allowed = self.traffic.union(allowed, traffic),
                Action::Deny => denied = self.traffic.union(denied, traffic),
                Action::Next => {}
            }
        }
        Ok(self.traffic.difference(allowed, denied))
    }

    fn judge_in_order(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        peer: Peer<'f>,
    ) -> Result<u32, Cut> {
        let filters = &self.fabric.filters;
        let (mut allowed, mut open) = (EMPTY, ALL);
        for rule in factor.filters.iter().flat_map(|&filter| filters.rules(filter, direction)) {
            let side = rule.side(bound);
            let (peers, traffic) = rule.at(side);
            if open == EMPTY {
                break;
            }
            if traffic == EMPTY || !self.matches(peers, side, peer)? {
                continue;
            }
            if rule.action == Action::Allow {
                let passes = self.traffic.intersection(open, traffic);
                allowed = self.traffic.union(allowed, passes);
            }
            open = self.traffic.difference(open, traffic);
        }
        if filters.allows_by_default(&factor.filters, direction) {
            allowed = self.traffic.union(allowed, open);
        }
        Ok(allowed)
    }

    /// Whether a peer is one of these, at one side of what is known of it.
    fn matches(&self, peers: u32, side: Bound, peer: Peer<'_>) -> Result<bool, Cut> {
        let table = &self.fabric.peers;
        if table.names_one_of(peers, peer.groups, side) {
            return Ok(true);
        }
        match table.addresses(peers) {
            EMPTY => Ok(false),
            ALL => Ok(true),
            set => match self.fabric.addresses.get(set).map_or(Lie::Outside, |set| peer.span.lie(set)) {
                Lie::Outside => Ok(false),
                Lie::Inside => Ok(true),
                Lie::Cut(at) => Err(Cut(at)),
            },
        }
    }
}

/// The stretches of a table that a span meets.
fn look_up(table: &[(u128, u32)], span: Span) -> &[(u128, u32)] {
    let start = table.partition_point(|entry| entry.0 <= span.low).saturating_sub(1);
    let rest = table.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|entry| entry.0 <= span.high).count();
    rest.get(..count).unwrap_or_default()
}
