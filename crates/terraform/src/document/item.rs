//! Resource instances, wherever a document lists them.

use std::borrow::Cow;
use std::sync::Arc;

use ringfence_hcl::json::Json;
use ringfence_model::{Span, Truth};
use ringfence_value::Map;

use super::address::Address;
use super::links::{Links, Site};
use super::marked::Marked;
use super::values::{Beside, Values};
use super::written::Written;
use crate::record::ProviderRef;
use crate::{Action, Record, built_in};

/// A resource instance and where its parts stand in the document.
#[derive(Clone, Debug)]
pub(super) struct Item<'d> {
    pub(super) address: Cow<'d, str>,
    /// All of it.
    pub(super) node: Json<'d>,
    /// Where its address stands.
    pub(super) header: Json<'d>,
    pub(super) values: Option<Json<'d>>,
    pub(super) unknown: Option<Json<'d>>,
    pub(super) sensitive: Sensitive<'d>,
    pub(super) action: Option<Action>,
    pub(super) exists: Truth,
    pub(super) provider: Option<ProviderRef>,
}

/// How the document says what is sensitive.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sensitive<'d> {
    Tree(Option<Json<'d>>),
    Paths(Option<Json<'d>>),
}

impl<'d> Sensitive<'d> {
    fn marked(self) -> Marked<'d> {
        match self {
            Self::Tree(node) => Marked::tree(node),
            Self::Paths(node) => Marked::paths(node),
        }
    }
}

/// The record of an instance; nothing if its address is none of a resource.
pub(super) fn record<'d>(
    item: &Item<'d>,
    links: Option<&Links<'d>>,
    values: &mut Values<'_, 'd>,
    keeps_computed: bool,
) -> Option<Record> {
    let address = Address::parse(&item.address)?;
    let module = links.and_then(|links| links.configuration().module(&address.path));
    let block = module.and_then(|module| module.resource(&address.local()));
    let given = links.is_some_and(|links| links.configuration().is_given());
    let beside = Beside {
        unknown: item.unknown,
        marked: item.sensitive.marked(),
        written: if given && block.is_some() { Written::of(block) } else { Written::Unlisted },
    };
    let header = values.at(item.header);
    let schema = built_in::has_schema(address.type_name);
    (values.keeps_null, values.keeps_computed) = (schema, schema || keeps_computed);
    values.tells_types = matches!(item.sensitive, Sensitive::Paths(_)).then_some(schema);
    let site = Site::of(&address, block);
    let body: Map = values.body(item.values, &beside, &site, header);
    let provider = item.provider.clone().or_else(|| Some(provider_of(block, &address, links)));
    Some(Record {
        address: item.address.as_ref().into(),
        base: address.base(),
        module: values.name(address.module),
        kind: address.kind,
        type_name: values.name(address.type_name),
        name: values.name(address.name),
        provider: provider.filter(|_| !schema),
        exists: item.exists,
        body,
        header,
        span: values.at(item.node),
        calls: calls(&address, links, values),
        action: item.action,
    })
}

/// The provider configuration that the resource's block names, or the default one of its type.
fn provider_of(block: Option<Json<'_>>, address: &Address<'_>, links: Option<&Links<'_>>) -> ProviderRef {
    let key = block.and_then(|block| block.get("provider_config_key")?.as_str());
    let default = || address.type_name.split('_').next().unwrap_or(address.type_name);
    let Some(key) = key else { return ProviderRef { module: "".into(), name: default().into() } };
    let (module, name) = key.rsplit_once(':').unwrap_or(("", &key));
    let known = links.is_some_and(|links| links.configuration().has_provider(&key));
    // A default configuration that no module writes is the root module's.
    let module = if known { module } else { "" };
    ProviderRef { module: module.into(), name: name.into() }
}

/// The module calls that lead to an instance, outermost first: where their sources stand.
fn calls(address: &Address<'_>, links: Option<&Links<'_>>, values: &Values<'_, '_>) -> Arc<Vec<Span>> {
    let Some(links) = links else { return Arc::default() };
    let mut above = "";
    let mut spans = Vec::new();
    for (at, _) in address.path.match_indices('.').chain([(address.path.len(), "")]) {
        let path = address.path.get(..at).unwrap_or_default();
        let name = path.get(above.len()..).unwrap_or_default().trim_start_matches('.');
        let call = links.configuration().module(above).and_then(|module| module.call(name));
        spans.extend(call.map(|call| values.at(call.get("source").unwrap_or(call))));
        above = path;
    }
    Arc::new(spans)
}
