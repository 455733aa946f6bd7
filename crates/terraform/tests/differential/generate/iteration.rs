//! `for` expressions.

use super::shape::Shape;
use super::writer::{Named, Writer};

use Shape::{Number, Text};

/// A collection, its names, and what is in scope while it is gone over.
struct Gone {
    names: String,
    collection: String,
    scope: Vec<Named>,
    value: String,
}

impl Writer<'_> {
    pub(crate) fn for_list(&mut self, of: &Shape, depth: usize) -> String {
        let gone = self.gone(depth);
        let result = self.with(gone.scope.clone(), |writer| writer.expression(of, depth));
        let condition = self.condition(&gone, depth);
        format!("[for {} in {} : {result}{condition}]", gone.names, gone.collection)
    }

    pub(crate) fn for_map(&mut self, of: &Shape, depth: usize) -> String {
        let gone = self.gone(depth);
        let key = self.key(&gone);
        let result = self.with(gone.scope.clone(), |writer| writer.expression(of, depth));
        let condition = self.condition(&gone, depth);
        format!("{{ for {} in {} : {key} => {result}{condition} }}", gone.names, gone.collection)
    }

    pub(crate) fn for_groups(&mut self, of: &Shape, depth: usize) -> String {
        let Shape::List(of) = of else { return self.for_map(of, depth) };
        let gone = self.gone(depth);
        let key = self.with(gone.scope.clone(), |writer| writer.expression(&Text, 1));
        let result = self.with(gone.scope.clone(), |writer| writer.expression(of, depth));
        let condition = self.condition(&gone, depth);
        format!("{{ for {} in {} : {key} => {result}...{condition} }}", gone.names, gone.collection)
    }

    fn gone(&mut self, depth: usize) -> Gone {
        let of = Shape::any(self.random, 1);
        let (whole, key_shape) = match self.random.below(4) {
            0 => (Shape::map(of.clone()), Text),
            1 => (Shape::set(of.clone()), of.clone()),
            _ => (Shape::list(of.clone()), Number),
        };
        let before = (std::mem::take(&mut self.secret), std::mem::take(&mut self.unknown));
        let collection = self.expression(&whole, depth);
        let used = (self.secret, self.unknown);
        (self.secret, self.unknown) = (before.0 || used.0, before.1 || used.1);
        let value = self.fresh();
        let mut scope = vec![element(&value, &of, used)];
        let mut names = value.clone();
        if self.random.chance(40) {
            let key = self.fresh();
            scope.push(element(&key, &key_shape, used));
            names = format!("{key}, {value}");
        }
        Gone { names, collection, scope, value }
    }

    /// A key that differs for most elements.
    fn key(&mut self, gone: &Gone) -> String {
        let first = gone.names.split(',').next().unwrap_or_default().to_owned();
        match self.random.below(4) {
            0 => self.with(gone.scope.clone(), |writer| writer.expression(&Text, 1)),
            1 => format!("jsonencode({})", gone.value),
            _ if first == gone.value => format!("jsonencode({first})"),
            _ => format!("\"k${{jsonencode({first})}}\""),
        }
    }

    fn condition(&mut self, gone: &Gone, depth: usize) -> String {
        if !self.random.chance(30) {
            return String::new();
        }
        let condition = self.with(gone.scope.clone(), |writer| writer.expression(&Shape::Bool, depth));
        format!(" if {condition}")
    }
}

/// An element of a collection, which may be sensitive and unknown like the whole.
fn element(text: &str, shape: &Shape, (secret, unknown): (bool, bool)) -> Named {
    Named { text: text.to_owned(), shape: shape.clone(), secret, known: !unknown }
}
