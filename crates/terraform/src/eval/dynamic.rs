//! `dynamic` blocks.

use ringfence_hcl::ast::{Block, ExprKind, Name};
use ringfence_value::{Map, Reason, Value};

use super::block::Blocks;
use super::for_expr::elements;
use super::scope::Frame;
use super::{Evaluator, Scope};

impl Evaluator<'_, '_> {
    /// Adds the blocks that a `dynamic` makes.
    ///
    /// Source: hashicorp/hcl's `ext/dynblock` (read 2026-11-25).
    pub(super) fn dynamic(&self, block: &Block, into: &mut Blocks, scope: Scope<'_>) {
        let header = scope.at(block.header);
        let content = block.body.blocks_of("content").next();
        let (Some(content), Some(each)) = (content, block.body.value("for_each")) else {
            let wrong = self.error("a `dynamic` needs `for_each` and `content`", header);
            into.open.get_or_insert_with(|| Reason::of(&wrong, header));
            return;
        };
        let at = scope.at(each.range);
        let collection = self.eval(each, scope);
        if collection.is_null() {
            let wrong = self.error("`for_each` must not be null", at);
            into.open.get_or_insert_with(|| Reason::of(&wrong, at));
            return;
        }
        let Some(elements) = elements(&collection, at) else {
            let wrong = self.error(format!("`for_each` cannot go over a {}", collection.ty()), at);
            into.open.get_or_insert_with(|| Reason::of(&wrong, at));
            return;
        };
        let most = self.engine.limits.instances;
        let many = elements.pairs.len() > most;
        if many || !self.work_each(elements.pairs.len()) {
            let limit = format!("a `dynamic` over more than {most} elements");
            let over = if many { self.limited(&limit, at) } else { self.too_much(at) };
            into.open.get_or_insert_with(|| Reason::of(&over, at));
            return;
        }
        let iterator = iterator(block);
        for (key, value) in elements.pairs {
            let maybe = elements.open.is_some() && !value.is_known();
            let entries: Map = [("key".into(), key), ("value".into(), value)].into_iter().collect();
            let entry = Value::object(entries, at);
            let frame = Frame::Name { name: &iterator, value: &entry, outer: scope.frame };
            let mut made = self.nested(content, scope.with(&frame)).marked(collection.marks);
            made.maybe = maybe;
            if !self.hold_each([&made]) {
                let over = self.too_large(at);
                into.open.get_or_insert_with(|| Reason::of(&over, at));
                return;
            }
            into.values.push(made);
        }
        into.open = into.open.take().or(elements.open);
    }
}

/// The name of the element inside: `iterator`, or the kind of block.
fn iterator(block: &Block) -> Name {
    let named = block.body.value("iterator").and_then(|expr| match &expr.kind {
        ExprKind::Name(name) | ExprKind::String(name) => Some(name.clone()),
        _ => None,
    });
    named.or_else(|| block.label(0).cloned()).unwrap_or_default()
}
