//! Any bytes as a plan or state: no panic, and an end.
#![no_main]

mod scratch;

use libfuzzer_sys::fuzz_target;
use ringfence_model::Sources;
use ringfence_terraform::document;

fuzz_target!(|bytes: &[u8]| {
    let dir = scratch::directory("document");
    let file = dir.join("document.json");
    std::fs::write(&file, bytes).unwrap();
    for computed in [false, true] {
        let mut options = scratch::options(&dir);
        options.computed = computed;
        let _ = document(&file, None, &options, &Sources::default());
    }
});
