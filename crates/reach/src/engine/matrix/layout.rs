//! Who is where, for the search.

use std::collections::HashMap;
use std::ops::Range;

use super::ranges::{Index, Ranges};
use ringfence_packets::GroupSet;

use crate::fabric::{Fabric, Factor};
use crate::ids::{number, place_of};
use crate::{Label, Zone};

/// What the search looks up, the same for both bounds and all threads.
#[derive(Debug)]
pub(super) struct Layout<'f> {
    /// Sorted; a label's place here is its number in the search.
    pub(super) labels: Vec<Label>,
    /// By class.
    pub(super) label_of: Vec<u32>,
    /// By place: places with equal borders and zone have one number.
    pub(super) border_of: Vec<u32>,
    /// By number of a border: its zone, and its filters.
    pub(super) borders: Vec<(Zone, &'f [Factor])>,
    /// The labels behind each border.
    pub(super) behind: Vec<Vec<u32>>,
    /// Classes by group.
    pub(super) by_group: Index,
    /// Classes that may be in further groups.
    pub(super) more_groups: Vec<u32>,
    pub(super) ranges: Ranges,
    /// By place.
    pub(super) classes_in: Vec<Range<u32>>,
    /// The places behind each border.
    pub(super) places_of: Vec<Vec<u32>>,
    /// Whether a filter of an interface is stateless.
    pub(super) stateless_inside: bool,
    /// Whether peers are so many addresses that it takes long to try all that have them, by number of the peers.
    wide: Vec<bool>,
}

/// Peers with more IPv4 addresses are wide.
const NARROW: u128 = 1024;

impl<'f> Layout<'f> {
    pub(super) fn new(fabric: &'f Fabric) -> Self {
        let labels = fabric.labels();
        let classes = &fabric.classes.list;
        let dense = |label: Label| number(labels.binary_search(&label).unwrap_or(0));
        let label_of: Vec<u32> = classes.iter().map(|class| dense(class.label)).collect();
        let (border_of, borders) = borders(fabric);
        let mut places_of = vec![Vec::new(); borders.len()];
        for (place, &border) in (0..).zip(&border_of) {
            places_of.get_mut(place_of(border)).into_iter().for_each(|places| places.push(place));
        }
        let mut behind = vec![Vec::new(); borders.len()];
        for (class, &label) in classes.iter().zip(&label_of) {
            let border = border_of.get(place_of(class.place)).copied().unwrap_or(0);
            if let Some(labels) = behind.get_mut(place_of(border))
                && labels.last() != Some(&label)
            {
                labels.push(label);
            }
        }
        for labels in &mut behind {
            labels.sort_unstable();
            labels.dedup();
        }
        let grouped = classes
            .iter()
            .zip(0..)
            .flat_map(|(class, id)| fabric.groups(class).list.iter().map(move |&group| (group, id)));
        let more_groups = classes.iter().zip(0..).filter(|(class, _)| class.more_groups).map(|(_, id)| id);
        let ranges = Ranges::new(&fabric.places);
        let places = 0..number(fabric.places.len());
        Self {
            by_group: Index::new(grouped.collect()),
            more_groups: more_groups.collect(),
            places_of,
            ranges,
            classes_in: places.map(|place| fabric.classes.in_place(place)).collect(),
            stateless_inside: fabric.factor_sets.iter().flatten().any(|factor| !factor.stateful),
            wide: (0..number(fabric.peers.len())).map(|peers| is_wide(fabric, peers)).collect(),
            labels,
            label_of,
            border_of,
            borders,
            behind,
        }
    }

    pub(super) fn label(&self, class: u32) -> u32 {
        self.label_of.get(place_of(class)).copied().unwrap_or(0)
    }

    /// Whether a rule lets in so many addresses that it takes long to try all that have them.
    pub(super) fn is_wide(&self, peers: u32) -> bool {
        self.wide.get(place_of(peers)).copied().unwrap_or(true)
    }

    /// The classes by threads: all of one label together, and about as many for each.
    ///
    /// Shape: each list is in order.
    pub(super) fn shares(&self, threads: usize) -> Vec<Vec<u32>> {
        let mut counts = vec![0usize; self.labels.len()];
        for &label in &self.label_of {
            counts.get_mut(place_of(label)).into_iter().for_each(|count| *count += 1);
        }
        let mut largest: Vec<(usize, usize)> = counts.into_iter().enumerate().map(|(l, n)| (n, l)).collect();
        largest.sort_unstable_by_key(|&(count, label)| (std::cmp::Reverse(count), label));
        let mut loads = vec![0usize; threads.max(1)];
        let mut share_of = vec![0usize; self.labels.len()];
        for (count, label) in largest {
            let lightest = loads.iter().enumerate().min_by_key(|&(share, load)| (*load, share));
            let lightest = lightest.map_or(0, |(share, _)| share);
            loads.get_mut(lightest).into_iter().for_each(|load| *load += count);
            share_of.get_mut(label).into_iter().for_each(|share| *share = lightest);
        }
        let mut shares = vec![Vec::new(); loads.len()];
        for (class, &label) in (0..).zip(&self.label_of) {
            let share = share_of.get(place_of(label)).copied().unwrap_or(0);
            shares.get_mut(share).into_iter().for_each(|classes| classes.push(class));
        }
        shares
    }

    pub(super) fn border(&self, place: u32) -> u32 {
        self.border_of.get(place_of(place)).copied().unwrap_or(0)
    }

    pub(super) fn classes_in(&self, place: u32) -> Range<u32> {
        self.classes_in.get(place_of(place)).cloned().unwrap_or(0..0)
    }
}

/// The border of each place by number, and what each is.
fn borders(fabric: &Fabric) -> (Vec<u32>, Vec<(Zone, &[Factor])>) {
    let mut numbers: HashMap<(Zone, &[Factor]), u32> = HashMap::new();
    let mut borders = Vec::new();
    let border_of = fabric.places.iter().map(|place| {
        let border = (place.zone, place.borders.as_slice());
        *numbers.entry(border).or_insert_with(|| {
            borders.push(border);
            number(borders.len() - 1)
        })
    });
    (border_of.collect(), borders)
}

fn is_wide(fabric: &Fabric, peers: u32) -> bool {
    let addresses = fabric.addresses.get(fabric.peers.addresses(peers));
    let wide = addresses.is_some_and(|set| set.v4.size() > NARROW || set.v6.size() > u128::from(u64::MAX));
    wide || matches!(fabric.peers.group_set(peers), Some(GroupSet::AllBut(_)))
}
