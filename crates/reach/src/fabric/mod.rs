//! Interfaces, filters, places and regions, in arrays.

mod builder;
mod classes;
mod filters;
mod interfaces;
mod peers;
mod places;

use ringfence_packets::{AddressSet, Traffic};

pub(crate) use classes::{Addresses, Class, Classes};
pub(crate) use filters::{Factor, Filters};
pub(crate) use peers::{Members, PeerTable};
pub(crate) use places::{Family, Lie, Place, Span, spans};

pub use builder::FabricBuilder;
pub use filters::{Direction, FilterRule, FilterSettings, Unseen};
pub use interfaces::{Addressing, InterfaceSettings};
pub use places::{Crossing, Outside, PlaceSettings};

use crate::certainty::Certainty;
use crate::hash::{IdMap, IdSet, key};
use crate::ids::place_of;
use crate::interner::Interner;
use crate::{ClassId, InterfaceId, Label, RegionId, Zone};

/// A network: who is where, with which filters; made by a [`FabricBuilder`].
///
/// Shape: sets are kept once and compared by number; interfaces that differ in nothing but their address are one
/// class, and most of what an [`Engine`](crate::Engine) does, it does once for a class.
#[derive(Debug)]
pub struct Fabric {
    pub(crate) addresses: Interner<AddressSet>,
    pub(crate) traffics: Interner<Traffic>,
    pub(crate) peers: PeerTable,
    pub(crate) filters: Filters,
    /// What judges at an interface, by number of its set of filters.
    pub(crate) factor_sets: Vec<Vec<Factor>>,
    /// The groups of an interface, by number of their list; sorted.
    pub(crate) group_lists: Vec<Box<[u32]>>,
    pub(crate) gates: IdMap<u64, Certainty>,
    /// Zones between which groups are not known.
    pub(crate) strange: IdSet<u64>,
    pub(crate) places: Vec<Place>,
    /// The addresses of each region.
    pub(crate) regions: Vec<u32>,
    pub(crate) classes: Classes,
    /// Whether nothing at all is unknown: then both bounds of every answer are the same.
    pub(crate) exact: bool,
}

impl Fabric {
    /// How many interfaces there are.
    pub fn interfaces(&self) -> usize {
        self.classes.of_interface.len()
    }

    /// How many classes of interfaces there are.
    pub fn class_count(&self) -> usize {
        self.classes.list.len()
    }

    /// Every class.
    pub fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..crate::ids::number(self.classes.list.len())).map(ClassId)
    }

    /// How many different sets of filters interfaces have.
    pub fn filter_sets(&self) -> usize {
        self.factor_sets.len()
    }

    /// The class of an interface.
    pub fn class(&self, interface: InterfaceId) -> Option<ClassId> {
        self.classes.of_interface.get(interface.index()).copied().map(ClassId)
    }

    /// The label of a class.
    pub fn label(&self, class: ClassId) -> Option<Label> {
        self.classes.list.get(class.index()).map(|class| class.label)
    }

    /// The interfaces of a class.
    ///
    /// Shape: in order.
    pub fn members(&self, class: ClassId) -> impl Iterator<Item = InterfaceId> + '_ {
        self.classes.members(class.0).iter().copied().map(InterfaceId)
    }

    /// Every label that an interface has.
    ///
    /// Shape: sorted, each once.
    pub fn labels(&self) -> Vec<Label> {
        let mut labels: Vec<Label> = self.classes.list.iter().map(|class| class.label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    /// Every region outside.
    pub fn regions(&self) -> impl Iterator<Item = RegionId> + use<> {
        (0..crate::ids::number(self.regions.len())).map(RegionId)
    }

    /// Whether packets get from one zone to another: always within one, between two only as the builder was told.
    pub(crate) fn gate(&self, from: Zone, to: Zone) -> Certainty {
        let same = if from == to { Certainty::Certain } else { Certainty::No };
        self.gates.get(&key(from.0, to.0)).copied().unwrap_or(same)
    }

    /// Whether filters at neither end know the groups of the other.
    pub(crate) fn hides_groups(&self, from: Zone, to: Zone) -> bool {
        self.strange.contains(&key(from.0, to.0))
    }

    pub(crate) fn factors(&self, class: &Class) -> &[Factor] {
        self.factor_sets.get(place_of(class.factors)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn groups(&self, class: &Class) -> Members<'_> {
        let list = self.group_lists.get(place_of(class.groups)).map_or(&[][..], |list| list);
        Members { list, more: class.more_groups }
    }
}
