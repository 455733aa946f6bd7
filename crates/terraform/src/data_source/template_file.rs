//! `template_file` and `local_file`: what functions do too.

use ringfence_model::Span;

use crate::eval::Engine;
use crate::{Map, Value, ValueKind};

/// Adds `rendered`: the template with `vars`.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file>, read
/// 2026-11-23.
pub(super) fn render(engine: &Engine<'_>, body: &mut Map, at: Span) {
    let Some(template) = body.get("template").cloned() else { return };
    let vars = body.get("vars").cloned();
    let vars = vars
        .unwrap_or_else(|| Value::new(ValueKind::Map(std::sync::Arc::default()), template.origin.clone()));
    let rendered = engine.render_text(&template, &vars, at);
    body.insert("rendered".into(), rendered);
}

/// Adds `content` and `content_base64` of the file named.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file>, read
/// 2026-11-23.
pub(super) fn read(engine: &Engine<'_>, body: &mut Map, at: Span) {
    let Some(name) = body.get("filename").cloned() else { return };
    for (attribute, function) in [("content", "file"), ("content_base64", "filebase64")] {
        body.insert(attribute.into(), engine.call_with(function, std::slice::from_ref(&name), at));
    }
}
