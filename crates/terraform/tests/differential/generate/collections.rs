//! Expressions that give collections and structures.

use super::shape::Shape;
use super::writer::Writer;

use Shape::{Bool, Number, Text};

impl Writer<'_> {
    pub(crate) fn list(&mut self, of: &Shape, depth: usize) -> String {
        let whole = Shape::list(of.clone());
        match self.random.below(24) {
            0 | 1 => format!("tolist([{}])", self.items(of, depth)),
            2 | 3 => format!("[{}]", self.items(of, depth)),
            4..=6 => self.for_list(of, depth),
            7 => format!("concat({}, {})", self.expression(&whole, depth), self.expression(&whole, depth)),
            8 => {
                let function = *self.random.pick(&["reverse", "distinct", "reverse"]);
                format!("{function}({})", self.expression(&whole, depth))
            }
            9 => format!("slice({}, 0, 1)", self.plus(of, depth)),
            10 => format!("flatten([{}, [{}]])", self.expression(&whole, depth), self.leaf(of)),
            11 => format!("values({})", self.expression(&Shape::map(of.clone()), depth)),
            12 => format!("tolist({})", self.expression(&Shape::set(of.clone()), depth)),
            13 => {
                let inner = Shape::Object(vec![("a", of.clone()), ("b", Text)]);
                let list = Shape::list(inner);
                let splat = *self.random.pick(&["[*].a", ".*.a", "[*][\"a\"]"]);
                format!("{}{splat}", self.expression(&list, depth))
            }
            17 => format!("chunklist({}, 2)[0]", self.plus(of, depth)),
            18 => format!("coalescelist({}, [{}])", self.expression(&whole, depth), self.leaf(of)),
            19 => format!("matchkeys({}, [1, 2], [{}])", self.expression(&whole, depth), self.leaf(&Number)),
            20 => format!("setproduct({}, [1])[*][0]", self.expression(&whole, depth)),
            21 => format!("lookup({{ a = {} }}, \"a\", [])", self.expression(&whole, depth)),
            22 => format!("try({}, [])", self.expression(&whole, depth)),
            14 if *of == Text => self.texts(depth),
            15 if *of == Number => format!("range({})", self.random.below(4)),
            16 if self.random.chance(40) => format!("{}[*]", self.leaf(of)),
            _ => self.expression(&whole, depth.saturating_sub(1)),
        }
    }

    fn texts(&mut self, depth: usize) -> String {
        let list = Shape::list(Text);
        match self.random.below(6) {
            0 => format!("split(\",\", {})", self.expression(&Text, depth)),
            1 => format!("sort({})", self.expression(&list, depth)),
            2 => format!("compact({})", self.expression(&list, depth)),
            3 => {
                let shape = Shape::any(self.random, 1);
                format!("keys({})", self.expression(&Shape::map(shape), depth))
            }
            4 => format!("formatlist(\"%s-%s\", {}, {})", self.expression(&list, depth), self.leaf(&Text)),
            _ => format!("regexall(\"[a-z]\", {})", self.expression(&Text, depth)),
        }
    }

    pub(crate) fn set(&mut self, of: &Shape, depth: usize) -> String {
        let whole = Shape::set(of.clone());
        match self.random.below(7) {
            0..=2 => format!("toset({})", self.expression(&Shape::list(of.clone()), depth)),
            3 => {
                let function = *self.random.pick(&["setunion", "setintersection", "setsubtract"]);
                format!("{function}({}, {})", self.expression(&whole, depth), self.expression(&whole, depth))
            }
            4 => format!("toset([{}])", self.items(of, depth)),
            _ => self.expression(&whole, depth.saturating_sub(1)),
        }
    }

    pub(crate) fn map(&mut self, of: &Shape, depth: usize) -> String {
        let whole = Shape::map(of.clone());
        match self.random.below(13) {
            0 | 1 => format!("tomap({{ {} }})", self.entries(of, depth)),
            2 | 3 => format!("{{ {} }}", self.entries(of, depth)),
            4..=6 => self.for_map(of, depth),
            7 => format!("merge({}, {})", self.expression(&whole, depth), self.expression(&whole, depth)),
            8 => {
                let (keys, values) = (self.leaf(&Text), self.leaf(of));
                format!("zipmap([{keys}], [{values}])")
            }
            9 if *of == Shape::list(Text) => format!("transpose({})", self.expression(&whole, depth)),
            10 if matches!(of, Shape::List(_)) => self.for_groups(of, depth),
            11 => {
                let shape = Shape::any(self.random, 1);
                let object = Shape::Object(vec![("a", shape), ("b", Bool)]);
                format!("({} ? {{}} : {})", self.expression(&Bool, depth), self.leaf(&object))
            }
            _ => self.expression(&whole, depth.saturating_sub(1)),
        }
    }

    pub(crate) fn tuple(&mut self, of: &[Shape], depth: usize) -> String {
        let items: Vec<String> = of.iter().map(|of| self.expression(of, depth)).collect();
        match self.random.below(6) {
            0 => format!("concat([{}], [])", items.join(", ")),
            1 => format!("jsondecode(jsonencode([{}]))", items.join(", ")),
            _ => format!("[{}]", items.join(", ")),
        }
    }

    pub(crate) fn object(&mut self, of: &[(&'static str, Shape)], depth: usize) -> String {
        let mut entries: Vec<String> = Vec::new();
        for (name, of) in of {
            let value = self.expression(of, depth);
            let colon = if self.random.chance(15) { ":" } else { "=" };
            entries.push(match self.random.below(5) {
                0 => format!("\"{name}\" {colon} {value}"),
                1 => format!("(\"{name}\") {colon} {value}"),
                _ => format!("{name} {colon} {value}"),
            });
        }
        let object = format!("{{ {} }}", entries.join(", "));
        match self.random.below(8) {
            0 => format!("merge({{}}, {object})"),
            1 => format!("jsondecode(jsonencode({object}))"),
            2 => format!("merge({object}, {object})"),
            _ => object,
        }
    }

    fn items(&mut self, of: &Shape, depth: usize) -> String {
        let items: Vec<String> = (0..self.random.below(4)).map(|_| self.expression(of, depth)).collect();
        items.join(", ")
    }

    fn entries(&mut self, of: &Shape, depth: usize) -> String {
        let keys = ["a", "b", "\"c d\"", "name"];
        let entries: Vec<String> = keys
            .iter()
            .take(self.random.below(4))
            .map(|key| {
                if self.random.chance(15) {
                    let key = self.expression(&Text, depth.min(1));
                    return format!("({key}) = {}", self.expression(of, depth));
                }
                format!("{key} = {}", self.expression(of, depth))
            })
            .collect();
        entries.join(", ")
    }
}
