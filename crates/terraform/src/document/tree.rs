//! Resources in the shape that plans (`planned_values`, `prior_state`) and shown states share: a module with its
//! resources, and the modules inside it.

use ringfence_hcl::json::Json;
use ringfence_model::Truth;

use super::item::{Item, Sensitive};

/// Calls `add` with every instance below `values`.
pub(super) fn each_resource<'d>(values: Option<Json<'d>>, add: &mut impl FnMut(Item<'d>)) {
    // How deep they lie in each other is bounded by how deep the document may nest.
    let mut pending: Vec<Json<'d>> =
        values.and_then(|values| values.get("root_module")).into_iter().collect();
    while let Some(module) = pending.pop() {
        module.get("resources").into_iter().flat_map(Json::items).filter_map(item).for_each(&mut *add);
        pending.extend(module.get("child_modules").into_iter().flat_map(Json::items));
    }
}

fn item(resource: Json<'_>) -> Option<Item<'_>> {
    if resource.get("deposed_key").is_some_and(|key| !key.is_null()) {
        return None;
    }
    let header = resource.get("address")?;
    Some(Item {
        address: header.as_str()?,
        node: resource,
        header,
        values: resource.get("values"),
        unknown: None,
        sensitive: Sensitive::Tree(resource.get("sensitive_values")),
        action: None,
        exists: Truth::Yes,
        provider: None,
    })
}
