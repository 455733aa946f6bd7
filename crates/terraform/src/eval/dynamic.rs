//! `dynamic` blocks.

use std::sync::Arc;

use super::block::Blocks;
use super::for_expr::elements;
use super::scope::Frame;
use super::unknown::{because, error};
use super::{Engine, Scope};
use crate::syntax::{Block, ExprKind};
use crate::{Map, Origin, Unknown, Value, ValueKind};

impl Engine<'_> {
    /// Adds the blocks that a `dynamic` makes.
    pub(crate) fn dynamic(&self, block: &Block, into: &mut Blocks, scope: Scope<'_>) {
        let Some(content) = block.body.blocks.iter().find(|inner| inner.kind.as_ref() == "content") else {
            into.open.get_or_insert_with(|| {
                because(&error("a `dynamic` needs `content`", block.header), block.header)
            });
            return;
        };
        let Some(each) = block.body.attribute("for_each") else {
            into.open.get_or_insert_with(|| {
                because(&error("a `dynamic` needs `for_each`", block.header), block.header)
            });
            return;
        };
        let collection = self.eval(each, scope);
        let Some(elements) = elements(&collection, each.span) else {
            if !collection.is_null() {
                let wrong = error("`for_each` needs a list, set, map or object", each.span);
                into.open.get_or_insert_with(|| because(&wrong, each.span));
            }
            return;
        };
        if elements.pairs.len() > self.limits.instances || !self.work_each(elements.pairs.len()) {
            into.open.get_or_insert_with(|| because(&self.too_much(each.span), each.span));
            return;
        }
        let iterator = iterator(block);
        for (key, value) in elements.pairs {
            let maybe = elements.open.is_some() && value.is_unknown();
            let entries: Map = [("key".into(), key), ("value".into(), value)].into_iter().collect();
            let entry = Value::new(ValueKind::Map(Arc::new(entries)), Origin::literal(each.span));
            let frame = Frame::Name { name: &iterator, value: &entry, outer: scope.frame };
            let mut made = self.nested(content, scope.with(&frame));
            made.maybe = maybe;
            made.sensitive |= collection.sensitive;
            into.values.push(made);
        }
        note_open(&mut into.open, elements.open);
    }
}

fn note_open(open: &mut Option<Arc<Unknown>>, more: Option<Arc<Unknown>>) {
    if open.is_none() {
        *open = more;
    }
}

/// The name of the element inside: `iterator`, or the kind of block.
fn iterator(block: &Block) -> Arc<str> {
    let named = block.body.attribute("iterator").and_then(|expr| match &expr.kind {
        ExprKind::Name(name) | ExprKind::String(name) => Some(name.clone()),
        _ => None,
    });
    named.or_else(|| block.label(0).cloned()).unwrap_or_default()
}
