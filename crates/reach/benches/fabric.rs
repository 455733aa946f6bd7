//! How long fabrics of real sizes take.
//!
//! `cargo bench -p ringfence-reach`
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod account;

use ringfence_reach::Engine;

fn main() {
    divan::main();
}

/// From rules and interfaces to classes.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn build(interfaces: u32) -> usize {
    account::account(interfaces).0.class_count()
}

/// What the internet can open, of every class.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn exposure(bencher: divan::Bencher<'_, '_>, interfaces: u32) {
    let (fabric, _) = account::account(interfaces);
    let internet = fabric.regions().next().unwrap();
    bencher.bench(|| Engine::new(&fabric).exposure(internet).different_flows());
}

/// What every label can open on every other.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn matrix(bencher: divan::Bencher<'_, '_>, interfaces: u32) {
    let (fabric, _) = account::account(interfaces);
    bencher.bench(|| Engine::new(&fabric).matrix().cells().count());
}

/// Who can open anything on one interface.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn sources(bencher: divan::Bencher<'_, '_>, interfaces: u32) {
    let (fabric, _) = account::account(interfaces);
    let one = fabric.classes().find_map(|class| fabric.members(class).next()).unwrap();
    bencher.bench(|| Engine::new(&fabric).sources(one, &ringfence_packets::Traffic::all()).classes.len());
}
