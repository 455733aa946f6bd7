//! Any text as a template and as an expression: no panic, every range cuts out its node.
#![no_main]

#[path = "../../crates/hcl/tests/support/walk.rs"]
#[allow(dead_code, reason = "each target uses a part of it")]
mod walk;

use libfuzzer_sys::fuzz_target;
use ringfence_hcl::Names;

fuzz_target!(|text: &str| {
    walk::check_parts(text, 11, &mut Names::new());
});
