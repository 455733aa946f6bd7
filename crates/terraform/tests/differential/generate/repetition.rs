//! `count` and `for_each`, and how their instances are referred to.

use super::literal::{TEXTS, hcl, literal, quote};
use super::shape::Shape;
use super::writer::{Named, Writer};

/// Which instances there are.
enum Instances {
    Single,
    /// So many, if it is written as a number.
    Count(Option<usize>),
    /// Those of the keys that are written.
    Each(Vec<String>),
}

/// What is written for the instances of a block.
pub(crate) struct Repetition {
    instances: Instances,
    /// The argument, on a line of its own.
    pub(crate) written: String,
    /// The same with a literal value.
    pub(crate) spare: String,
    /// What is in scope in the block only.
    pub(crate) scope: Vec<Named>,
}

fn named(text: impl Into<String>, shape: &Shape) -> Named {
    Named { text: text.into(), shape: shape.clone(), secret: false, known: true }
}

impl Writer<'_> {
    /// None, `count` or `for_each`.
    pub(crate) fn repetition(&mut self) -> Repetition {
        match self.random.below(10) {
            0 | 1 => self.counted(),
            2..=4 => self.each(),
            _ => Repetition {
                instances: Instances::Single,
                written: String::new(),
                spare: String::new(),
                scope: Vec::new(),
            },
        }
    }

    fn counted(&mut self) -> Repetition {
        let literal = self.random.below(4);
        let (count, written) = match self.random.below(4) {
            0 => {
                let of = Shape::any(self.random, 1);
                (None, format!("length({})", self.plain(&Shape::list(of), 2)))
            }
            1 if self.random.chance(10) => (None, self.expression(&Shape::Number, 2)),
            1 => (None, format!("{} ? 1 : 0", self.plain(&Shape::Bool, 2))),
            _ => (Some(literal), literal.to_string()),
        };
        Repetition {
            instances: Instances::Count(count),
            written: format!("  count = {written}\n"),
            spare: format!("  count = {literal}\n"),
            scope: vec![named("count.index", &Shape::Number)],
        }
    }

    fn each(&mut self) -> Repetition {
        let count = self.random.below(3);
        let mut keys: Vec<String> = (0..count).map(|_| (*self.random.pick(&TEXTS)).to_owned()).collect();
        keys.sort();
        keys.dedup();
        let of = Shape::any(self.random, 1);
        let quoted: Vec<String> = keys.iter().map(|key| quote(key)).collect();
        let spare = format!("toset([{}])", quoted.join(", "));
        let (keys, written, of) = match self.random.below(5) {
            0 => (Vec::new(), format!("toset({})", self.plain(&Shape::list(Shape::Text), 2)), Shape::Text),
            // It may be unknown or sensitive, which Terraform refuses.
            1 if self.random.chance(10) => (Vec::new(), self.expression(&Shape::map(of.clone()), 2), of),
            1 => (Vec::new(), self.plain(&Shape::map(of.clone()), 2), of),
            2 | 3 => {
                let entries: Vec<String> =
                    quoted.iter().map(|key| format!("{key} = {}", hcl(&literal(self.random, &of)))).collect();
                (keys, format!("{{ {} }}", entries.join(", ")), of)
            }
            _ => (keys, spare.clone(), Shape::Text),
        };
        Repetition {
            instances: Instances::Each(keys),
            written: format!("  for_each = {written}\n"),
            spare: format!("  for_each = {spare}\n"),
            scope: vec![named("each.key", &Shape::Text), named("each.value", &of)],
        }
    }
}

impl Repetition {
    /// Whether there surely is an instance.
    pub(crate) fn is_there(&self) -> bool {
        match &self.instances {
            Instances::Single => true,
            Instances::Count(count) => count.is_some_and(|count| count > 0),
            Instances::Each(keys) => !keys.is_empty(),
        }
    }

    /// References to an attribute of the instances at an address.
    pub(crate) fn references(&self, address: &str, attribute: &Named) -> Vec<Named> {
        let name = &attribute.text;
        let shape = &attribute.shape;
        let at = |text: String, shape: Shape| Named { text, shape, ..attribute.clone() };
        match &self.instances {
            Instances::Single => vec![at(format!("{address}.{name}"), shape.clone())],
            Instances::Count(count) => {
                let mut found = vec![at(format!("{address}[*].{name}"), Shape::list(shape.clone()))];
                if count.is_some_and(|count| count > 0) {
                    found.push(at(format!("{address}[0].{name}"), shape.clone()));
                }
                found
            }
            Instances::Each(keys) => {
                let mut found = vec![
                    at(format!("values({address})[*].{name}"), Shape::list(shape.clone())),
                    at(format!("{{ for k, v in {address} : k => v.{name} }}"), Shape::map(shape.clone())),
                ];
                found.extend(
                    keys.first().map(|key| at(format!("{address}[{}].{name}", quote(key)), shape.clone())),
                );
                found
            }
        }
    }
}
