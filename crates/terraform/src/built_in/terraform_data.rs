//! `terraform_data`: Terraform's own resource.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/resources/terraform-data> and what Terraform 1.11.4
//! plans (read 2026-11-25).

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Cause, Map, Reason, Reference, Step, Type, Value};

/// Its attributes.
const ATTRIBUTES: [&str; 4] = ["id", "input", "output", "triggers_replace"];

/// Whether it has an attribute.
pub(super) fn has(attribute: &str) -> bool {
    ATTRIBUTES.contains(&attribute)
}

/// Adds what is not written: `id` and `output` are known after apply, the others are `null`.
pub(super) fn complete(address: &Arc<str>, body: &mut Map, at: Span) {
    let computed = |name: &str, ty: Type| {
        let reference = Reference { address: address.clone(), path: vec![Step::Name(name.into())] };
        Value::unknown(ty, Reason::new(Cause::Computed(reference), at), at)
    };
    for name in ["input", "triggers_replace"] {
        if !body.contains_key(name) {
            body.insert(name.into(), Value::null(Type::Dynamic, at));
        }
    }
    let output = match body.get("input") {
        Some(input) if !input.is_null() => computed("output", input.ty()).marked(input.all_marks()),
        Some(input) => Value::null(input.ty(), at),
        None => Value::null(Type::Dynamic, at),
    };
    body.insert("id".into(), computed("id", Type::String).not_null());
    body.insert("output".into(), output);
}
