//! Every question, asked of the engine and of the simulator.

use std::collections::BTreeMap;

use ringfence_packets::{Bound, Bounds, FlowSet, Traffic};
use ringfence_reach::{
    Engine, Exposure, Fabric, InterfaceId, Label, Limits, Matrix, Party, Reach, RegionId, Sources,
};

use crate::network::Network;
use crate::numbers::Numbers;
use crate::simulate::{BOUNDS, Result, Simulator};
use crate::universe::{ADDRESSES, Mask, World, addresses, atoms, corners};

/// All that the simulator finds out.
pub(crate) struct Truth {
    /// From interface to interface.
    pairs: Vec<Vec<Result>>,
    /// By region, address atom, interface; inwards and outwards.
    outside: Vec<Vec<Vec<[Result; 2]>>>,
}

impl Truth {
    pub(crate) fn of(network: &Network) -> Self {
        let simulator = Simulator::new(network);
        let all = 0..network.interfaces.len();
        let pairs = all.clone().map(|from| {
            let to = |to| if from == to { Result::default() } else { simulator.pair(from, to) };
            all.clone().map(to).collect()
        });
        let outside = (0..network.regions.len()).map(|region| {
            let by_address = (0..ADDRESSES).map(|address| {
                let each = |interface| {
                    [true, false].map(|inwards| simulator.outside(region, address, interface, inwards))
                };
                all.clone().map(each).collect()
            });
            by_address.collect()
        });
        Self { pairs: pairs.collect(), outside: outside.collect() }
    }

    /// The union over some addresses.
    fn crossing(&self, region: usize, mask: Mask, interface: usize, outwards: usize) -> Result {
        let all = atoms(mask, ADDRESSES).map(|address| self.outside[region][address][interface][outwards]);
        all.fold(Result::default(), Result::union)
    }
}

pub(crate) fn one_network(numbers: &mut Numbers) {
    let network = Network::random(numbers);
    let truth = Truth::of(&network);
    check(&network, &truth, numbers);
}

pub(crate) fn check(network: &Network, truth: &Truth, numbers: &mut Numbers) {
    let fabric = network.fabric();
    // As if there were too many borders to compare each with each, in every other one.
    let border_bounds = if numbers.once_in(2) { 0 } else { u64::MAX };
    let mut engine = Engine::with_limits(&fabric, Limits { border_bounds, ..Limits::default() });
    let world = &network.world;
    let ids: Vec<InterfaceId> = interfaces(&fabric);
    // The questions must not depend on what was asked before.
    let matrix_first = numbers.once_in(2);
    if matrix_first {
        check_matrix(network, truth, &engine.matrix());
    }
    for (from, &source) in ids.iter().enumerate() {
        for (to, &target) in ids.iter().enumerate() {
            let found = masks(world, &engine.pair(source, target));
            assert_eq!(found, truth.pairs[from][to], "from interface {from} to {to}: {network:?}");
        }
    }
    for region in fabric.regions() {
        check_exposure(network, truth, region, &[engine.exposure(region), engine.outward(region)], &fabric);
        let mask = numbers.mask(ADDRESSES);
        for (index, &interface) in ids.iter().enumerate() {
            let set = addresses(mask);
            let inwards = masks(world, &engine.from_outside(region, &set, interface));
            assert_eq!(
                inwards,
                truth.crossing(region.index(), mask, index, 0),
                "region to {index}: {network:?}"
            );
            let outwards = masks(world, &engine.to_outside(interface, region, &set));
            assert_eq!(
                outwards,
                truth.crossing(region.index(), mask, index, 1),
                "{index} to region: {network:?}"
            );
        }
    }
    for (index, &interface) in ids.iter().enumerate() {
        let wanted = numbers.mask(world.count()) & numbers.mask(world.count());
        let sources = engine.sources(interface, &world.set(wanted));
        check_sources(network, truth, (index, wanted), &sources);
    }
    if !matrix_first {
        check_matrix(network, truth, &engine.matrix());
    }
}

/// Work that ends early: nothing that is certain is wrong, nothing that is possible is left out, and it is told.
pub(crate) fn cut_off(numbers: &mut Numbers) {
    let network = Network::random(numbers);
    let truth = Truth::of(&network);
    let fabric = network.fabric();
    let work = u64::try_from(numbers.below(1000)).unwrap();
    let limits = Limits { work, ..Limits::default() };
    let matrix = Engine::with_limits(&fabric, limits).matrix();
    let cut: Vec<Label> = matrix.cut_off().collect();
    for (&(from, to), &real) in &expected(&network, &truth, &fabric) {
        let found = masks(&network.world, &matrix.get(from, to));
        for (found, real) in [(found.open, real.open), (found.blocked, real.blocked)] {
            assert!(found[0] & !real[0] == 0, "must is too large: {network:?}");
            assert!(real[1] & !found[1] == 0, "may is too small: {network:?}");
        }
        if !matches!(to, Party::Label(label) if cut.contains(&label)) {
            assert_eq!(found, real, "what was not cut off is exact: {network:?}");
        }
    }
    if numbers.once_in(8) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let again = pool.install(|| Engine::with_limits(&fabric, limits).matrix());
        assert!(again == matrix, "it depends on the threads where it ends: {network:?}");
    }
}

