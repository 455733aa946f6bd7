//! The configuration that a plan carries, indexed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ringfence_hcl::json::Json;

use super::lookup::Lookup;

/// The modules of a configuration by the names of their calls, joined with `.`.
#[derive(Default)]
pub(super) struct Configuration<'d> {
    modules: HashMap<String, Module<'d>>,
    providers: Option<Json<'d>>,
    provider_keys: HashSet<Cow<'d, str>>,
}

/// One module.
pub(super) struct Module<'d> {
    /// Resources by their address in the module.
    resources: HashMap<Cow<'d, str>, Json<'d>>,
    calls: Lookup<'d>,
    all_calls: Option<Json<'d>>,
    outputs: Lookup<'d>,
}

impl<'d> Configuration<'d> {
    /// Of the plan's `configuration`, if it has one.
    pub(super) fn of(node: Option<Json<'d>>) -> Self {
        let providers = node.and_then(|node| node.get("provider_config"));
        let provider_keys = providers.into_iter().flat_map(Json::entries).map(|(key, ..)| key).collect();
        let mut configuration = Self { modules: HashMap::new(), providers, provider_keys };
        let root = node.and_then(|node| node.get("root_module"));
        // How deep they lie in each other is bounded by how deep the document may nest.
        let mut pending: Vec<(String, Json<'d>)> =
            root.into_iter().map(|root| (String::new(), root)).collect();
        while let Some((path, module)) = pending.pop() {
            let calls = module.get("module_calls");
            for (name, _, call) in calls.into_iter().flat_map(Json::entries) {
                let inner = if path.is_empty() { name.into_owned() } else { format!("{path}.{name}") };
                pending.extend(call.get("module").map(|module| (inner, module)));
            }
            configuration.modules.insert(path, Module::of(module, calls));
        }
        configuration
    }

    /// Whether the plan carries any.
    pub(super) fn is_given(&self) -> bool {
        !self.modules.is_empty()
    }

    pub(super) fn module(&self, path: &str) -> Option<&Module<'d>> {
        self.modules.get(path)
    }

    /// Whether a provider configuration has that key.
    pub(super) fn has_provider(&self, key: &str) -> bool {
        self.provider_keys.contains(key)
    }

    /// The provider configurations: their keys and what is said of each.
    pub(super) fn providers(&self) -> impl Iterator<Item = (Cow<'d, str>, Json<'d>)> + use<'d> {
        self.providers.into_iter().flat_map(Json::entries).map(|(key, _, provider)| (key, provider))
    }
}

impl<'d> Module<'d> {
    fn of(module: Json<'d>, calls: Option<Json<'d>>) -> Self {
        let resources = module.get("resources").into_iter().flat_map(Json::items);
        let named = |resource: Json<'d>| Some((resource.get("address")?.as_str()?, resource));
        Self {
            resources: resources.filter_map(named).collect(),
            calls: Lookup::of(calls),
            all_calls: calls,
            outputs: Lookup::of(module.get("outputs")),
        }
    }

    /// The resource of that address in the module.
    pub(super) fn resource(&self, address: &str) -> Option<Json<'d>> {
        self.resources.get(address).copied()
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = &Cow<'d, str>> {
        self.resources.keys()
    }

    pub(super) fn calls(&self) -> impl Iterator<Item = Cow<'d, str>> {
        self.all_calls.into_iter().flat_map(Json::entries).map(|(name, ..)| name)
    }

    /// The module call of that name.
    pub(super) fn call(&self, name: &str) -> Option<Json<'d>> {
        self.calls.get(name)
    }

    /// The expression of an output.
    pub(super) fn output(&self, name: &str) -> Option<Json<'d>> {
        self.outputs.get(name)?.get("expression")
    }
}
