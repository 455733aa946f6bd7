//! What the search at one bound knows of classes and borders.

use std::rc::Rc;

use ringfence_packets::{Action, Bound};

use super::borders::Upper;
use super::layout::Layout;
use crate::algebra::{ALL, EMPTY};
use crate::engine::{Engine, Passing};
use crate::fabric::{Direction, Factor};
use crate::hash::IdMap;
use crate::ids::place_of;

/// A search at one bound.
#[derive(Debug)]
pub(super) struct Search<'s, 'f> {
    pub(super) engine: &'s mut Engine<'f>,
    pub(super) layout: &'s Layout<'f>,
    pub(super) bound: Bound,
    pub(super) upper: Upper,
    /// The most that a class lets out, by class.
    outward: Vec<u32>,
    /// The most that opens, or is blocked, from each label to behind a border.
    potential: IdMap<u32, Rc<[Passing]>>,
    /// The most that labels behind a border let out, by border and then as in the layout.
    labels_outward: Vec<Vec<u32>>,
    /// Whether bounds for pairs of borders are looked for.
    pairs_of_borders: bool,
}

impl<'s, 'f> Search<'s, 'f> {
    pub(super) fn new(engine: &'s mut Engine<'f>, layout: &'s Layout<'f>, bound: Bound) -> Self {
        let outward = outward_by_class(engine, bound);
        let mut labels_outward: Vec<Vec<u32>> =
            layout.behind.iter().map(|labels| vec![EMPTY; labels.len()]).collect();
        for (id, (class, &most)) in (0..).zip(engine.fabric.classes.list.iter().zip(&outward)) {
            let border = place_of(layout.border(class.place));
            let label =
                layout.behind.get(border).and_then(|labels| labels.binary_search(&layout.label(id)).ok());
            let Some(total) = label.and_then(|at| labels_outward.get_mut(border)?.get_mut(at)) else {
                continue;
            };
            *total = engine.traffic.union(*total, most);
        }
        let (borders, places) = (layout.borders.len(), layout.border_of.len());
        let pairs_of_borders = borders.saturating_mul(places) as u64 <= engine.limits.border_bounds;
        let (upper, potential) = (Upper::default(), IdMap::default());
        Self { engine, layout, bound, upper, outward, potential, labels_outward, pairs_of_borders }
    }

    /// The most that a class lets out.
    pub(super) fn outward(&self, class: u32) -> u32 {
        self.outward.get(place_of(class)).copied().unwrap_or(ALL)
    }

    /// The most that opens, or is blocked, from each label to behind a border.
    pub(super) fn potential(&mut self, border: u32) -> Rc<[Passing]> {
        if let Some(known) = self.potential.get(&border) {
            return Rc::clone(known);
        }
        let most: Rc<[Passing]> = self.find_potential(border).into();
        self.potential.insert(border, Rc::clone(&most));
        most
    }

    fn find_potential(&mut self, border: u32) -> Vec<Passing> {
        if !self.pairs_of_borders {
            // Pairs of places tell what is possible; this bound would cost more than it saves.
            return vec![Passing { open: ALL, blocked: ALL }; self.layout.labels.len()];
        }
        let mut most = vec![Passing::NOTHING; self.layout.labels.len()];
        for (from, labels) in (0..).zip(&self.layout.behind) {
            let upper = self.upper.between(self.engine, self.layout, self.bound, (from, border));
            let outward = self.labels_outward.get(place_of(from)).map_or(&[][..], |outward| outward);
            for (&label, &outward) in labels.iter().zip(outward) {
                let Some(total) = most.get_mut(place_of(label)) else { continue };
                let open = self.engine.traffic.intersection(upper.open, outward);
                let blocked = self.engine.traffic.intersection(upper.blocked, outward);
                *total = self.engine.either(*total, Passing { open, blocked });
            }
        }
        most
    }

    /// The rules, as numbers of peers and traffic, one of which has to match what a class lets in.
    ///
    /// They are those of one of its filters; the others may let in less.
    pub(super) fn doors(&self, factors: &'f [Factor], doors: &mut Vec<(u32, u32)>) {
        doors.clear();
        let filters = &self.engine.fabric.filters;
        let closed = |factor: &&Factor| !filters.allows_by_default(&factor.filters, Direction::Ingress);
        let Some(factor) = factors.iter().find(closed) else {
            doors.push((ALL, ALL));
            return;
        };
        for rule in factor.filters.iter().flat_map(|&filter| filters.rules(filter, Direction::Ingress)) {
            let (peers, traffic) = rule.at(self.bound);
            if rule.action == Action::Allow && peers != EMPTY && traffic != EMPTY {
                doors.push((peers, traffic));
            }
        }
    }
}

/// The most that each class lets out.
fn outward_by_class(engine: &mut Engine<'_>, bound: Bound) -> Vec<u32> {
    let fabric = engine.fabric;
    let mut by_set: IdMap<u32, u32> = IdMap::default();
    let mut outward = Vec::with_capacity(fabric.classes.list.len());
    for class in &fabric.classes.list {
        let known = by_set.get(&class.factors).copied();
        let most = known.unwrap_or_else(|| {
            let most = most_outward(engine, fabric.factors(class), bound);
            by_set.insert(class.factors, most);
            most
        });
        outward.push(if class.exists.at(bound) { most } else { EMPTY });
    }
    outward
}

/// The most that filters let out, whatever the peers.
fn most_outward(engine: &mut Engine<'_>, factors: &[Factor], bound: Bound) -> u32 {
    let fabric = engine.fabric;
    let mut most = ALL;
    for factor in factors {
        if fabric.filters.allows_by_default(&factor.filters, Direction::Egress) {
            continue;
        }
        let mut allowed = EMPTY;
        for rule in factor.filters.iter().flat_map(|&filter| fabric.filters.rules(filter, Direction::Egress))
        {
            if rule.action == Action::Allow {
                allowed = engine.traffic.union(allowed, rule.at(bound).1);
            }
        }
        most = engine.traffic.intersection(most, allowed);
    }
    most
}
