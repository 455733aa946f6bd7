//! One column of a matrix: all that arrives at the interfaces of one label.

use ringfence_packets::{Bound, GroupId, GroupSet, Traffic};

use super::Party;
use super::cell::Cell;
use super::search::Search;
use crate::RegionId;
use crate::algebra::{ALL, EMPTY};
use crate::engine::Passing;
use crate::engine::pair::End;
use crate::fabric::Direction;
use crate::hash::IdMap;
use crate::ids::place_of;

/// What was found to pass between two parties at one bound.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) from: Party,
    pub(super) to: Party,
    pub(super) bound: Bound,
    pub(super) open: Traffic,
    pub(super) blocked: Traffic,
}

/// A column being filled.
///
/// Most of a million rules let in what another rule has let in before: the search skips whatever can bring nothing
/// new to any cell, and that is known from upper bounds. What it does not skip it decides exactly.
pub(super) struct Column<'c, 's, 'f> {
    search: &'c mut Search<'s, 'f>,
    label: u32,
    /// By source label.
    cells: Vec<Cell>,
    /// How often a cell grew.
    version: u32,
    /// By traffic, and by border or place and traffic: when it was found wanting, or [`DONE`].
    everywhere: IdMap<u32, u32>,
    remote: IdMap<(u32, u32), u32>,
    local: IdMap<(u32, u32), u32>,
    places: Vec<u32>,
    /// The sources that were asked about the target at hand.
    asked: IdMap<u32, ()>,
}

/// Nothing new can come of it any more.
const DONE: u32 = u32::MAX;

/// The class whose openings are being looked for, and where it is.
struct Target<'f> {
    end: End<'f>,
    border: u32,
    /// Whether something new can come from behind other borders, and from its own place.
    remote: bool,
    local: bool,
}

impl<'c, 's, 'f> Column<'c, 's, 'f> {
    pub(super) fn new(search: &'c mut Search<'s, 'f>, label: usize) -> Self {
        let cells = search.layout.labels.iter().map(|_| Cell::new()).collect();
        Self {
            search,
            label: crate::ids::number(label),
            cells,
            version: 0,
            everywhere: IdMap::default(),
            remote: IdMap::default(),
            local: IdMap::default(),
            places: Vec::new(),
            asked: IdMap::default(),
        }
    }

    /// All that arrives at the label, and what it can open outside.
    pub(super) fn fill(mut self) -> Vec<Found> {
        let layout = self.search.layout;
        let mut doors = Vec::new();
        for class in layout.by_label.of(self.label) {
            self.arrive(class, &mut doors);
        }
        let mut found = self.regions();
        let Some(&label) = layout.labels.get(place_of(self.label)) else { return found };
        for (cell, &from) in self.cells.into_iter().zip(&layout.labels) {
            found.extend(finished(cell, Party::Label(from), Party::Label(label), self.search.bound));
        }
        found
    }

    /// Looks for all that arrives at a class.
    fn arrive(&mut self, class: u32, doors: &mut Vec<(u32, u32)>) {
        let bound = self.search.bound;
        let Some(end) = self.search.engine.class_end(class, bound) else { return };
        if !end.class.exists.at(bound) {
            return;
        }
        self.search.doors(self.search.engine.fabric.factors(end.class), doors);
        self.asked.clear();
        let border = self.search.layout.border(end.class.place);
        let mut target = Target { end, border, remote: true, local: true };
        for &(peers, traffic) in doors.iter() {
            if self.done_everywhere(traffic) {
                continue;
            }
            target.remote = !self.done_remote(border, traffic);
            target.local = !self.done_local(target.end.class.place, traffic);
            if target.remote || target.local {
                self.knock(&target, peers, traffic);
            }
        }
    }

    /// Tries all sources that a rule lets in.
    fn knock(&mut self, target: &Target<'f>, peers: u32, traffic: u32) {
        let fabric = self.search.engine.fabric;
        let layout = self.search.layout;
        if let Some(group) = fabric.peers.single_group(peers) {
            layout.by_group.of(group).for_each(|class| self.attempt(target, class, traffic));
        }
        if let Some(groups) = fabric.peers.group_set(peers) {
            if matches!(groups, GroupSet::AllBut(_)) {
                return self.knock_from(target, ALL, traffic);
            }
            for GroupId(group) in groups.named() {
                layout.by_group.of(group).for_each(|class| self.attempt(target, class, traffic));
            }
        }
        if self.search.bound == Bound::May && fabric.peers.names_groups(peers) {
            layout.more_groups.iter().for_each(|&class| self.attempt(target, class, traffic));
        }
        self.knock_from(target, fabric.peers.addresses(peers), traffic);
    }

    /// Tries all sources with an address of a set.
    fn knock_from(&mut self, target: &Target<'f>, addresses: u32, traffic: u32) {
        let layout = self.search.layout;
        let place = target.end.class.place;
        let fabric = self.search.engine.fabric;
        let Some(set) = fabric.addresses.get(addresses).filter(|_| addresses != EMPTY) else { return };
        let mut places = std::mem::take(&mut self.places);
        if target.remote {
            layout.ranges.meeting(set, &mut places);
        } else {
            places.clear();
            places.push(place);
        }
        for &from in &places {
            if from == place && !target.local || !self.wanted(target, from, traffic) {
                continue;
            }
            for class in layout.classes_in(from) {
                let hull = fabric.classes.get(class).map(|class| class.hull);
                if addresses == ALL || hull.is_some_and(|hull| hull.meets(set)) {
                    self.attempt(target, class, traffic);
                }
            }
        }
        self.places = places;
    }

