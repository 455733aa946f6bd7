//! Local modules that a file calls, without reading the rest.

use ringfence_hcl::{Names, parse_body};

use crate::module_address::is_local;

/// The sources of the local modules that a file calls.
pub(crate) fn local_calls(text: &str, json: bool) -> Vec<String> {
    if !text.contains("module") {
        return Vec::new();
    }
    let mut names = Names::new();
    let parsed =
        if json { super::json::configuration(text, &mut names) } else { parse_body(text, &mut names) };
    let calls = parsed.value.blocks_of("module");
    let sources = calls.filter_map(|call| Some(call.body.value("source")?.literal()?.replace('\\', "/")));
    sources.filter(|source| is_local(source)).collect()
}
