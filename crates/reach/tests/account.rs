//! The matrix of a made-up account against all its pairs, one by one.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../benches/account/mod.rs"]
mod account;

use std::collections::BTreeMap;

use ringfence_packets::{AddressSet, Traffic};
use ringfence_reach::{Engine, Fabric, Matrix, Party, Reach};

/// The union over all pairs, and over all interfaces and regions.
fn pair_by_pair(fabric: &Fabric) -> BTreeMap<(Party, Party), Reach> {
    let mut engine = Engine::new(fabric);
    let mut cells: BTreeMap<(Party, Party), Reach> = BTreeMap::new();
    let mut add = |from, to, reach: Reach| {
        let cell = cells.entry((from, to)).or_insert_with(Reach::nothing);
        cell.open = cell.open.union(&reach.open);
        cell.answer_blocked = cell.answer_blocked.union(&reach.answer_blocked);
    };
    let label = |class| Party::Label(fabric.label(class).unwrap());
    let all: Vec<_> =
        fabric.classes().flat_map(|class| fabric.members(class).map(move |one| (class, one))).collect();
    for &(class, from) in &all {
        for &(other, to) in &all {
            add(label(class), label(other), engine.pair(from, to));
        }
        for region in fabric.regions() {
            let everybody = AddressSet::all();
            add(Party::Region(region), label(class), engine.from_outside(region, &everybody, from));
            add(label(class), Party::Region(region), engine.to_outside(from, region, &everybody));
        }
    }
    cells.retain(|_, reach| !reach.open.is_empty() || !reach.answer_blocked.is_empty());
    cells
}

fn cells(matrix: &Matrix) -> BTreeMap<(Party, Party), Reach> {
    matrix.cells().map(|(from, to, reach)| ((from, to), reach.clone())).collect()
}

#[test]
fn the_matrix_is_the_union_of_all_pairs() {
    for interfaces in [60, 300] {
        let (fabric, _) = account::account(interfaces);
        let expected = pair_by_pair(&fabric);
        assert!(expected.values().any(|reach| reach.open.must != Traffic::all()));
        assert_eq!(cells(&Engine::new(&fabric).matrix()), expected);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(cells(&threads.install(|| Engine::new(&fabric).matrix())), expected);
    }
}
