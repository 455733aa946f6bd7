//! Interfaces that are alike.

use std::ops::Range;

use ringfence_packets::{AddressSet, Bounds};

use super::places::{Family, Hull, Span, spans};
use crate::certainty::Certainty;
use crate::ids::{Label, number, place_of};

/// All that can matter of an interface, but for addresses that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) place: u32,
    pub(crate) label: Label,
    pub(crate) factors: u32,
    pub(crate) groups: u32,
    pub(crate) more_groups: bool,
    pub(crate) public_v4: Certainty,
    pub(crate) public_v6: Certainty,
    pub(crate) exists: Certainty,
    pub(crate) addresses: Addresses,
}

/// The addresses of the interfaces of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Addresses {
    /// Each has at most one of each family, and it is known: of which families each has one.
    Known { v4: bool, v6: bool },
    /// Numbers of the sets that are the bounds for each of them.
    Loose { must: u32, may: u32 },
}

/// A class of interfaces.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) place: u32,
    pub(crate) label: Label,
    pub(crate) factors: u32,
    pub(crate) groups: u32,
    pub(crate) more_groups: bool,
    pub(crate) public_v4: Certainty,
    pub(crate) public_v6: Certainty,
    pub(crate) exists: Certainty,
    pub(crate) addresses: Addresses,
    /// Of all addresses that one of them has or may have.
    pub(crate) hull: Hull,
}

/// Values by class: those of one class stand together.
#[derive(Debug)]
struct ByClass<T> {
    values: Vec<T>,
    starts: Vec<u32>,
}

/// All classes with their interfaces.
///
/// Shape: classes are ordered by place, then label, then as they were first seen.
#[derive(Debug)]
pub(crate) struct Classes {
    pub(crate) list: Vec<Class>,
    pub(crate) of_interface: Vec<u32>,
    members: ByClass<u32>,
    /// Known addresses with their interfaces, in order of address.
    v4: ByClass<(u32, u32)>,
    v6: ByClass<(u128, u32)>,
}

/// Interfaces as they come in, with the class each is put in.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    pub(crate) keys: Vec<Key>,
    pub(crate) class: Vec<u32>,
    /// Known addresses with their interfaces.
    pub(crate) v4: Vec<(u32, u32)>,
    pub(crate) v6: Vec<(u128, u32)>,
}

impl Classes {
    pub(crate) fn new(arrivals: Arrivals) -> Self {
        let Arrivals { keys, mut class, v4, v6 } = arrivals;
        let mut order: Vec<u32> = (0..number(keys.len())).collect();
        let rank = |id: &u32| keys.get(place_of(*id)).map(|key| (key.place, key.label));
        order.sort_by_key(rank);
        let mut renamed = vec![0; keys.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(name) = renamed.get_mut(place_of(old)) {
                *name = number(new);
            }
        }
        for class in &mut class {
            *class = renamed.get(place_of(*class)).copied().unwrap_or_default();
        }
        let ordered = order.iter().filter_map(|&old| keys.get(place_of(old)).copied());
        let list: Vec<Class> = ordered.map(Class::new).collect();
        let everybody = (0..number(class.len())).collect();
        let count = list.len();
        let mut classes = Self {
            list,
            members: ByClass::new(everybody, count, |&interface| of(&class, interface)),
            v4: ByClass::new(v4, count, |&(_, interface)| of(&class, interface)),
            v6: ByClass::new(v6, count, |&(_, interface)| of(&class, interface)),
            of_interface: class,
        };
        classes.measure();
        classes
    }

    /// Sets the hulls of the classes whose addresses are known.
    fn measure(&mut self) {
        for (id, class) in (0..).zip(&mut self.list) {
            let v4 = self.v4.of(id);
            let v6 = self.v6.of(id);
            if let (Some(&(low, _)), Some(&(high, _))) = (v4.first(), v4.last()) {
                class.hull.add(Span { family: Family::V4, low: low.into(), high: high.into() });
            }
            if let (Some(&(low, _)), Some(&(high, _))) = (v6.first(), v6.last()) {
                class.hull.add(Span { family: Family::V6, low, high });
            }
        }
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Class> {
        self.list.get(place_of(id))
    }

    pub(crate) fn members(&self, id: u32) -> &[u32] {
        self.members.of(id)
    }

    pub(crate) fn v4(&self, id: u32) -> &[(u32, u32)] {
        self.v4.of(id)
    }

    pub(crate) fn v6(&self, id: u32) -> &[(u128, u32)] {
        self.v6.of(id)
    }

    /// Whether an interface of a class has, or may have, an address of a set.
    pub(crate) fn meets(&self, id: u32, set: &AddressSet) -> bool {
        let Some(class) = self.get(id) else { return false };
        if class.loose().is_some() {
            return class.hull.meets(set);
        }
        let (v4, v6) = (self.v4(id), self.v6(id));
        let known = |span: Span| match span.family {
            Family::V4 => {
                let after = v4.partition_point(|entry| u128::from(entry.0) < span.low);
                v4.get(after).is_some_and(|entry| u128::from(entry.0) <= span.high)
            }
            Family::V6 => {
                let after = v6.partition_point(|entry| entry.0 < span.low);
                v6.get(after).is_some_and(|entry| entry.0 <= span.high)
            }
        };
        class.hull.meets(set) && spans(set).any(known)
    }

    /// The classes in a place.
    pub(crate) fn in_place(&self, place: u32) -> Range<u32> {
        let start = self.list.partition_point(|class| class.place < place);
        let end = self.list.partition_point(|class| class.place <= place);
        number(start)..number(end)
    }
}

fn of(class: &[u32], interface: u32) -> u32 {
    class.get(place_of(interface)).copied().unwrap_or_default()
}

impl Class {
    fn new(key: Key) -> Self {
        let Key { place, label, factors, groups, more_groups, public_v4, public_v6, exists, addresses } = key;
        let hull = Hull::default();
        Self { place, label, factors, groups, more_groups, public_v4, public_v6, exists, addresses, hull }
    }

    /// The bounds of its interfaces' addresses, if these are not known one by one.
    pub(crate) fn loose(&self) -> Option<Bounds<u32>> {
        match self.addresses {
            Addresses::Known { .. } => None,
            Addresses::Loose { must, may } => Some(Bounds { must, may }),
        }
    }
}

impl<T: Copy + Ord + Default> ByClass<T> {
    /// Values put to their classes, and sorted within each.
    fn new(values: Vec<T>, classes: usize, class: impl Fn(&T) -> u32) -> Self {
        let mut starts = vec![0u32; classes + 1];
        for value in &values {
            if let Some(count) = starts.get_mut(place_of(class(value)) + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut placed = vec![T::default(); values.len()];
        for value in values {
            let Some(at) = next.get_mut(place_of(class(&value))) else { continue };
            if let Some(slot) = placed.get_mut(place_of(*at)) {
                *slot = value;
            }
            *at += 1;
        }
        let mut sorted = Self { values: placed, starts };
        for id in 0..number(classes) {
            let range = sorted.range(id);
            if let Some(values) = sorted.values.get_mut(range) {
                values.sort_unstable();
            }
        }
        sorted
    }

    fn range(&self, class: u32) -> Range<usize> {
        let at = |place: usize| self.starts.get(place).map_or(0, |&start| place_of(start));
        at(place_of(class))..at(place_of(class).saturating_add(1))
    }

    fn of(&self, class: u32) -> &[T] {
        self.values.get(self.range(class)).unwrap_or_default()
    }
}
