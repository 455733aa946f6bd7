//! The cells between labels and regions outside.

use std::ops::Range;

use ringfence_packets::Bound;

use super::Party;
use super::cell::Cells;
use super::filling::{Found, finished};
use super::layout::Layout;
use super::search::Search;
use crate::RegionId;
use crate::algebra::{ALL, EMPTY};
use crate::engine::{Engine, Passing};
use crate::fabric::Direction;
use crate::hash::IdMap;
use crate::ids::place_of;

/// What regions outside can open on the labels of some classes, and these on regions.
pub(super) fn regions(search: &mut Search<'_, '_>, classes: &Range<u32>) -> Vec<Found> {
    let mut found = Vec::new();
    for region in search.engine.fabric.regions() {
        for direction in [Direction::Ingress, Direction::Egress] {
            let (layout, bound) = (search.layout, search.bound);
            let cells = Crossings { layout, bound, region, direction, at_place: IdMap::default() };
            found.extend(cells.fill(search, classes));
        }
    }
    found
}

/// What crosses between one region and classes, one way.
struct Crossings<'l, 'f> {
    layout: &'l Layout<'f>,
    bound: Bound,
    region: RegionId,
    direction: Direction,
    /// The most that crosses, by place.
    at_place: IdMap<u32, Passing>,
}

impl Crossings<'_, '_> {
    fn fill(mut self, search: &mut Search<'_, '_>, classes: &Range<u32>) -> Vec<Found> {
        let fabric = search.engine.fabric;
        let mut cells = Cells::new(self.layout.labels.len());
        for id in classes.clone() {
            let own = if self.direction == Direction::Egress { search.outward(id) } else { ALL };
            let engine = &mut *search.engine;
            let Some(class) = fabric.classes.get(id) else { continue };
            let label = self.layout.label(id);
            let most = self.most(engine, class.place);
            if cells.has((label, label), most, own, &mut engine.traffic) {
                continue;
            }
            let flows = engine.class_crossing(self.region.0, class, self.direction, self.bound);
            let [open, blocked] = [flows.open, flows.blocked].map(|flow| engine.flow_traffic(flow));
            cells.add(label, label, Passing { open, blocked }, &engine.traffic);
        }
        let (region, outside) = (self.direction == Direction::Egress, Party::Region(self.region));
        let finished = cells.finish().into_iter().filter_map(|((label, _), cell)| {
            let inside = Party::Label(*self.layout.labels.get(place_of(label))?);
            let (from, to) = if region { (inside, outside) } else { (outside, inside) };
            finished(cell, from, to, self.bound)
        });
        finished.collect()
    }

    /// The most that crosses between the region and any class of a place.
    fn most(&mut self, engine: &mut Engine<'_>, place: u32) -> Passing {
        if let Some(&known) = self.at_place.get(&place) {
            return known;
        }
        let flows = engine.place_crossing(self.region.0, place, self.direction, self.bound);
        let [open, blocked] = [flows.open, flows.blocked].map(|flow| engine.flow_traffic(flow));
        let arrives = engine.traffic.union(open, blocked);
        let nothing = arrives == EMPTY;
        // An interface's own stateless filters can stop answers that the border lets through.
        let blocked = if self.layout.stateless_inside && !nothing { ALL } else { blocked };
        let most = Passing { open, blocked };
        self.at_place.insert(place, most);
        most
    }
}
