//! Bodies of blocks to maps.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_hcl::ast::{Attribute, Block, Name};
use ringfence_model::{FileId, Span};
use ringfence_value::{Map, Partial, Reason, Type, Value};

use super::memory::bytes_of;
use super::{Evaluator, Scope};
use crate::config::Declared;

/// What Terraform itself reads in a resource.
const META_ATTRIBUTES: [&str; 5] = ["count", "for_each", "provider", "depends_on", "providers"];
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// Blocks of one kind, and why there may be others.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) values: Vec<Value>,
    pub(super) open: Option<Arc<Reason>>,
}

impl Evaluator<'_, '_> {
    /// A resource's body without what Terraform itself reads.
    pub(super) fn resource_body<N>(&self, declared: &Declared<N>, scope: Scope<'_>) -> Map {
        let attributes = declared
            .attributes()
            .filter(|(attribute, _)| !META_ATTRIBUTES.contains(&attribute.name.as_ref()));
        let blocks = declared.blocks().filter(|(block, _)| !META_BLOCKS.contains(&block.kind.as_ref()));
        self.body(attributes, blocks, scope)
    }

    /// A nested block's value.
    pub(super) fn nested(&self, block: &Block, scope: Scope<'_>) -> Value {
        let file = scope.file;
        let attributes = block.body.attributes.iter().map(|attribute| (attribute, file));
        let blocks = block.body.blocks.iter().map(|block| (block, file));
        let body = self.body(attributes, blocks, scope);
        if !self.hold(bytes_of(&body)) {
            return self.too_large(scope.at(block.range));
        }
        Value::object(body, scope.at(block.range))
    }

    fn body<'b>(
        &self,
        attributes: impl Iterator<Item = (&'b Attribute, FileId)>,
        blocks: impl Iterator<Item = (&'b Block, FileId)>,
        scope: Scope<'_>,
    ) -> Map {
        let written = attributes.map(|(attribute, file)| {
            (attribute.name.clone(), self.eval(&attribute.value, scope.in_file(file)))
        });
        let mut map: Map = written.collect();
        let mut kinds = BTreeMap::<Name, (Span, Blocks)>::new();
        for (block, file) in blocks {
            let scope = scope.in_file(file);
            let kind = block.dynamic().map_or_else(|| block.kind.clone(), Name::from);
            let (_, made) = kinds.entry(kind).or_insert_with(|| (scope.at(block.range), Blocks::default()));
            match block.dynamic() {
                Some(_) => self.dynamic(block, made, scope),
                None => made.values.push(self.nested(block, scope)),
            }
        }
        for (kind, (at, blocks)) in kinds {
            if !map.contains_key(&kind) {
                map.insert(kind, gathered(blocks, at));
            }
        }
        map
    }
}

/// Blocks of one kind as a tuple of objects.
fn gathered(blocks: Blocks, first: Span) -> Value {
    let at = blocks.values.first().map_or(first, |block| block.origin.at);
    match blocks.open {
        None => Value::tuple(blocks.values, at),
        Some(why) => {
            Value::unknown(Type::Dynamic, why, at).with_partial(Some(Partial::elements(blocks.values)))
        }
    }
}
