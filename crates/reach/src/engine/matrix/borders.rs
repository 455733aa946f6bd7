//! The most that can pass between two borders or two places, whatever the interfaces.

use ringfence_packets::Bound;

use super::layout::Layout;
use crate::algebra::{ALL, EMPTY};
use crate::certainty::opposite;
use crate::engine::{Engine, Passing};
use crate::fabric::{Direction, Factor, Family, Span};
use crate::hash::{IdMap, key};
use crate::ids::place_of;

/// The families, in the order in which bounds are kept.
pub(super) const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

/// Upper bounds of what passes: no pair of interfaces finds more, but maybe less.
#[derive(Debug, Default)]
pub(super) struct Upper {
    /// From border to border.
    between: IdMap<u64, Passing>,
    /// From place to `target`, by family.
    to_target: IdMap<u32, [Passing; 2]>,
    target: u32,
}

/// What filters let through for some and for every address of a peer.
#[derive(Clone, Copy)]
struct Judged {
    some: u32,
    every: u32,
}

/// The filters of two borders.
#[derive(Clone, Copy)]
struct Borders<'f> {
    source: &'f [Factor],
    target: &'f [Factor],
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
        let places = |border: u32| layout.places_of.get(place_of(border)).map_or(&[][..], Vec::as_slice);
        let [v4, v6] = most(engine, layout, bound, (from, to), (places(from), places(to)));
        let passing = engine.either(v4, v6);
        self.between.insert(key(from, to), passing);
        passing
    }

    /// The most that opens, or is blocked, from one place to another, by family.
    ///
    /// Shape: what was found is remembered as long as the target stays the same.
    pub(super) fn between_places<'f>(
        &mut self,
        engine: &mut Engine<'f>,
        layout: &Layout<'f>,
        bound: Bound,
        (from, to): (u32, u32),
    ) -> [Passing; 2] {
        if self.target != to {
            self.target = to;
            self.to_target.clear();
        }
        if let Some(&known) = self.to_target.get(&from) {
            return known;
        }
        let borders = (layout.border(from), layout.border(to));
        let passing = most(engine, layout, bound, borders, (&[from], &[to]));
        self.to_target.insert(from, passing);
        passing
    }
}

/// The most that opens, or is blocked, from any of some places to any of others, by family.
fn most<'f>(
    engine: &mut Engine<'f>,
    layout: &Layout<'f>,
    bound: Bound,
    (from, to): (u32, u32),
    (sources, targets): (&[u32], &[u32]),
) -> [Passing; 2] {
    let border = |border: u32| layout.borders.get(place_of(border)).copied();
    let (Some((near, source)), Some((far, target))) = (border(from), border(to)) else {
        return [Passing::NOTHING; 2];
    };
    if !engine.fabric.gate(near, far).at(bound) {
        return [Passing::NOTHING; 2];
    }
    let other = opposite(bound);
    let back = engine.fabric.gate(far, near).at(other) && !layout.stateless_inside;
    FAMILIES.map(|family| {
        let spans = |places: &[u32]| -> Vec<Span> {
            let places = places.iter().filter_map(|&place| engine.fabric.places.get(place_of(place)));
            places.filter_map(|place| place.hull.of(family)).collect()
        };
        let (sources, targets) = (spans(sources), spans(targets));
        if sources.is_empty() || targets.is_empty() {
            return Passing::NOTHING;
        }
        of_family(engine, Borders { source, target }, (&sources, &targets), bound, back.then_some(other))
    })
}

fn of_family<'f>(
    engine: &mut Engine<'f>,
    borders: Borders<'f>,
    (sources, targets): (&[Span], &[Span]),
    bound: Bound,
    back: Option<Bound>,
) -> Passing {
    let departs = all_of(engine, borders.source, Direction::Egress, bound, targets).some;
    let enters = all_of(engine, borders.target, Direction::Ingress, bound, sources).some;
    let arrives = engine.traffic.intersection(departs, enters);
    if arrives == EMPTY {
        return Passing::NOTHING;
    }
    let mut answers = EMPTY;
    if let Some(bound) = back {
        let stateless = |factors: &'f [Factor]| factors.iter().filter(|factor| !factor.stateful);
        let out = all_of(engine, stateless(borders.target), Direction::Egress, bound, sources).every;
        let in_again = all_of(engine, stateless(borders.source), Direction::Ingress, bound, targets).every;
        answers = engine.traffic.intersection(out, in_again);
    }
    engine.passing(arrives, ALL, answers)
}

/// What all of these filters let through, for some and for every address of the spans.
fn all_of<'f>(
    engine: &mut Engine<'f>,
    factors: impl IntoIterator<Item = &'f Factor>,
    direction: Direction,
    bound: Bound,
    spans: &[Span],
) -> Judged {
    let mut all = Judged { some: ALL, every: ALL };
    for factor in factors {
        let (some, every) = engine.judge_all(factor, direction, bound, spans);
        all.some = engine.traffic.intersection(all.some, some);
        all.every = engine.traffic.intersection(all.every, every);
    }
    all
}
