//! Places by the addresses in them.

use ringfence_packets::AddressSet;

use crate::fabric::{Family, Place, Span, spans};

/// Places in order of their first address, for one family.
#[derive(Debug)]
struct Sorted {
    family: Family,
    /// First address, last address, place.
    places: Vec<(u128, u128, u32)>,
    /// The furthest last address up to each place.
    furthest: Vec<u128>,
}

/// Places by address, for both families.
#[derive(Debug)]
pub(super) struct Ranges {
    families: [Sorted; 2],
}

impl Sorted {
    fn new(places: &[Place], family: Family) -> Self {
        let spans = places.iter().zip(0..).filter_map(|(place, id)| Some((place.hull.of(family)?, id)));
        let mut sorted: Vec<(u128, u128, u32)> = spans.map(|(span, id)| (span.low, span.high, id)).collect();
        sorted.sort_unstable();
        let mut furthest = Vec::with_capacity(sorted.len());
        for &(_, high, _) in &sorted {
            furthest.push(furthest.last().map_or(high, |&before: &u128| before.max(high)));
        }
        Self { family, places: sorted, furthest }
    }

    /// The places that reach into a span.
    fn meeting(&self, span: Span) -> impl Iterator<Item = u32> + '_ {
        let start = self.furthest.partition_point(|&furthest| furthest < span.low);
        let end = self.places.partition_point(|&(low, _, _)| low <= span.high);
        let candidates = self.places.get(start..end).unwrap_or_default().iter();
        candidates.filter(move |&&(_, high, _)| high >= span.low).map(|&(_, _, place)| place)
    }
}

impl Ranges {
    pub(super) fn new(places: &[Place]) -> Self {
        Self { families: [Family::V4, Family::V6].map(|family| Sorted::new(places, family)) }
    }

    /// The places that may have an address of the set.
    ///
    /// Shape: sorted, each once.
    pub(super) fn meeting(&self, set: &AddressSet, found: &mut Vec<u32>) {
        found.clear();
        for span in spans(set) {
            let family = self.families.iter().filter(|sorted| sorted.family == span.family);
            found.extend(family.flat_map(|sorted| sorted.meeting(span)));
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Values by a number, those of one number together.
#[derive(Debug)]
pub(super) struct Index {
    /// Sorted.
    entries: Vec<(u32, u32)>,
}

impl Index {
    pub(super) fn new(mut entries: Vec<(u32, u32)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        Self { entries }
    }

    /// The values of a number, in order.
    pub(super) fn of(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.entries.partition_point(|entry| entry.0 < key);
        let rest = self.entries.get(start..).unwrap_or_default();
        rest.iter().take_while(move |entry| entry.0 == key).map(|entry| entry.1)
    }
}
