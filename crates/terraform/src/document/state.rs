//! States: files of version 4, and what `terraform show -json` prints of one.
//!
//! Source: <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go> and
//! <https://developer.hashicorp.com/terraform/internals/json-format> (read 2026-11-25).

use std::borrow::Cow;
use std::collections::HashMap;

use ringfence_hcl::json::Json;
use ringfence_model::{FileId, Truth};
use ringfence_value::Map;

use super::address::inside;
use super::item::{Item, Sensitive};
use super::plan::shown_outputs;
use super::record_list::{Listed, records};
use super::relate::{relate, without_keys};
use super::tree::each_resource;
use super::values::Values;
use crate::Stack;
use crate::eval::Key;
use crate::record::ProviderRef;

/// The records of a state.
pub(super) fn read(root: Json<'_>, file: FileId) -> Stack {
    let mut items = Vec::new();
    match root.get("values") {
        Some(values) => each_resource(Some(values), &mut |item| items.push(item)),
        None => root.get("resources").into_iter().flat_map(Json::items).for_each(|resource| {
            add_instances(resource, &mut items);
        }),
    }
    let Listed { mut records, notices } = records(&items, None, file, false);
    let depends_on: HashMap<&str, Json<'_>> = items
        .iter()
        .filter_map(|item| {
            // Files and `terraform show` call it by different names.
            let listed = item.node.get("dependencies").or_else(|| item.node.get("depends_on"))?;
            Some((item.address.as_ref(), listed))
        })
        .collect();
    relate(&mut records, |record| {
        let listed = depends_on.get(record.address.as_ref()).into_iter().flat_map(|listed| listed.items());
        listed.filter_map(Json::as_str).map(|address| without_keys(&address)).collect()
    });
    Stack { records, outputs: outputs(root, file), providers: Vec::new(), notices }
}

/// The outputs of a state.
pub(super) fn outputs(root: Json<'_>, file: FileId) -> Map {
    let holder = root.get("values").unwrap_or(root);
    shown_outputs(holder.get("outputs"), &mut Values::new(file, None))
}

/// The instances of one resource in a state of version 4.
fn add_instances<'d>(resource: Json<'d>, items: &mut Vec<Item<'d>>) {
    let text = |name: &str| resource.get(name).and_then(Json::as_str);
    let (Some(type_name), Some(name)) = (text("type"), text("name")) else { return };
    let data = if text("mode").as_deref() == Some("data") { "data." } else { "" };
    let base = inside(&text("module").unwrap_or_default(), &format!("{data}{type_name}.{name}"));
    let provider = text("provider").and_then(|provider| provider_of(&provider, &type_name));
    for instance in resource.get("instances").into_iter().flat_map(Json::items) {
        if instance.get("deposed").is_some_and(|deposed| !deposed.is_null()) {
            continue;
        }
        let key = match instance.get("index_key") {
            Some(key) => match (key.as_str(), key.number().and_then(|number| number.parse().ok())) {
                (Some(name), _) => Key::Name(name.as_ref().into()),
                (None, Some(index)) => Key::Index(index),
                (None, None) => Key::None,
            },
            None => Key::None,
        };
        items.push(Item {
            address: Cow::Owned(key.address(&base).to_string()),
            node: instance,
            header: resource.get("name").unwrap_or(resource),
            values: instance.get("attributes").or_else(|| instance.get("attributes_flat")),
            unknown: None,
            sensitive: Sensitive::Paths(instance.get("sensitive_attributes")),
            action: None,
            exists: Truth::Yes,
            provider: provider.clone(),
        });
    }
}

/// `module.a.provider["registry.terraform.io/hashicorp/aws"].east`; before Terraform 0.13 `provider.aws.east`.
fn provider_of(text: &str, type_name: &str) -> Option<ProviderRef> {
    let at = text.rfind("provider")?;
    let module = text.get(..at)?.trim_end_matches('.');
    let rest = text.get(at + "provider".len()..)?;
    let alias = match rest.strip_prefix("[\"") {
        Some(rest) => rest.split_once("\"]")?.1.strip_prefix('.'),
        None => rest.strip_prefix('.')?.split_once('.').map(|(_, alias)| alias),
    };
    // The name under which the module knows it, not that of the registry.
    let local = type_name.split('_').next().unwrap_or(type_name);
    let name = alias.map_or_else(|| local.to_owned(), |alias| format!("{local}.{alias}"));
    Some(ProviderRef { module: module.into(), name: name.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provider_configurations_are_named_as_in_configuration() {
        let shown = |text: &str| provider_of(text, "aws_vpc").map(|found| (found.module, found.name));
        let named = |module: &str, name: &str| Some((module.into(), name.into()));
        assert_eq!(shown(r#"provider["registry.terraform.io/hashicorp/aws"]"#), named("", "aws"));
        assert_eq!(
            shown(r#"module.a.provider["registry.terraform.io/hashicorp/aws"].east"#),
            named("module.a", "aws.east")
        );
        assert_eq!(shown("provider.aws.east"), named("", "aws.east"));
        assert_eq!(shown("nothing"), None);
    }
}
