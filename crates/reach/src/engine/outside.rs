//! What regions outside can open on interfaces, and interfaces outside.

use ringfence_packets::{AddressSet, Bound, Bounds};

use super::flows::{NO_FLOW, family};
use super::{Engine, Reach};
use crate::algebra::{ALL, Algebra, EMPTY};
use crate::certainty::opposite;
use crate::fabric::{Addresses, Class, Crossing, Direction, Factor, Family, Outside};
use crate::hash::IdMap;
use crate::ids::place_of;
use crate::{InterfaceId, RegionId};

/// What was found out about places and regions.
#[derive(Debug)]
pub(super) struct Known {
    v4: u32,
    v6: u32,
    crossings: IdMap<Question, FlowPair>,
}

/// Flows between a region and an interface, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct FlowPair {
    pub(super) open: u32,
    pub(super) blocked: u32,
}

/// All that decides about flows between a region and the interfaces of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Question {
    region: u32,
    /// Which way the packet that opens goes at the interface.
    direction: Direction,
    bound: Bound,
    place: u32,
    factors: u32,
    v4: bool,
    v6: bool,
}

/// The number of the factors of an interface that has none, in questions about places.
const NO_FACTORS: u32 = u32::MAX;

/// Addresses to and from which packets are carried, by number.
#[derive(Clone, Copy)]
struct Carried {
    forward: u32,
    back: u32,
    back_opposite: u32,
}

impl FlowPair {
    pub(super) const NOTHING: Self = Self { open: NO_FLOW, blocked: NO_FLOW };
}

impl Known {
    pub(super) fn new(addresses: &mut Algebra<'_, AddressSet>) -> Self {
        let (v4, v6) = (addresses.add(family(true)), addresses.add(family(false)));
        Self { v4, v6, crossings: IdMap::default() }
    }
}

