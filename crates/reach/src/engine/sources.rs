//! Who can open something on one interface.

use ringfence_packets::{AddressSet, Bound, Bounds, Traffic};

use super::Engine;
use super::pair::End;
use crate::algebra::EMPTY;
use crate::fabric::Direction;
use crate::{ClassId, InterfaceId, RegionId};

/// Who can open any of some traffic on an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Addresses of each region outside; regions without any are left out.
    pub outside: Vec<(RegionId, Bounds<AddressSet>)>,
    /// Interfaces by class, in order; classes without any are left out.
    pub classes: Vec<ClassSource>,
}

/// The interfaces of a class that can open something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSource {
    /// Their class.
    pub class: ClassId,
    /// Those that can for certain, and those that possibly can.
    ///
    /// Shape: sorted.
    pub interfaces: Bounds<Vec<InterfaceId>>,
}

impl<'f> Engine<'f> {
    /// Who can open any of this traffic on an interface.
    ///
    /// Shape: every class is asked once, and in pieces where the interface's rules tell its addresses apart.
    pub fn sources(&mut self, to: InterfaceId, traffic: &Traffic) -> Sources {
        let wanted = self.traffic.add(traffic.clone());
        let bounds: &[Bound] = if self.fabric.exact { &[Bound::Must] } else { &[Bound::Must, Bound::May] };
        let mut classes = Vec::new();
        for id in 0..crate::ids::number(self.fabric.classes.list.len()) {
            let found: Vec<Vec<InterfaceId>> =
                bounds.iter().map(|&bound| self.members_that_open(id, to, wanted, bound)).collect();
            let (Some(must), Some(may)) = (found.first(), found.last()) else { continue };
            if !may.is_empty() {
                let interfaces = Bounds { must: must.clone(), may: may.clone() };
                classes.push(ClassSource { class: ClassId(id), interfaces });
            }
        }
        Sources { outside: self.regions_that_open(to, wanted), classes }
    }

    /// The members of a class that can open any of the traffic.
    fn members_that_open(&mut self, id: u32, to: InterfaceId, wanted: u32, bound: Bound) -> Vec<InterfaceId> {
        let Some(target) = self.interface_end(to.0, bound) else { return Vec::new() };
        let Some(class) = self.class_end(id, bound) else { return Vec::new() };
        let members = self.fabric.classes.members(id);
        let others = || members.iter().copied().filter(|&member| member != to.0);
        if class.class.loose().is_some() {
            // They are alike: what one other than the target can open, all others can.
            let opens = others().next().is_some_and(|one| self.opens(one, &target, wanted, bound));
            return if opens { others().map(InterfaceId).collect() } else { Vec::new() };
        }
        let passing = self.between(&class, &target, bound);
        if self.traffic.intersection(passing.open, wanted) == EMPTY {
            return Vec::new();
        }
        let opening = others().filter(|&one| self.opens(one, &target, wanted, bound));
        opening.map(InterfaceId).collect()
    }

    fn opens(&mut self, interface: u32, target: &End<'f>, wanted: u32, bound: Bound) -> bool {
        let Some(source) = self.interface_end(interface, bound) else { return false };
        let passing = self.between(&source, target, bound);
        self.traffic.intersection(passing.open, wanted) != EMPTY
    }

    fn regions_that_open(&mut self, to: InterfaceId, wanted: u32) -> Vec<(RegionId, Bounds<AddressSet>)> {
        let fabric = self.fabric;
        let class = fabric.class(to).and_then(|class| fabric.classes.get(class.0));
        let Some(class) = class else { return Vec::new() };
        let mut outside = Vec::new();
        for region in fabric.regions() {
            let [must, may] = [Bound::Must, Bound::May].map(|bound| {
                let flow = self.class_crossing(region.0, class, Direction::Ingress, bound).open;
                self.addresses_that_open(flow, wanted)
            });
            if may != EMPTY {
                let bounds = Bounds { must, may }.map(|&set| self.addresses.set(set));
                outside.push((region, bounds));
            }
        }
        outside
    }

    fn addresses_that_open(&mut self, flow: u32, wanted: u32) -> u32 {
        let mut total = EMPTY;
        for (traffic, addresses) in self.flows.pieces(flow).to_vec() {
            if self.traffic.intersection(traffic, wanted) != EMPTY {
                total = self.addresses.union(total, addresses);
            }
        }
        total
    }
}
