//! Expressions of a shape.

use super::literal::{hcl, literal};
use super::shape::Shape;
use crate::random::Random;

/// Something that an expression can refer to.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) text: String,
    pub(crate) shape: Shape,
    /// Whether it may be sensitive.
    pub(crate) secret: bool,
    /// Whether it is known before anything is applied.
    pub(crate) known: bool,
}

/// Writes expressions over the names that are in scope.
pub(crate) struct Writer<'r> {
    pub(crate) random: &'r mut Random,
    pub(crate) names: Vec<Named>,
    /// How often in a hundred something of a wrong shape is written.
    pub(crate) wild: usize,
    /// Only names that are known and not sensitive, as `count` and `for_each` need.
    pub(crate) plain: bool,
    /// Whether something sensitive was used.
    pub(crate) secret: bool,
    /// Whether something unknown was used.
    pub(crate) unknown: bool,
    /// Addresses of resources and calls.
    pub(crate) addresses: Vec<String>,
    fresh: usize,
}

impl<'r> Writer<'r> {
    pub(crate) fn new(random: &'r mut Random, wild: usize) -> Self {
        Self {
            random,
            names: Vec::new(),
            wild,
            plain: false,
            secret: false,
            unknown: false,
            addresses: Vec::new(),
            fresh: 0,
        }
    }

    /// An expression, and whether it may be sensitive, and whether it is known.
    pub(crate) fn tracked(&mut self, shape: &Shape, depth: usize) -> (String, bool, bool) {
        (self.secret, self.unknown) = (false, false);
        let text = self.expression(shape, depth);
        (text, self.secret, !self.unknown)
    }

    /// The same with further names in scope.
    pub(crate) fn tracked_with(
        &mut self,
        more: Vec<Named>,
        shape: &Shape,
        depth: usize,
    ) -> (String, bool, bool) {
        (self.secret, self.unknown) = (false, false);
        let text = self.with(more, |writer| writer.expression(shape, depth));
        (text, self.secret, !self.unknown)
    }

    /// The same over names that are known and not sensitive.
    pub(crate) fn plain(&mut self, shape: &Shape, depth: usize) -> String {
        self.plain = true;
        let text = self.expression(shape, depth);
        self.plain = false;
        text
    }

    /// An expression of that shape, so deep at most.
    pub(crate) fn expression(&mut self, shape: &Shape, depth: usize) -> String {
        if self.wild > 0 && self.random.chance(self.wild) {
            let other = Shape::any(self.random, 2);
            return self.well_formed(&other, depth);
        }
        self.well_formed(shape, depth)
    }

    fn well_formed(&mut self, shape: &Shape, depth: usize) -> String {
        if depth == 0 || self.random.chance(30) {
            return self.leaf(shape);
        }
        if self.random.chance(25) {
            return self.of_any_shape(shape, depth - 1);
        }
        match shape {
            Shape::Text => self.text(depth - 1),
            Shape::Number => self.number(depth - 1),
            Shape::Bool => self.truth(depth - 1),
            Shape::List(of) => self.list(of, depth - 1),
            Shape::Set(of) => self.set(of, depth - 1),
            Shape::Map(of) => self.map(of, depth - 1),
            Shape::Tuple(of) => self.tuple(of, depth - 1),
            Shape::Object(of) => self.object(of, depth - 1),
        }
    }

    /// A name if one fits, or a literal.
    pub(crate) fn leaf(&mut self, shape: &Shape) -> String {
        if self.random.chance(75)
            && let Some(name) = self.name(shape)
        {
            return name;
        }
        if self.wild > 0 && self.random.chance(3) {
            return "null".to_owned();
        }
        let value = literal(self.random, shape);
        hcl(&value)
    }

    fn name(&mut self, shape: &Shape) -> Option<String> {
        let loose = self.random.chance(15);
        let usable = |named: &Named| !self.plain || named.known && !named.secret;
        let mut found: Vec<Named> = Vec::new();
        for named in self.names.iter().filter(|named| usable(named)) {
            if named.shape == *shape || loose && named.shape.converts_to(shape) {
                found.push(named.clone());
            }
            found.extend(inside(named).into_iter().filter(|inner| inner.shape == *shape));
        }
        if found.is_empty() {
            return None;
        }
        let named = self.random.pick(&found).clone();
        self.secret |= named.secret;
        self.unknown |= !named.known;
        Some(named.text)
    }

    /// A name for an iteration that nothing else has.
    pub(crate) fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("v{}", self.fresh)
    }

    /// What a function writes with further names in scope.
    pub(crate) fn with(&mut self, more: Vec<Named>, write: impl FnOnce(&mut Self) -> String) -> String {
        let count = self.names.len();
        self.names.extend(more);
        let text = write(self);
        self.names.truncate(count);
        text
    }
}

/// The attributes and elements of a name.
fn inside(named: &Named) -> Vec<Named> {
    let part = |text: String, shape: &Shape| Named { text, shape: shape.clone(), ..named.clone() };
    match &named.shape {
        Shape::Object(of) => of
            .iter()
            .flat_map(|(name, shape)| {
                let dotted = part(format!("{}.{name}", named.text), shape);
                let indexed = part(format!("{}[\"{name}\"]", named.text), shape);
                [dotted, indexed]
            })
            .collect(),
        Shape::Tuple(of) => {
            of.iter().enumerate().map(|(at, shape)| part(format!("{}[{at}]", named.text), shape)).collect()
        }
        _ => Vec::new(),
    }
}
