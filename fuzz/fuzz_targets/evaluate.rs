//! Any text as a root module: no panic, an end within the bounds, and the same answer twice.
#![no_main]

mod scratch;

use libfuzzer_sys::fuzz_target;
use ringfence_model::Sources;
use ringfence_terraform::load;

fuzz_target!(|text: &str| {
    let dir = scratch::directory("evaluate");
    std::fs::write(dir.join("main.tf"), text).unwrap();
    let options = scratch::options(&dir);
    let stack = load(&dir, &options, &Sources::default());
    let again = load(&dir, &options, &Sources::default());
    assert_eq!(format!("{stack:?}"), format!("{again:?}"));
});
