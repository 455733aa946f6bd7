//! Provider configurations in a plan.

use ringfence_hcl::json::Json;
use ringfence_model::FileId;
use ringfence_value::Map;

use super::configuration::Configuration;
use super::marked::Marked;
use super::values::Values;
use super::written::references;
use crate::record::{ProviderRecord, ProviderRef};

/// Each provider configuration, as far as it is constant or a variable of the root module, whose values a plan has.
pub(super) fn records<'d>(
    root: Json<'d>,
    configuration: &Configuration<'d>,
    file: FileId,
) -> Vec<ProviderRecord> {
    let mut values = Values::new(file, None);
    let variables = root.get("variables");
    let record = |(key, provider): (std::borrow::Cow<'d, str>, Json<'d>)| {
        let (module, name) = key.rsplit_once(':').unwrap_or(("", &key));
        let mut body = Map::default();
        for (attribute, _, expression) in provider.get("expressions").into_iter().flat_map(Json::entries) {
            let constant = expression.get("constant_value");
            let variable = || {
                let references = references(expression);
                let [only] = references.as_slice() else { return None };
                let name = only.strip_prefix("var.").filter(|_| module.is_empty())?;
                variables?.get(name)?.get("value")
            };
            if let Some(value) = constant.or_else(variable) {
                body.insert(attribute.as_ref().into(), values.plain(value, Marked::Nothing));
            }
        }
        ProviderRecord {
            name: ProviderRef { module: module.into(), name: name.into() },
            body,
            header: values.at(provider.get("name").unwrap_or(provider)),
        }
    };
    let mut records: Vec<ProviderRecord> = configuration.providers().map(record).collect();
    records.sort_by(|left, right| left.name.cmp(&right.name));
    records
}
