//! The sets against single packets: random networks, every pair, and one packet of each kind.
//!
//! The plain simulator shares no code with the sets. Where everything is known both must say exactly the same; where
//! something is not, what one calls certain the other may not call impossible.
//!
//! `RINGFENCE_NETWORKS=100000 RINGFENCE_SEED=7 cargo test -p ringfence-graph --release --test traced` for more.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation
)]

mod bulk;
mod compare;
mod numbers;
mod sketch;

use compare::Difference;
use numbers::Numbers;

/// Networks of a normal run.
const USUAL: u64 = 300;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn every_packet_of_random_networks_fares_as_the_sets_say() {
    let (count, seed) = (setting("RINGFENCE_NETWORKS", USUAL), setting("RINGFENCE_SEED", 1));
    let mut asked = [0_u64; 4];
    for number in seed..seed + count {
        let model = sketch::model(&mut Numbers::new(number));
        match compare::all(&model) {
            Ok(answers) => answers.iter().zip(&mut asked).for_each(|(more, all)| *all += more),
            Err(Difference(text)) => panic!("seed {number}: {text}"),
        }
    }
    let [open, possible, silent, closed] = asked;
    println!(
        "{count} networks: {open} packets open, {possible} possibly, {silent} without answer, {closed} closed"
    );
    assert!(
        open > count && closed > count && silent > 0,
        "networks in which all is alike test nothing: {asked:?}"
    );
}

/// Of models that random networks are only a part of; both bounds must be the same, whatever is unknown.
#[test]
fn the_matrix_by_role_is_what_all_pairs_come_to() {
    let (count, seed) = (2 * setting("RINGFENCE_NETWORKS", USUAL), setting("RINGFENCE_SEED", 1));
    let mut rows = 0;
    for number in seed..seed + count {
        rows += bulk::compare(&bulk::model(&mut Numbers::new(number)), number);
    }
    println!("{count} models: {rows} rows");
    assert!(rows as u64 > 5 * count, "models in which nobody reaches anybody test nothing");
}
