//! Expressions that may have any shape: choices, attempts, steps into others.

use super::shape::Shape;
use super::writer::Writer;

impl Writer<'_> {
    pub(crate) fn of_any_shape(&mut self, shape: &Shape, depth: usize) -> String {
        match self.random.below(14) {
            0..=2 => {
                let condition = self.expression(&Shape::Bool, depth);
                let then = self.expression(shape, depth);
                let otherwise =
                    if self.random.chance(12) { "null".to_owned() } else { self.expression(shape, depth) };
                let (then, otherwise) =
                    if self.random.chance(50) { (then, otherwise) } else { (otherwise, then) };
                format!("({condition} ? {then} : {otherwise})")
            }
            3 => {
                let wrong = self.attempt(depth);
                format!("try({wrong}, {})", self.expression(shape, depth))
            }
            4 => format!("try({}, {})", self.expression(shape, depth), self.leaf(shape)),
            5 | 6 => {
                // An element of a list that surely has one.
                let list = self.expression(&Shape::list(shape.clone()), depth);
                let more = self.expression(shape, depth);
                let index = self.random.below(2);
                match self.random.below(4) {
                    0 => format!("element(concat({list}, [{more}]), {index})"),
                    1 => format!("concat([{more}], {list})[0]"),
                    2 => format!("one([{more}])"),
                    _ => format!("[{more}, {list}][0]"),
                }
            }
            7 => {
                let map = self.expression(&Shape::map(shape.clone()), depth);
                let key = self.expression(&Shape::Text, depth.min(1));
                format!("lookup({map}, {key}, {})", self.expression(shape, depth))
            }
            8 => format!("{{ x = {}, y = 1 }}.x", self.expression(shape, depth)),
            9 => format!("coalesce({}, {})", self.expression(shape, depth), self.leaf(shape)),
            10 if !self.plain => {
                self.secret = true;
                format!("sensitive({})", self.expression(shape, depth))
            }
            11 if self.random.chance(50) => {
                let value = self.expression(shape, depth);
                format!("(issensitive({value}) ? nonsensitive({value}) : {value})")
            }
            12 => format!("({})", self.expression(shape, depth)),
            _ => self.leaf(shape),
        }
    }

    /// Something that may well be wrong, for `try` and `can`.
    pub(crate) fn attempt(&mut self, depth: usize) -> String {
        let other = Shape::any(self.random, 1);
        let inner = self.expression(&other, depth);
        match self.random.below(6) {
            0 => format!("{inner}.nothing"),
            1 => format!("{inner}[3]"),
            2 => format!("tonumber({inner})"),
            3 => format!("{inner} + 1"),
            4 => format!("tomap({inner})[\"a\"]"),
            _ => format!("upper({inner})"),
        }
    }
}