/// The interfaces of a fabric, in the order in which they were told.
pub(crate) fn interfaces(fabric: &Fabric) -> Vec<InterfaceId> {
    let classes = (0..fabric.interfaces()).count();
    let mut all: Vec<InterfaceId> = fabric.classes().flat_map(|class| fabric.members(class)).collect();
    all.sort_unstable();
    assert_eq!(all.len(), classes);
    all
}

pub(crate) fn masks(world: &World, reach: &Reach) -> Result {
    let both = |bounds: &Bounds<Traffic>| BOUNDS.map(|bound| world.mask(bounds.at(bound)));
    Result { open: both(&reach.open), blocked: both(&reach.answer_blocked) }
}

/// What each cell of the matrix has to be.
fn expected(network: &Network, truth: &Truth, fabric: &Fabric) -> BTreeMap<(Party, Party), Result> {
    let mut expected: BTreeMap<(Party, Party), Result> = BTreeMap::new();
    let label = |index: usize| Party::Label(Label(network.interfaces[index].label));
    let all = 0..network.interfaces.len();
    let mut add = |from: Party, to: Party, result: Result| {
        let cell = expected.entry((from, to)).or_default();
        *cell = cell.union(result);
    };
    for from in all.clone() {
        all.clone().for_each(|to| add(label(from), label(to), truth.pairs[from][to]));
    }
    for (number, region) in fabric.regions().enumerate() {
        for interface in all.clone() {
            let party = Party::Region(region);
            add(party, label(interface), truth.crossing(number, Mask::MAX, interface, 0));
            add(label(interface), party, truth.crossing(number, Mask::MAX, interface, 1));
        }
    }
    expected
}

fn check_matrix(network: &Network, truth: &Truth, matrix: &Matrix) {
    let expected = expected(network, truth, &network.fabric());
    assert_eq!(matrix.cut_off().count(), 0, "there is work enough for small networks");
    for (&(from, to), &result) in &expected {
        let found = masks(&network.world, &matrix.get(from, to));
        assert_eq!(found, result, "matrix from {from:?} to {to:?}: {network:?}");
    }
    let known = |from, to| expected.contains_key(&(from, to));
    assert!(matrix.cells().all(|(from, to, _)| known(from, to)), "a cell of nobody: {network:?}");
}

/// The traffic atoms that flows have, by address atom.
fn flow_masks(world: &World, flows: &FlowSet) -> [Mask; ADDRESSES] {
    let mut masks = [0; ADDRESSES];
    for (index, atom) in world.traffic.iter().enumerate() {
        let [low, high] = [atom.low, atom.high].map(|selector| flows.peers_at(atom.protocol, selector));
        assert!(low.groups.is_empty() && low == high, "an atom of traffic is only partly in the flows");
        for (address, mask) in masks.iter_mut().enumerate() {
            let [first, last] = corners(address).map(|corner| low.addresses.contains(corner));
            assert_eq!(first, last, "an atom of addresses is only partly in the flows");
            *mask |= u32::from(first) << index;
        }
    }
    masks
}

fn check_exposure(
    network: &Network,
    truth: &Truth,
    region: RegionId,
    exposures: &[Exposure<'_>; 2],
    fabric: &Fabric,
) {
    for (outwards, exposure) in exposures.iter().enumerate() {
        for (index, interface) in interfaces(fabric).into_iter().enumerate() {
            let class = fabric.class(interface).unwrap();
            let flows = exposure.of(class);
            let masks =
                |flows: &Bounds<FlowSet>| BOUNDS.map(|bound| flow_masks(&network.world, flows.at(bound)));
            let (open, blocked) = (masks(&flows.open), masks(&flows.answer_blocked));
            for address in 0..ADDRESSES {
                let expected = truth.outside[region.index()][address][index][outwards];
                let found =
                    Result { open: open.map(|by| by[address]), blocked: blocked.map(|by| by[address]) };
                assert_eq!(found, expected, "region {region:?}, interface {index}, {outwards}: {network:?}");
            }
            for bound in BOUNDS {
                let listed = exposure.open_interfaces(bound).any(|other| other == interface);
                assert_eq!(listed, !flows.open.at(bound).is_empty());
            }
        }
    }
}

fn check_sources(network: &Network, truth: &Truth, (target, wanted): (usize, Mask), sources: &Sources) {
    for (side, bound) in [(0, Bound::Must), (1, Bound::May)] {
        let found: Vec<usize> = {
            let all = sources.classes.iter().flat_map(|class| class.interfaces.at(bound));
            let mut all: Vec<usize> = all.map(|interface| interface.index()).collect();
            all.sort_unstable();
            all
        };
        let opens = |&from: &usize| truth.pairs[from][target].open[side] & wanted != 0;
        let expected: Vec<usize> = (0..network.interfaces.len()).filter(opens).collect();
        assert_eq!(found, expected, "sources of {target}, {bound:?}: {network:?}");
        for region in 0..network.regions.len() {
            let found = sources.outside.iter().find(|(id, _)| id.index() == region);
            for address in 0..ADDRESSES {
                let opens = truth.outside[region][address][target][0].open[side] & wanted != 0;
                for corner in corners(address) {
                    let listed = found.is_some_and(|(_, set)| set.at(bound).contains(corner));
                    assert_eq!(listed, opens, "outside sources of {target}, {bound:?}: {network:?}");
                }
            }
        }
    }
}
