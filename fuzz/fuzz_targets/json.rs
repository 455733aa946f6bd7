//! Any text as a JSON document: no panic, every range cuts out its value, children lie in their parents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_hcl::json::{Json, parse};

fn walk(node: Json<'_>, text: &str) {
    let at = node.range();
    assert_eq!(node.raw(), &text[at.start as usize..at.end as usize]);
    let inside = |inner: Json<'_>| at.start < inner.range().start && inner.range().end < at.end;
    node.as_str();
    for item in node.items() {
        assert!(inside(item));
        walk(item, text);
    }
    for (key, key_at, value) in node.entries() {
        assert!(inside(value) && key_at.end < value.range().start);
        assert!(node.get(&key).is_some());
        walk(value, text);
    }
}

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(document) => walk(document.root(), text),
        Err(error) => assert!(error.at <= text.len() as u64, "{error}"),
    }
});
