//! Bodies of blocks to maps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Engine, Scope};
use crate::syntax::{Block, Body};
use crate::{Map, Origin, Unknown, Value, ValueKind};

/// What Terraform itself reads in a resource.
const META_ATTRIBUTES: [&str; 4] = ["count", "for_each", "provider", "depends_on"];
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// Blocks of one kind, and why there may be others.
#[derive(Default)]
pub(crate) struct Blocks {
    pub(crate) values: Vec<Value>,
    pub(crate) open: Option<Arc<Unknown>>,
}

impl Engine<'_> {
    /// A resource's body without what Terraform itself reads.
    pub(crate) fn resource_body(&self, body: &Body, scope: Scope<'_>) -> Map {
        self.map(body, scope, |name| META_ATTRIBUTES.contains(&name), |kind| META_BLOCKS.contains(&kind))
    }

    /// A nested block's value.
    pub(crate) fn nested(&self, block: &Block, scope: Scope<'_>) -> Value {
        let map = self.map(&block.body, scope, |_| false, |_| false);
        Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(block.span))
    }

    fn map(
        &self,
        body: &Body,
        scope: Scope<'_>,
        skip_attribute: impl Fn(&str) -> bool,
        skip_block: impl Fn(&str) -> bool,
    ) -> Map {
        let mut map = Map::new();
        for attribute in body.attributes.iter().filter(|attribute| !skip_attribute(&attribute.name)) {
            map.insert(attribute.name.clone(), self.eval(&attribute.value, scope));
        }
        let mut kinds = BTreeMap::<Arc<str>, Blocks>::new();
        for block in body.blocks.iter().filter(|block| !skip_block(&block.kind)) {
            match block.dynamic() {
                Some(kind) => {
                    let kind = kinds.entry(kind.into()).or_default();
                    self.dynamic(block, kind, scope);
                }
                None => kinds.entry(block.kind.clone()).or_default().values.push(self.nested(block, scope)),
            }
        }
        for (kind, blocks) in kinds {
            let at = blocks.values.first().map_or(self.nowhere, |block| block.origin.at);
            let mut list = Value::new(ValueKind::List(Arc::new(blocks.values)), Origin::literal(at));
            list.open = blocks.open;
            map.entry(kind).or_insert(list);
        }
        map
    }
}
