//! The cells between labels, filled by going from target to target.

use std::rc::Rc;

use ringfence_packets::{Bound, GroupId, GroupSet, Traffic};

use super::Party;
use super::borders::FAMILIES;
use super::cell::{Cell, Cells};
use super::effort::Effort;
use super::search::Search;
use crate::algebra::{ALL, EMPTY};
use crate::engine::Passing;
use crate::engine::pair::End;
use crate::hash::{IdMap, IdSet};
use crate::ids::place_of;

/// What was found to pass between two parties at one bound.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) from: Party,
    pub(super) to: Party,
    pub(super) bound: Bound,
    pub(super) open: Traffic,
    pub(super) blocked: Traffic,
    /// Whether this stands for what was not looked at.
    pub(super) cut_off: bool,
}

/// Cells being filled.
///
/// Most of a million rules let in what another rule has let in before: the search skips whatever can bring nothing
/// new to any cell, and that is known from upper bounds. What it does not skip it decides exactly.
pub(super) struct Filling<'c, 's, 'f> {
    search: &'c mut Search<'s, 'f>,
    cells: Cells,
    effort: Effort,
    /// By target label and traffic: when it was found wanting, or [`DONE`].
    everywhere: IdMap<(u32, u32), u32>,
    /// The same with a border, and the source labels of which something is wanting.
    remote: IdMap<(u32, u32, u32), Wanting>,
    /// The same for the place of the targets at hand.
    local: IdMap<(u32, u32), u32>,
    place: u32,
    places: Vec<u32>,
    /// The sources that were asked about the target at hand.
    asked: IdSet<u32>,
}

/// When labels were found wanting, and which.
type Wanting = (u32, Rc<[u32]>);

/// Nothing new can come of it any more.
const DONE: u32 = u32::MAX;

/// The class whose openings are being looked for, and where it is.
struct Target<'f> {
    end: End<'f>,
    label: u32,
    border: u32,
    /// The labels from which something new can come from behind other borders.
    wanting: Rc<[u32]>,
    /// Whether something new can come from its own place.
    local: bool,
}

impl<'c, 's, 'f> Filling<'c, 's, 'f> {
    pub(super) fn new(search: &'c mut Search<'s, 'f>) -> Self {
        Self {
            cells: Cells::new(search.layout.labels.len()),
            effort: Effort::new(search.layout, search.engine.limits.work),
            search,
            everywhere: IdMap::default(),
            remote: IdMap::default(),
            local: IdMap::default(),
            place: 0,
            places: Vec::new(),
            asked: IdSet::default(),
        }
    }

    /// All that arrives at some classes; of a label all of them or none.
    pub(super) fn fill(mut self, classes: &[u32]) -> Vec<Found> {
        // Narrow doors cost least and fill most of the cells; then most wide ones need not be tried.
        let (mut doors, mut later) = (Vec::new(), Vec::new());
        for &class in classes {
            let Some(mut target) = self.target(class) else { continue };
            self.search.doors(self.search.engine.fabric.factors(target.end.class), &mut doors);
            for &(peers, traffic) in &doors {
                if !self.search.layout.is_wide(peers) {
                    self.arrive(&mut target, peers, traffic);
                } else if !self.done_everywhere(target.label, traffic) {
                    later.push((class, peers, traffic));
                    self.effort.spend(target.label, Effort::OF_A_DOOR);
                }
                if self.effort.is_cut_off(target.label) {
                    break;
                }
            }
        }
        for doors in later.chunk_by(|a, b| a.0 == b.0) {
            let target = doors.first().and_then(|&(class, ..)| self.target(class));
            let Some(mut target) = target else { continue };
            for &(_, peers, traffic) in doors {
                self.arrive(&mut target, peers, traffic);
            }
        }
        let (layout, bound) = (self.search.layout, self.search.bound);
        let party = |label: u32| layout.labels.get(place_of(label)).copied().map(Party::Label);
        let mut found = Vec::new();
        for to in self.effort.cut_off() {
            // What was not looked at may be anything.
            for (from, to) in layout.labels.iter().filter_map(|&from| Some((Party::Label(from), party(to)?)))
            {
                let (open, blocked) = (Traffic::all(), Traffic::all());
                found.push(Found { from, to, bound: Bound::May, open, blocked, cut_off: true });
            }
        }
        for ((from, to), cell) in self.cells.finish() {
            let (Some(from), Some(to)) = (party(from), party(to)) else { continue };
            found.extend(finished(cell, from, to, bound));
        }
        found
    }

