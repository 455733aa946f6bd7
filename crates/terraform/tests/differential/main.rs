//! Compares evaluation with what Terraform plans for root modules that are made up.
//!
//! Skipped, visibly, where no Terraform 1.11 is on the path: others differ from it in details, as in which marks they
//! forget. `RINGFENCE_DIFFERENTIAL` is the number of modules, `RINGFENCE_SEED` the seed of the first; each next one has
//! the next seed. A module that differs is shown with its seed, as small as it can be made; `RINGFENCE_WHOLE=1` shows it as
//! it is, which is faster. `RINGFENCE_ENOUGH` is the number of those after which no more are looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod agreement;
#[path = "../oracle/compare.rs"]
mod compare;
mod documents;
mod generate;
mod minimise;
mod random;
mod refusals;
mod stack;
mod state;
mod terraform;

use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Modules that are compared where nobody asks for more.
const MODULES: u64 = 120;

/// Modules that differ after which no more are looked at.
const ENOUGH: usize = 5;

/// How often a module that differs is planned again.
const PLANNED_AGAIN: usize = 6;

/// Checks the module of a seed. Terraform compares objects in any order of their attributes: where one attribute differs
/// and another is unknown, so is the result or not, and the module is planned again.
fn steadily(seed: u64, dir: &Path) -> Result<bool, String> {
    let mut found = agreement::check(generate::generate(seed), dir);
    for _ in 0..PLANNED_AGAIN {
        if found.is_ok() {
            break;
        }
        found = agreement::check(generate::generate(seed), dir);
    }
    found
}

#[test]
fn modules_are_planned_as_by_terraform() {
    if !terraform::is_there() {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: there is no terraform 1.11 on the path");
        return;
    }
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let first = number("RINGFENCE_SEED").unwrap_or(1);
    let after = first + number("RINGFENCE_DIFFERENTIAL").unwrap_or(MODULES);
    let enough = number("RINGFENCE_ENOUGH").map_or(ENOUGH, |enough| usize::try_from(enough).unwrap());
    let (next, wrong, planned) = (AtomicU64::new(first), Mutex::new(Vec::new()), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for worker in 0..2 {
            let (next, wrong, planned) = (&next, &wrong, &planned);
            scope.spawn(move || {
                let name = format!("{}-{worker}", std::process::id());
                let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("differential").join(name);
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= after || wrong.lock().unwrap().len() >= enough {
                        break;
                    }
                    match steadily(seed, &dir) {
                        Ok(true) => drop(planned.fetch_add(1, Ordering::Relaxed)),
                        Ok(false) => {}
                        Err(why) => {
                            let why = minimise::minimise(generate::generate(seed), why, &dir);
                            wrong.lock().unwrap().push(format!("RINGFENCE_SEED={seed}\n{why}"));
                        }
                    }
                }
                let _ = std::fs::remove_dir_all(&dir);
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} modules differ:\n{}", wrong.len(), wrong.join("\n\n"));
    let planned = planned.into_inner();
    eprintln!("{planned} of {} modules could be planned", after - first);
    assert!(planned * 2 >= after - first, "{planned} of {} modules could be planned", after - first);
}