    /// Whether anything from behind the border of another place can be new.
    fn wanted(&mut self, target: &Target<'f>, from: u32, traffic: u32) -> bool {
        if from == target.end.class.place {
            return true;
        }
        let layout = self.search.layout;
        let border = layout.border(from);
        let most = self.between(border, target.border, traffic);
        let labels = layout.behind.get(place_of(border)).map_or(&[][..], |labels| labels);
        labels.iter().any(|&label| !self.has(label, most))
    }

    /// Tries one class as a source.
    fn attempt(&mut self, target: &Target<'f>, source: u32, traffic: u32) {
        let label = self.search.layout.label(source);
        let outward = self.search.outward(source);
        let out = self.search.engine.traffic.intersection(traffic, outward);
        let Some(class) = self.search.engine.fabric.classes.get(source) else { return };
        let local = class.place == target.end.class.place;
        if local && !target.local || !local && !target.remote {
            return;
        }
        let most = if local {
            self.within(out)
        } else {
            self.between(self.search.layout.border(class.place), target.border, out)
        };
        if self.has(label, most) || self.asked.insert(source, ()).is_some() {
            return;
        }
        let bound = self.search.bound;
        let Some(end) = self.search.engine.class_end(source, bound) else { return };
        let passing = self.search.engine.between(&end, &target.end, bound);
        let sets = &self.search.engine.traffic;
        let cell = self.cells.get_mut(place_of(label));
        if cell.is_some_and(|cell| cell.add(passing.open, passing.blocked, sets)) {
            self.version = self.version.saturating_add(1);
        }
    }

    /// The most of some traffic that passes between borders.
    fn between(&mut self, from: u32, to: u32, traffic: u32) -> Passing {
        let Search { engine, layout, bound, upper, .. } = &mut *self.search;
        let most = upper.between(engine, layout, *bound, (from, to));
        Passing {
            open: engine.traffic.intersection(most.open, traffic),
            blocked: engine.traffic.intersection(most.blocked, traffic),
        }
    }

    /// The most of some traffic that passes within a place.
    fn within(&self, traffic: u32) -> Passing {
        Passing { open: traffic, blocked: if self.search.layout.stateless_inside { traffic } else { EMPTY } }
    }

    fn has(&mut self, label: u32, passing: Passing) -> bool {
        let sets = &self.search.engine.traffic;
        let cell = self.cells.get_mut(place_of(label));
        cell.is_none_or(|cell| cell.has(passing.open, passing.blocked, sets))
    }

    /// Whether nothing new of some traffic can come from anywhere.
    fn done_everywhere(&mut self, traffic: u32) -> bool {
        match self.everywhere.get(&traffic) {
            Some(&DONE) => return true,
            Some(&version) if version == self.version => return false,
            _ => {}
        }
        // What is blocked depends on the borders, so this is only for what is in the cells in both ways.
        let blocked = traffic;
        let done = (0..crate::ids::number(self.cells.len()))
            .all(|label| self.has(label, Passing { open: traffic, blocked }));
        self.everywhere.insert(traffic, if done { DONE } else { self.version });
        done
    }

    /// Whether nothing new of some traffic can come from behind other borders.
    fn done_remote(&mut self, border: u32, traffic: u32) -> bool {
        match self.remote.get(&(border, traffic)) {
            Some(&DONE) => return true,
            Some(&version) if version == self.version => return false,
            _ => {}
        }
        let potential = self.search.potential(border).to_vec();
        let done = (0..).zip(potential).all(|(label, most)| {
            let sets = &mut self.search.engine.traffic;
            let open = sets.intersection(most.open, traffic);
            let blocked = sets.intersection(most.blocked, traffic);
            self.has(label, Passing { open, blocked })
        });
        self.remote.insert((border, traffic), if done { DONE } else { self.version });
        done
    }

    /// Whether nothing new of some traffic can come from a place itself.
    fn done_local(&mut self, place: u32, traffic: u32) -> bool {
        match self.local.get(&(place, traffic)) {
            Some(&DONE) => return true,
            Some(&version) if version == self.version => return false,
            _ => {}
        }
        let done = self.search.layout.classes_in(place).all(|class| {
            let outward = self.search.outward(class);
            let out = self.search.engine.traffic.intersection(traffic, outward);
            let most = self.within(out);
            self.has(self.search.layout.label(class), most)
        });
        self.local.insert((place, traffic), if done { DONE } else { self.version });
        done
    }

    /// What regions outside can open on the label, and it on them.
    fn regions(&mut self) -> Vec<Found> {
        let Search { engine, layout, bound, .. } = &mut *self.search;
        let (fabric, bound) = (engine.fabric, *bound);
        let Some(&label) = layout.labels.get(place_of(self.label)) else { return Vec::new() };
        let mut found = Vec::new();
        for region in fabric.regions() {
            for direction in [Direction::Ingress, Direction::Egress] {
                let mut cell = Cell::new();
                for class in layout.by_label.of(self.label).filter_map(|id| fabric.classes.get(id)) {
                    let flows = engine.class_crossing(region.0, class, direction, bound);
                    let [open, blocked] = [flows.open, flows.blocked].map(|flow| engine.flow_traffic(flow));
                    cell.add(open, blocked, &engine.traffic);
                }
                let (inside, outside) = (Party::Label(label), Party::Region(RegionId(region.0)));
                found.extend(match direction {
                    Direction::Ingress => finished(cell, outside, inside, bound),
                    Direction::Egress => finished(cell, inside, outside, bound),
                });
            }
        }
        found
    }
}

/// A cell as a result, if anything is in it.
fn finished(cell: Cell, from: Party, to: Party, bound: Bound) -> Option<Found> {
    let (open, blocked) = (cell.open.into_traffic(), cell.blocked.into_traffic());
    let something = !open.is_empty() || !blocked.is_empty();
    something.then_some(Found { from, to, bound, open, blocked })
}
