//! Resources and data sources that can be computed without asking anybody.
//!
//! One file a type. All others give unknowns that refer to them.

mod iam_policy_document;
mod remote_state;
mod template_file;
mod terraform_data;

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Map, Type};

use crate::RecordKind;
use crate::config::ResourceName;
use crate::eval::Evaluator;

/// Whether all attributes of a type are known here, as those of Terraform's own resource are.
pub(crate) fn has_schema(type_name: &str) -> bool {
    type_name == "terraform_data"
}

/// Whether the attribute of a type whose attributes are all known here is a text.
pub(crate) fn is_text(type_name: &str, attribute: &str) -> bool {
    has_schema(type_name) && attribute == "id"
}

/// The type of an attribute that is not written, if it is the same for every resource.
///
/// Source: <https://developer.hashicorp.com/terraform/plugin/framework/v0.8.x/acctests> ("A root level id attribute is
/// required for resources and data sources"), read 2026-11-23; the plugin kit gives it as a string.
pub(crate) fn attribute_type(attribute: &str) -> Type {
    if attribute == "id" { Type::String } else { Type::Dynamic }
}

/// Whether the resource or data source gives that attribute here though nobody writes it.
pub(crate) fn gives(kind: RecordKind, type_name: &str, attribute: &str) -> bool {
    match kind {
        RecordKind::Managed => has_schema(type_name) && terraform_data::has(attribute),
        RecordKind::Data => matches!(
            (type_name, attribute),
            ("aws_iam_policy_document", "json" | "minified_json")
                | ("template_file", "rendered")
                | ("local_file" | "local_sensitive_file", "content" | "content_base64")
                | ("terraform_remote_state", "outputs")
        ),
        RecordKind::Ephemeral => false,
    }
}

/// Adds to what is written the attributes that follow from it.
pub(crate) fn complete(
    evaluator: &Evaluator<'_, '_>,
    name: &ResourceName,
    address: &Arc<str>,
    body: &mut Map,
    at: Span,
) {
    match (name.kind, name.type_name.as_ref()) {
        (RecordKind::Managed, "terraform_data") => terraform_data::complete(address, body, at),
        (RecordKind::Data, "aws_iam_policy_document") => iam_policy_document::complete(evaluator, body, at),
        (RecordKind::Data, "template_file") => template_file::render(evaluator, body, at),
        (RecordKind::Data, "local_file" | "local_sensitive_file") => template_file::read(evaluator, body, at),
        (RecordKind::Data, "terraform_remote_state") => remote_state::complete(evaluator, body, at),
        _ => {}
    }
}
