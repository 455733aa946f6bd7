//! The engine against a simulator that sends every packet, over random small networks.
//!
//! `RINGFENCE_NETWORKS=100000 RINGFENCE_SEED=7 cargo test --release -p ringfence-reach --test oracle` tries more
//! of them than a usual run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod compare;
mod fabric;
mod metamorphic;
mod network;
mod numbers;
mod settle;
mod simulate;
mod universe;

use numbers::Numbers;

/// Networks of a usual run.
const NETWORKS: u64 = 3000;

/// A number that the environment gives, or the usual one.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// Calls a test for many seeds, on all threads, and says which seed failed.
fn for_networks(share: u64, test: impl Fn(&mut Numbers) + Sync) {
    let count = setting("RINGFENCE_NETWORKS", NETWORKS) / share;
    let start = setting("RINGFENCE_SEED", 1);
    let threads = 2;
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let test = &test;
            scope.spawn(move || {
                for seed in (start..start + count).skip(thread).step_by(threads) {
                    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                        test(&mut Numbers::new(seed));
                    }));
                    assert!(
                        result.is_ok(),
                        "the network of seed {seed} fails: RINGFENCE_SEED={seed} RINGFENCE_NETWORKS=1"
                    );
                }
            });
        }
    });
}

#[test]
fn the_engine_agrees_with_the_simulator() {
    for_networks(1, compare::one_network);
}

#[test]
fn changes_that_mean_nothing_change_nothing() {
    for_networks(5, metamorphic::one_network);
}

#[test]
fn bounds_hold_for_what_the_unknowns_turn_out_to_be() {
    for_networks(5, settle::one_network);
}

#[test]
fn work_that_ends_early_leaves_everything_possible() {
    for_networks(3, compare::cut_off);
}
