//! How long a made-up account of any size takes, and how much memory.
//!
//! `RAYON_NUM_THREADS=1 cargo run --release -p ringfence-reach --example million -- 1000000`
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../benches/account/mod.rs"]
mod account;

use std::time::Instant;

use ringfence_packets::Bound;
use ringfence_reach::Engine;

fn main() {
    let argument = std::env::args().nth(1);
    let interfaces = argument.map_or(1_000_000, |text| text.parse().unwrap());
    println!("threads: {}", rayon::current_num_threads());
    let start = Instant::now();
    let (fabric, rules) = account::account(interfaces);
    println!("made up and put into classes: {} ms", start.elapsed().as_millis());
    println!("  {} interfaces, {rules} rules", fabric.interfaces());
    println!("  {} sets of filters, {} classes", fabric.filter_sets(), fabric.class_count());
    let mut engine = Engine::new(&fabric);
    let regions: Vec<_> = fabric.regions().collect();
    let phase = Instant::now();
    let exposure = engine.exposure(regions[0]);
    println!("exposure to the internet: {} ms", phase.elapsed().as_millis());
    let phase = Instant::now();
    let open = exposure.open_interfaces(Bound::May).count();
    println!("  {open} interfaces open, {} different flows", exposure.different_flows());
    println!("  by label: {} labels, {} ms", exposure.open_by_label().len(), phase.elapsed().as_millis());
    let phase = Instant::now();
    let matrix = engine.matrix();
    println!("matrix: {} ms", phase.elapsed().as_millis());
    let segments: usize = matrix.cells().map(|(_, _, reach)| reach.open.must.segments().count()).sum();
    let blocked = matrix.cells().filter(|(_, _, reach)| !reach.answer_blocked.must.is_empty()).count();
    println!("  {} cells, {segments} segments, {blocked} with blocked answers", matrix.cells().count());
    println!("all: {} ms", start.elapsed().as_millis());
    println!("peak memory: {} MB", peak_memory().unwrap_or(0) / 1024);
}

/// The most memory this process had, in kB.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