impl Engine<'_> {
    /// What addresses of a region outside can open on an interface: any of them.
    pub fn from_outside(&mut self, region: RegionId, addresses: &AddressSet, to: InterfaceId) -> Reach {
        self.crossing(region, addresses, to, Direction::Ingress)
    }

    /// What an interface can open on addresses of a region outside: any of them.
    pub fn to_outside(&mut self, from: InterfaceId, region: RegionId, addresses: &AddressSet) -> Reach {
        self.crossing(region, addresses, from, Direction::Egress)
    }

    fn crossing(
        &mut self,
        region: RegionId,
        addresses: &AddressSet,
        interface: InterfaceId,
        direction: Direction,
    ) -> Reach {
        let Some(class) = self.fabric.classes.of_interface.get(interface.index()) else {
            return Reach::nothing();
        };
        let Some(class) = self.fabric.classes.get(*class) else { return Reach::nothing() };
        let chosen = self.addresses.add(addresses.clone());
        let only = self.flow_of(ALL, chosen);
        let mut at = |bound: Bound| {
            let flows = self.class_crossing(region.0, class, direction, bound);
            [flows.open, flows.blocked].map(|flow| {
                let chosen = self.common_flow(flow, only);
                self.flow_traffic(chosen)
            })
        };
        let [must, may] = [Bound::Must, Bound::May].map(&mut at);
        let both = |index: usize| {
            let set = |side: [u32; 2]| self.traffic.set(side.get(index).copied().unwrap_or(EMPTY));
            Bounds { must: set(must), may: set(may) }
        };
        Reach { open: both(0), answer_blocked: both(1) }
    }

    /// The flows between a region and each interface of a class.
    pub(super) fn class_crossing(
        &mut self,
        region: u32,
        class: &Class,
        direction: Direction,
        bound: Bound,
    ) -> FlowPair {
        let Some(place) = self.fabric.places.get(place_of(class.place)) else { return FlowPair::NOTHING };
        let outside = place.outside.iter().find(|(other, _)| *other == region).map(|(_, outside)| *outside);
        let Some(outside) = outside.filter(|_| class.exists.at(bound)) else { return FlowPair::NOTHING };
        let crosses = |family: Family| self.crosses(&outside, class, family, direction, bound);
        let (v4, v6) = (crosses(Family::V4), crosses(Family::V6));
        if !v4 && !v6 {
            return FlowPair::NOTHING;
        }
        let question =
            Question { region, direction, bound, place: class.place, factors: class.factors, v4, v6 };
        if let Some(&known) = self.outside.crossings.get(&question) {
            return known;
        }
        let flows = self.ask(question, &outside, self.fabric.factors(class));
        self.outside.crossings.insert(question, flows);
        flows
    }

    /// The flows between a region and interfaces of a place that have no filters of their own.
    ///
    /// Shape: no class there has others, but for what is blocked where interfaces have stateless filters.
    pub(super) fn place_crossing(
        &mut self,
        region: u32,
        place: u32,
        direction: Direction,
        bound: Bound,
    ) -> FlowPair {
        let Some(settings) = self.fabric.places.get(place_of(place)) else { return FlowPair::NOTHING };
        let outside = settings.outside.iter().find(|(other, _)| *other == region);
        let Some(outside) = outside.map(|(_, outside)| *outside) else { return FlowPair::NOTHING };
        let question = Question { region, direction, bound, place, factors: NO_FACTORS, v4: true, v6: true };
        if let Some(&known) = self.outside.crossings.get(&question) {
            return known;
        }
        let flows = self.ask(question, &outside, &[]);
        self.outside.crossings.insert(question, flows);
        flows
    }

    /// Whether packets of a family cross in this direction to or from an interface of the class.
    fn crosses(
        &self,
        outside: &Outside,
        class: &Class,
        family: Family,
        direction: Direction,
        bound: Bound,
    ) -> bool {
        let (crossing, public) = match family {
            Family::V4 => (outside.v4, class.public_v4),
            Family::V6 => (outside.v6, class.public_v6),
        };
        match (crossing, direction) {
            (Crossing::Mapped, _) => public.at(bound),
            (Crossing::OutwardOnly, Direction::Ingress) => false,
            (Crossing::Plain, _) | (Crossing::OutwardOnly, Direction::Egress) => {
                self.has_family(class, family, bound)
            }
        }
    }

    /// Whether each interface of a class has an address of the family.
    fn has_family(&self, class: &Class, family: Family, bound: Bound) -> bool {
        let has = |set: &AddressSet, family: Family| match family {
            Family::V4 => !set.v4.is_empty(),
            Family::V6 => !set.v6.is_empty(),
        };
        match class.addresses {
            Addresses::Known { v4, v6 } => {
                if family == Family::V4 {
                    v4
                } else {
                    v6
                }
            }
            Addresses::Loose { must, may } => {
                let set = |id: u32| self.fabric.addresses.get(id);
                let (Some(must), Some(may)) = (set(must), set(may)) else { return false };
                let other = if family == Family::V4 { Family::V6 } else { Family::V4 };
                match bound {
                    Bound::May => has(may, family),
                    Bound::Must if must.is_empty() => has(may, family) && !has(may, other),
                    Bound::Must => has(must, family),
                }
            }
        }
    }

    /// The region's addresses between which and the interface packets are carried.
    fn carried(&mut self, question: Question, outside: &Outside) -> Carried {
        let Question { region, direction, bound, v4, v6, .. } = question;
        let inwards = |bound: Bound| outside.routed_in.at(bound).0;
        let outwards = |bound: Bound| outside.routed_out.at(bound).0;
        let families = match (v4, v6) {
            (true, true) => ALL,
            (true, false) => self.outside.v4,
            (false, true) => self.outside.v6,
            (false, false) => EMPTY,
        };
        let region = self.fabric.regions.get(place_of(region)).copied().unwrap_or(EMPTY);
        let within = self.addresses.intersection(region, families);
        if direction == Direction::Ingress {
            return Carried {
                forward: self.addresses.intersection(within, inwards(bound)),
                back: outwards(bound),
                back_opposite: outwards(opposite(bound)),
            };
        }
        let mut back = [inwards(bound), inwards(opposite(bound))];
        for (crossing, family) in [(outside.v4, self.outside.v4), (outside.v6, self.outside.v6)] {
            if crossing == Crossing::OutwardOnly {
                back = back.map(|set| self.addresses.union(set, family));
            }
        }
        let [back, back_opposite] = back;
        Carried { forward: self.addresses.intersection(within, outwards(bound)), back, back_opposite }
    }

    fn ask(&mut self, question: Question, outside: &Outside, own: &[Factor]) -> FlowPair {
        let carried = self.carried(question, outside);
        let within = carried.forward;
        if within == EMPTY {
            return FlowPair::NOTHING;
        }
        let fabric = self.fabric;
        let borders = fabric.places.get(place_of(question.place)).map_or(&[][..], |place| &place.borders);
        let factors: Vec<&Factor> = own.iter().chain(borders).collect();
        let mut forward = self.flow_of(ALL, within);
        for factor in &factors {
            let passes = self.factor_flow(factor, question.direction, question.bound, within);
            forward = self.common_flow(forward, passes);
            if forward == NO_FLOW {
                return FlowPair::NOTHING;
            }
        }
        let answers = self.answers(&factors, question, question.bound, (within, carried.back));
        let at_opposite = opposite(question.bound);
        let at_opposite = self.answers(&factors, question, at_opposite, (within, carried.back_opposite));
        let (opens, _) = self.answered_flows(answers, within);
        let (_, whole) = self.answered_flows(at_opposite, within);
        FlowPair { open: self.common_flow(forward, opens), blocked: self.flow_without(forward, whole) }
    }

    /// The answers that stateless filters let through, of addresses to which they are carried.
    fn answers(
        &mut self,
        factors: &[&Factor],
        question: Question,
        bound: Bound,
        (within, back): (u32, u32),
    ) -> u32 {
        let carried = self.addresses.intersection(within, back);
        let mut answers = self.flow_of(ALL, carried);
        for factor in factors.iter().filter(|factor| !factor.stateful) {
            let passes = self.factor_flow(factor, question.direction.reverse(), bound, within);
            answers = self.common_flow(answers, passes);
        }
        answers
    }
}
