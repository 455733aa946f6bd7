//! Expressions that give texts, numbers and truth values.

use super::shape::Shape;
use super::writer::Writer;

use Shape::{Bool, Number, Text};

impl Writer<'_> {
    pub(crate) fn text(&mut self, depth: usize) -> String {
        let list = Shape::list(Text);
        match self.random.below(32) {
            0..=4 => self.template(depth),
            5 | 6 => self.call(
                &["upper", "lower", "title", "trimspace", "chomp", "strrev", "md5", "sha1"],
                &[Text],
                depth,
            ),
            7 => self.call(
                &["sha256", "sha512", "base64encode", "base64sha256", "urlencode", "basename", "dirname"],
                &[Text],
                depth,
            ),
            8 | 9 => self.call(&["join"], &[Text, list], depth),
            10 => self.call(&["replace"], &[Text, Text, Text], depth),
            11 => self.call(&["trim", "trimprefix", "trimsuffix"], &[Text, Text], depth),
            12 => format!(
                "substr({}, {}, {})",
                self.expression(&Text, depth),
                self.random.below(3),
                self.random.below(4)
            ),
            13 | 14 => self.formatted(depth),
            15 | 16 => {
                let shape = Shape::any(self.random, 2);
                let function = *self.random.pick(&["jsonencode", "jsonencode", "yamlencode"]);
                format!("{function}({})", self.expression(&shape, depth))
            }
            17 => {
                let shape = Shape::primitive(self.random);
                format!("tostring({})", self.expression(&shape, depth))
            }
            _ => self.further_text(depth),
        }
    }

    fn further_text(&mut self, depth: usize) -> String {
        let list = Shape::list(Text);
        match self.random.below(14) {
            0 => format!("cidrsubnet(\"10.{}.0.0/16\", 8, {})", self.random.below(9), self.random.below(9)),
            1 => format!("cidrhost(\"10.0.0.0/8\", {})", self.leaf(&Number)),
            2 => format!("indent({}, {})", self.random.below(4), self.expression(&Text, depth)),
            3 => format!("regex(\"[a-z]*\", {})", self.expression(&Text, depth)),
            4 => {
                self.random.pick(&["path.module", "path.root", "terraform.workspace", "path.cwd"]).to_string()
            }
            5 | 6 => {
                let list = self.expression(&Shape::list(Text), depth);
                format!("join(\",\", {list}[*])")
            }
            7 => self.call(&["abspath", "pathexpand", "nonsensitive", "base64decode"], &[Text], depth),
            8 => format!("one({})", self.expression(&list, depth)),
            9 => {
                format!("templatestring({}, {{ a = {} }})", self.leaf(&Text), self.expression(&Text, depth))
            }
            10 => format!("element({}, {})", self.plus(&Text, depth), self.expression(&Number, depth)),
            11 => format!("coalesce({}, \"z\")", self.expression(&Text, depth)),
            _ => format!(
                "formatdate(\"YYYY-MM-DD\", timeadd(\"2024-01-0{}T00:00:00Z\", \"{}h\"))",
                1 + self.random.below(9),
                self.random.below(99)
            ),
        }
    }

    pub(crate) fn number(&mut self, depth: usize) -> String {
        match self.random.below(17) {
            0..=2 => {
                let operator = *self.random.pick(&["+", "-", "*"]);
                format!(
                    "({} {operator} {})",
                    self.expression(&Number, depth),
                    self.expression(&Number, depth)
                )
            }
            3 => format!(
                "({} {} {})",
                self.expression(&Number, depth),
                self.random.pick(&["/", "%"]),
                1 + self.random.below(7)
            ),
            4 | 5 => {
                let shape = Shape::any(self.random, 1);
                let of = self
                    .random
                    .pick(&[Text, Shape::list(shape.clone()), Shape::map(shape.clone()), Shape::set(shape)])
                    .clone();
                format!("length({})", self.expression(&of, depth))
            }
            6 => self.call(&["abs", "ceil", "floor", "signum"], &[Number], depth),
            7 => self.call(&["max", "min"], &[Number, Number], depth),
            8 => format!(
                "sum(concat([{}], {}))",
                self.leaf(&Number),
                self.expression(&Shape::list(Number), depth)
            ),
            9 => format!("parseint(\"{}\", {})", self.random.below(99), 10 + self.random.below(20)),
            10 => format!("tonumber(\"{}\")", self.random.below(99)),
            11 => format!("-{}", self.expression(&Number, depth)),
            12 => self.call(&["log", "pow"], &[Number, Number], depth),
            13 => format!("index({}, {})", self.plus(&Text, depth), self.leaf(&Text)),
            14 => self.call(&["tonumber", "length"], &[Text], depth),
            _ => format!("max({}...)", self.plus(&Number, depth)),
        }
    }

    pub(crate) fn truth(&mut self, depth: usize) -> String {
        match self.random.below(15) {
            0 | 1 => {
                let shape = Shape::any(self.random, 1);
                let operator = *self.random.pick(&["==", "!="]);
                format!("({} {operator} {})", self.expression(&shape, depth), self.expression(&shape, depth))
            }
            2 => format!("({} == null)", {
                let shape = Shape::any(self.random, 1);
                self.expression(&shape, depth)
            }),
            3 | 4 => {
                let operator = *self.random.pick(&["<", "<=", ">", ">="]);
                format!(
                    "({} {operator} {})",
                    self.expression(&Number, depth),
                    self.expression(&Number, depth)
                )
            }
            5 | 6 => {
                let operator = *self.random.pick(&["&&", "||"]);
                format!("({} {operator} {})", self.expression(&Bool, depth), self.expression(&Bool, depth))
            }
            7 => format!("!{}", self.expression(&Bool, depth)),
            8 => {
                let shape = Shape::primitive(self.random);
                let of = if self.random.chance(50) {
                    Shape::list(shape.clone())
                } else {
                    Shape::set(shape.clone())
                };
                format!("contains({}, {})", self.expression(&of, depth), self.expression(&shape, depth))
            }
            9 => self.call(&["startswith", "endswith", "strcontains"], &[Text, Text], depth),
            10 => self.call(&["alltrue", "anytrue"], &[Shape::list(Bool)], depth),
            11 | 12 => format!("can({})", self.attempt(depth)),
            13 if !self.plain => format!("issensitive({})", {
                let shape = Shape::any(self.random, 1);
                self.expression(&shape, depth)
            }),
            _ => format!("tobool(\"{}\")", self.random.chance(50)),
        }
    }

    /// A call of one of these functions, which all take such arguments.
    fn call(&mut self, functions: &[&str], arguments: &[Shape], depth: usize) -> String {
        let function = *self.random.pick(functions);
        let arguments: Vec<String> = arguments.iter().map(|shape| self.expression(shape, depth)).collect();
        format!("{function}({})", arguments.join(", "))
    }

    fn formatted(&mut self, depth: usize) -> String {
        match self.random.below(4) {
            0 => format!(
                "format(\"%s/%s\", {}, {})",
                self.expression(&Text, depth),
                self.expression(&Text, depth)
            ),
            1 => format!(
                "format(\"%03d-%v\", {}, {})",
                self.random.below(2000),
                self.expression(&Number, depth)
            ),
            2 => format!(
                "format(\"%q %t\", {}, {})",
                self.expression(&Text, depth),
                self.expression(&Bool, depth)
            ),
            _ => {
                let shape = Shape::any(self.random, 1);
                format!("format(\"%#v\", {})", self.expression(&shape, depth))
            }
        }
    }

    /// A list that is not empty.
    pub(crate) fn plus(&mut self, of: &Shape, depth: usize) -> String {
        let list = self.expression(&Shape::list(of.clone()), depth);
        format!("concat({list}, [{}])", self.leaf(of))
    }
}
