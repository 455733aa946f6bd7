//! Data sources that can be computed without asking anybody.
//!
//! One file a type. All others give unknowns that refer to the data source.

mod iam_policy_document;
mod template_file;

use ringfence_model::Span;

use crate::Map;
use crate::eval::Engine;

/// Whether the data source gives that attribute here.
pub(crate) fn gives(type_name: &str, attribute: &str) -> bool {
    matches!(
        (type_name, attribute),
        ("aws_iam_policy_document", "json" | "minified_json")
            | ("template_file", "rendered")
            | ("local_file" | "local_sensitive_file", "content" | "content_base64")
    )
}

/// Adds to a data source's written attributes those that follow from them.
pub(crate) fn complete(engine: &Engine<'_>, type_name: &str, body: &mut Map, at: Span) {
    match type_name {
        "aws_iam_policy_document" => iam_policy_document::complete(engine, body, at),
        "template_file" => template_file::render(engine, body, at),
        "local_file" | "local_sensitive_file" => template_file::read(engine, body, at),
        _ => {}
    }
}
