//! `template_file` and `local_file`: what functions do too.

use ringfence_model::Span;
use ringfence_value::{Map, Value};

use crate::eval::Evaluator;

/// Adds `rendered`: the template with `vars`.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file>, read
/// 2026-11-23.
pub(super) fn render(evaluator: &Evaluator<'_, '_>, body: &mut Map, at: Span) {
    let Some(template) = body.get("template").cloned() else { return };
    let vars = body.get("vars").filter(|vars| !vars.is_null()).cloned();
    let vars = vars.unwrap_or_else(|| Value::object(Map::new(), template.origin.at));
    let rendered = evaluator.render_text(&template, &vars, at);
    body.insert("rendered".into(), rendered);
}

/// Adds `content` and `content_base64` of the file named.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file>, read
/// 2026-11-23.
pub(super) fn read(evaluator: &Evaluator<'_, '_>, body: &mut Map, at: Span) {
    let Some(name) = body.get("filename").cloned() else { return };
    for (attribute, function) in [("content", "file"), ("content_base64", "filebase64")] {
        let content = evaluator.call_function(function, std::slice::from_ref(&name), at);
        body.insert(attribute.into(), content);
    }
}
