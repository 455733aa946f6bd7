//! What a region outside can open on every class, or every class there.

use std::collections::BTreeMap;

use rayon::prelude::*;
use ringfence_packets::{AddressSet, Bound, Bounds, FlowSet, Peers, Traffic};

use super::Engine;
use super::flows::{NO_FLOW, flow_set};
use super::outside::FlowPair;
use crate::fabric::Direction;
use crate::hash::IdMap;
use crate::ids::{number, place_of};
use crate::interner::Interner;
use crate::{ClassId, Fabric, InterfaceId, Label, RegionId};

/// Between a region outside and every class: the flows that open.
///
/// Shape: different flows are kept once; a million interfaces have few.
#[derive(Debug)]
pub struct Exposure<'f> {
    fabric: &'f Fabric,
    by_class: Vec<Bounds<FlowPair>>,
    flows: Vec<Box<[(u32, u32)]>>,
    addresses: Vec<AddressSet>,
    traffics: Vec<Traffic>,
}

/// The flows between a region and each interface of a class.
///
/// Shape: the peers are addresses of the region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExposureOf {
    /// Flows that can be opened.
    pub open: Bounds<FlowSet>,
    /// Flows that arrive and whose answers are stopped, as in [`Reach::answer_blocked`](crate::Reach).
    pub answer_blocked: Bounds<FlowSet>,
}

impl Exposure<'_> {
    /// The flows of a class.
    pub fn of(&self, class: ClassId) -> ExposureOf {
        let pair = self.by_class.get(class.index()).copied().unwrap_or(Bounds::exact(FlowPair::NOTHING));
        ExposureOf {
            open: pair.map(|pair| self.flow(pair.open)),
            answer_blocked: pair.map(|pair| self.flow(pair.blocked)),
        }
    }

    /// Whether a flow with an interface of the class can be opened.
    pub fn is_open(&self, class: ClassId, bound: Bound) -> bool {
        self.by_class.get(class.index()).is_some_and(|pair| pair.at(bound).open != NO_FLOW)
    }

    /// How many interfaces have a flow that can be opened, by label; labels without any are left out.
    pub fn open_by_label(&self) -> BTreeMap<Label, Bounds<usize>> {
        let mut counts: BTreeMap<Label, Bounds<usize>> = BTreeMap::new();
        for (class, id) in self.fabric.classes.list.iter().zip(0..) {
            let members = self.fabric.classes.members(id).len();
            let count = |bound| if self.is_open(ClassId(id), bound) { members } else { 0 };
            let (must, may) = (count(Bound::Must), count(Bound::May));
            if may > 0 {
                let total = counts.entry(class.label).or_default();
                *total = Bounds { must: total.must + must, may: total.may + may };
            }
        }
        counts
    }

    /// The interfaces that have a flow that can be opened.
    ///
    /// Shape: by class.
    pub fn open_interfaces(&self, bound: Bound) -> impl Iterator<Item = InterfaceId> + '_ {
        let classes = (0..number(self.by_class.len())).map(ClassId);
        classes.filter(move |&class| self.is_open(class, bound)).flat_map(|class| self.fabric.members(class))
    }

    /// How many different flows there are.
    pub fn different_flows(&self) -> usize {
        self.flows.len()
    }

    fn flow(&self, id: u32) -> FlowSet {
        let pieces = self.flows.get(place_of(id)).map_or(&[][..], |pieces| pieces);
        let blocks: Vec<(Peers, Traffic)> = pieces
            .iter()
            .filter_map(|&(traffic, addresses)| {
                let addresses = self.addresses.get(place_of(addresses))?;
                Some((Peers::addresses(addresses.clone()), self.traffics.get(place_of(traffic))?.clone()))
            })
            .collect();
        flow_set(&blocks)
    }
}

impl<'f> Engine<'f> {
    /// What the addresses of a region can open on every class.
    pub fn exposure(&mut self, region: RegionId) -> Exposure<'f> {
        self.all_crossings(region, Direction::Ingress)
    }

    /// What every class can open on the addresses of a region.
    pub fn outward(&mut self, region: RegionId) -> Exposure<'f> {
        self.all_crossings(region, Direction::Egress)
    }

    fn all_crossings(&mut self, region: RegionId, direction: Direction) -> Exposure<'f> {
        let fabric = self.fabric;
        let count = fabric.classes.list.len();
        let threads = rayon::current_num_threads();
        let mut gathered = Gathered::new();
        if threads < 2 || count < threads {
            let flows = self.crossings_of(0..number(count), region.0, direction);
            gathered.take(self, flows);
        } else {
            let length = count.div_ceil(threads);
            let parts: Vec<(Engine<'f>, Vec<Bounds<FlowPair>>)> = (0..threads)
                .into_par_iter()
                .map(|part| {
                    let mut engine = Engine::new(fabric);
                    let range = number((part * length).min(count))..number(((part + 1) * length).min(count));
                    let flows = engine.crossings_of(range, region.0, direction);
                    (engine, flows)
                })
                .collect();
            for (engine, flows) in parts {
                gathered.take(&engine, flows);
            }
        }
        gathered.finish(fabric)
    }

    /// The flows of a range of classes.
    fn crossings_of(
        &mut self,
        classes: std::ops::Range<u32>,
        region: u32,
        direction: Direction,
    ) -> Vec<Bounds<FlowPair>> {
        let mut all = Vec::with_capacity(classes.len());
        for class in classes.filter_map(|id| self.fabric.classes.get(id)) {
            let must = self.class_crossing(region, class, direction, Bound::Must);
            let exact = self.fabric.exact;
            let may = if exact { must } else { self.class_crossing(region, class, direction, Bound::May) };
            all.push(Bounds { must, may });
        }
        all
    }
}

/// Flows of several engines, numbered anew.
struct Gathered {
    by_class: Vec<Bounds<FlowPair>>,
    flows: Interner<Box<[(u32, u32)]>>,
    addresses: Interner<AddressSet>,
    traffics: Interner<Traffic>,
}

impl Gathered {
    fn new() -> Self {
        let mut flows = Interner::new();
        flows.add(Box::default());
        Self { by_class: Vec::new(), flows, addresses: Interner::new(), traffics: Interner::new() }
    }

    /// Adds the flows of further classes, whose numbers are an engine's.
    fn take(&mut self, engine: &Engine<'_>, flows: Vec<Bounds<FlowPair>>) {
        let mut renamed: IdMap<u32, u32> = IdMap::default();
        for bounds in flows {
            let pair = [bounds.must, bounds.may].map(|pair| {
                let [open, blocked] = [pair.open, pair.blocked]
                    .map(|flow| *renamed.entry(flow).or_insert_with(|| self.rename(engine, flow)));
                FlowPair { open, blocked }
            });
            let [must, may] = pair;
            self.by_class.push(Bounds { must, may });
        }
    }

    fn rename(&mut self, engine: &Engine<'_>, flow: u32) -> u32 {
        let mut pieces = Vec::new();
        for &(traffic, addresses) in engine.flows.pieces(flow) {
            let traffic = self.traffics.add(engine.traffic.set(traffic));
            pieces.push((traffic, self.addresses.add(engine.addresses.set(addresses))));
        }
        pieces.sort_unstable();
        self.flows.add(pieces.into_boxed_slice())
    }

    fn finish(self, fabric: &Fabric) -> Exposure<'_> {
        Exposure {
            fabric,
            by_class: self.by_class,
            flows: self.flows.into_values(),
            addresses: self.addresses.into_values(),
            traffics: self.traffics.into_values(),
        }
    }
}
