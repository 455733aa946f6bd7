//! What filters let through from, or to, addresses that lie close together.

use ringfence_packets::{Action, Bound, Order};

use super::Engine;
use crate::algebra::{ALL, EMPTY};
use crate::fabric::{Direction, Factor, Family, Lie, Members, Span};
use crate::ids::place_of;

/// The addresses are not all treated alike: they are to be cut before this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut(pub(super) u128);

/// What a border's filter is asked about a whole place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BorderKey {
    filter: u32,
    direction: Direction,
    bound: Bound,
    family: Family,
    /// The peers' place.
    place: u32,
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer<'f> {
    pub(super) groups: Members<'f>,
    pub(super) place: u32,
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
        let filter = factor.filters.first().map_or(0, |filter| filter.0);
        let key = BorderKey { filter, direction, bound, family: peer.span.family, place: peer.place };
        let known = match self.borders.get(&key) {
            Some(&known) => known,
            None => {
                let known = self.judge_place(factor, direction, bound, peer);
                self.borders.insert(key, known);
                known
            }
        };
        known.map_or_else(|| self.judge_span(factor, direction, bound, peer), Ok)
    }

    /// The traffic that a border's filter lets through for a whole place, if that has one answer.
    fn judge_place(
        &mut self,
        factor: &'f Factor,
        direction: Direction,
        bound: Bound,
        peer: Peer<'f>,
    ) -> Option<u32> {
        if self.fabric.filters.name_groups(&factor.filters, &self.fabric.peers) {
            return None;
        }
        let span = self.fabric.places.get(place_of(peer.place))?.hull.of(peer.span.family)?;
        self.judge_span(factor, direction, bound, Peer { span, ..peer }).ok()
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
                // Rules that work together have no levels.
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
