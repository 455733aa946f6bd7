//! The most that can pass between two borders, whatever the addresses.

use ringfence_packets::{Bound, Traffic};

use super::layout::Layout;
use crate::algebra::{ALL, EMPTY};
use crate::certainty::opposite;
use crate::engine::{Engine, Passing};
use crate::fabric::{Direction, Factor};
use crate::hash::{IdMap, key};
use crate::ids::place_of;

/// Upper bounds of what passes: nobody finds more, but maybe less.
#[derive(Debug, Default)]
pub(super) struct Upper {
    /// From border to border.
    between: IdMap<u64, Passing>,
    /// What a filter lets through for some and for all peers inside.
    filters: IdMap<(u32, Direction, Bound), (u32, u32)>,
    inside: Option<u32>,
}

impl Upper {
    /// The most that opens, or is blocked, from behind one border to behind another.
    pub(super) fn between<'f>(
        &mut self,
        engine: &mut Engine<'f>,
        layout: &Layout<'f>,
        bound: Bound,
        (from, to): (u32, u32),
    ) -> Passing {
        if let Some(&known) = self.between.get(&key(from, to)) {
            return known;
        }
        let (Some(&(near, source)), Some(&(far, target))) =
            (layout.borders.get(place_of(from)), layout.borders.get(place_of(to)))
        else {
            return Passing::NOTHING;
        };
        let mut passing = Passing::NOTHING;
        if engine.fabric.gate(near, far).at(bound) {
            let (departs, _) = self.all(engine, layout, source, Direction::Egress, bound);
            let (arrives, _) = self.all(engine, layout, target, Direction::Ingress, bound);
            let arrives = engine.traffic.intersection(departs, arrives);
            let other = opposite(bound);
            let mut answers = EMPTY;
            if engine.fabric.gate(far, near).at(other) && !layout.stateless_inside {
                let stateless = |borders: &'f [Factor]| borders.iter().filter(|factor| !factor.stateful);
                let (_, out) = self.all(engine, layout, stateless(target), Direction::Egress, other);
                let (_, back) = self.all(engine, layout, stateless(source), Direction::Ingress, other);
                answers = engine.traffic.intersection(out, back);
            }
            let blocked = engine.passing(arrives, ALL, answers).blocked;
            passing = Passing { open: arrives, blocked };
        }
        self.between.insert(key(from, to), passing);
        passing
    }

    /// What all of these filters let through for some and for all peers inside.
    fn all<'f>(
        &mut self,
        engine: &mut Engine<'f>,
        layout: &Layout<'f>,
        factors: impl IntoIterator<Item = &'f Factor>,
        direction: Direction,
        bound: Bound,
    ) -> (u32, u32) {
        let (mut some, mut every) = (ALL, ALL);
        for factor in factors {
            let (more, less) = self.filter(engine, layout, factor, direction, bound);
            some = engine.traffic.intersection(some, more);
            every = engine.traffic.intersection(every, less);
        }
        (some, every)
    }

    fn filter(
        &mut self,
        engine: &mut Engine<'_>,
        layout: &Layout<'_>,
        factor: &Factor,
        direction: Direction,
        bound: Bound,
    ) -> (u32, u32) {
        let filter = factor.filters.first().map_or(0, |filter| filter.0);
        if let Some(&known) = self.filters.get(&(filter, direction, bound)) {
            return known;
        }
        let mut known = (ALL, EMPTY);
        if !engine.fabric.filters.name_groups(&factor.filters, &engine.fabric.peers) {
            let inside = *self.inside.get_or_insert_with(|| engine.addresses.add(layout.inside.clone()));
            let flow = engine.factor_flow(factor, direction, bound, inside);
            let pieces = engine.flows.pieces(flow).to_vec();
            let every = pieces.iter().find(|&&(_, addresses)| addresses == inside);
            let all = Traffic::none();
            let some = pieces.iter().fold(all, |all, &(traffic, _)| all.union(&engine.traffic.set(traffic)));
            known = (engine.traffic.add(some), every.map_or(EMPTY, |&(traffic, _)| traffic));
        }
        self.filters.insert((filter, direction, bound), known);
        known
    }
}