    /// A class to look at, if it is there and there is work left for it.
    fn target(&mut self, class: u32) -> Option<Target<'f>> {
        let (layout, bound) = (self.search.layout, self.search.bound);
        let label = layout.label(class);
        let end = self.search.engine.class_end(class, bound)?;
        if !end.class.exists.at(bound) || self.effort.is_cut_off(label) {
            return None;
        }
        self.asked.clear();
        if self.place != end.class.place {
            self.place = end.class.place;
            self.local.clear();
        }
        let border = layout.border(end.class.place);
        Some(Target { end, label, border, wanting: Rc::new([]), local: true })
    }

    /// Looks for all that arrives at a class through one door.
    fn arrive(&mut self, target: &mut Target<'f>, peers: u32, traffic: u32) {
        if self.done_everywhere(target.label, traffic) || !self.effort.spend(target.label, 1) {
            return;
        }
        target.wanting = self.wanting(target.label, target.border, traffic);
        target.local = !self.done_local(target.label, traffic);
        if !target.wanting.is_empty() || target.local {
            self.knock(target, peers, traffic);
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
        if target.wanting.is_empty() {
            places.clear();
            places.push(place);
        } else {
            layout.ranges.meeting(set, &mut places);
        }
        for &from in &places {
            if !self.effort.spend(target.label, 1) {
                break;
            }
            if from == place && !target.local || !self.wanted(target, from, traffic) {
                continue;
            }
            // Classes of one label stand together.
            let mut run = None;
            for class in layout.classes_in(from) {
                if !self.effort.spend(target.label, 1) {
                    break;
                }
                let label = layout.label(class);
                let open = match run {
                    Some((before, open)) if before == label => open,
                    _ => self.may_be_new(target, from, label, traffic),
                };
                run = Some((label, open));
                if open && (addresses == ALL || fabric.classes.meets(class, set)) {
                    self.attempt(target, class, traffic);
                }
            }
        }
        self.places = places;
    }

    /// Whether anything from another place can be new.
    fn wanted(&mut self, target: &Target<'f>, from: u32, traffic: u32) -> bool {
        if from == target.end.class.place {
            return true;
        }
        let layout = self.search.layout;
        let border = layout.border(from);
        let labels = layout.behind.get(place_of(border)).map_or(&[][..], |labels| labels);
        let Search { engine, upper, bound, .. } = &mut *self.search;
        // Borders say no to most; places are asked only where they do not.
        let roughly = upper.between(engine, layout, *bound, (border, target.border));
        target.wanting.iter().any(|label| {
            let here = labels.binary_search(label).is_ok();
            here && !self.has(*label, target.label, roughly, traffic) && {
                let most = self.most(from, target.end.class.place);
                most.into_iter().any(|most| !self.has(*label, target.label, most, traffic))
            }
        })
    }

    /// Whether anything from a label in a place can be new.
    fn may_be_new(&mut self, target: &Target<'f>, from: u32, label: u32, traffic: u32) -> bool {
        let to = target.end.class.place;
        if from != to && target.wanting.binary_search(&label).is_err() {
            return false;
        }
        let most = self.most(from, to);
        most.into_iter().any(|most| !self.has(label, target.label, most, traffic))
    }

    /// Tries one class as a source.
    fn attempt(&mut self, target: &Target<'f>, source: u32, traffic: u32) {
        let label = self.search.layout.label(source);
        let Some(class) = self.search.engine.fabric.classes.get(source) else { return };
        if !self.effort.spend(target.label, 1) {
            return;
        }
        let local = class.place == target.end.class.place;
        if local && !target.local || !local && target.wanting.binary_search(&label).is_err() {
            return;
        }
        if self.asked.contains(&source) {
            return;
        }
        let outward = self.search.outward(source);
        let out = self.search.engine.traffic.intersection(traffic, outward);
        let most = self.most(class.place, target.end.class.place);
        let new = FAMILIES.into_iter().zip(most).any(|(family, most)| {
            let common = class.hull.of(family).and(target.end.class.hull.of(family)).is_some();
            common && !self.has(label, target.label, most, out)
        });
        if !new || !self.asked.insert(source) {
            return;
        }
        let bound = self.search.bound;
        let Some(end) = self.search.engine.class_end(source, bound) else { return };
        let before = self.search.engine.compared;
        let passing = self.search.engine.between(&end, &target.end, bound);
        let compared = self.search.engine.compared.wrapping_sub(before);
        self.effort.spend(target.label, compared.saturating_add(Effort::OF_A_PAIR));
        self.cells.add(label, target.label, passing, &self.search.engine.traffic);
    }

    /// The most that passes from one place to another, or within one, by family.
    fn most(&mut self, from: u32, to: u32) -> [Passing; 2] {
        let Search { engine, layout, bound, upper, .. } = &mut *self.search;
        if from == to {
            let blocked = if layout.stateless_inside { ALL } else { EMPTY };
            return [Passing { open: ALL, blocked }; 2];
        }
        upper.between_places(engine, layout, *bound, (from, to))
    }

    fn has(&mut self, from: u32, to: u32, passing: Passing, traffic: u32) -> bool {
        self.cells.has((from, to), passing, traffic, &mut self.search.engine.traffic)
    }

    /// Whether nothing new of some traffic can come from anywhere.
    fn done_everywhere(&mut self, to: u32, traffic: u32) -> bool {
        let version = self.cells.version(to);
        match self.everywhere.get(&(to, traffic)) {
            Some(&DONE) => return true,
            Some(&before) if before == version => return false,
            _ => {}
        }
        // What is blocked depends on the borders, so this is only for what is in the cells in both ways.
        let all = Passing { open: ALL, blocked: ALL };
        let mut labels = 0..crate::ids::number(self.search.layout.labels.len());
        self.effort.spend(to, self.search.layout.labels.len() as u64);
        let done = labels.all(|from| self.has(from, to, all, traffic));
        self.everywhere.insert((to, traffic), if done { DONE } else { version });
        done
    }

    /// The source labels from which something new of some traffic can come from behind other borders.
    fn wanting(&mut self, to: u32, border: u32, traffic: u32) -> Rc<[u32]> {
        let version = self.cells.version(to);
        let before = self.remote.get(&(to, border, traffic));
        if let Some((_, labels)) = before.filter(|(at, labels)| *at == version || labels.is_empty()) {
            return Rc::clone(labels);
        }
        self.effort.spend(to, self.search.layout.labels.len() as u64);
        let potential = self.search.potential(border);
        let sets = &mut self.search.engine.traffic;
        let mut new = |from: u32, most: Passing| !self.cells.has((from, to), most, traffic, sets);
        let labels: Rc<[u32]> = match before.map(|(_, labels)| Rc::clone(labels)) {
            // Cells only grow: what was not wanting before is not now.
            Some(labels) => labels
                .iter()
                .copied()
                .filter(|&from| potential.get(place_of(from)).is_some_and(|&most| new(from, most)))
                .collect(),
            None => (0..)
                .zip(potential.iter())
                .filter(|&(from, &most)| new(from, most))
                .map(|(from, _)| from)
                .collect(),
        };
        self.remote.insert((to, border, traffic), (version, Rc::clone(&labels)));
        labels
    }

    /// Whether nothing new of some traffic can come from the place at hand itself.
    fn done_local(&mut self, to: u32, traffic: u32) -> bool {
        let version = self.cells.version(to);
        match self.local.get(&(to, traffic)) {
            Some(&DONE) => return true,
            Some(&before) if before == version => return false,
            _ => {}
        }
        let [most, _] = self.most(self.place, self.place);
        let done = self.search.layout.classes_in(self.place).all(|class| {
            let out = self.search.engine.traffic.intersection(traffic, self.search.outward(class));
            self.has(self.search.layout.label(class), to, most, out)
        });
        self.local.insert((to, traffic), if done { DONE } else { version });
        done
    }
}

/// A cell as a result, if anything is in it.
pub(super) fn finished(cell: Cell, from: Party, to: Party, bound: Bound) -> Option<Found> {
    let (open, blocked) = (cell.open.into_traffic(), cell.blocked.into_traffic());
    let something = !open.is_empty() || !blocked.is_empty();
    something.then_some(Found { from, to, bound, open, blocked, cut_off: false })
}
