//! Expressions.

use std::fmt::Write as _;

use super::{Generator, Piece, Place};

/// Inside brackets that are not an object's.
const FREE: Place = Place { free: true, line_follows: false };

const OPERATORS: [(&str, &str, u8); 13] = [
    ("||", "Or", 1),
    ("&&", "And", 2),
    ("==", "Equal", 3),
    ("!=", "NotEqual", 3),
    (">", "Greater", 4),
    (">=", "GreaterOrEqual", 4),
    ("<", "Less", 4),
    ("<=", "LessOrEqual", 4),
    ("+", "Add", 5),
    ("-", "Subtract", 5),
    ("*", "Multiply", 6),
    ("/", "Divide", 6),
    ("%", "Remainder", 6),
];

impl Generator {
    pub(super) fn expression(&mut self, depth: usize, place: Place) -> Piece {
        if depth == 0 {
            return self.leaf();
        }
        match self.below(17) {
            3 => self.quoted(depth - 1),
            4 if place.line_follows => self.heredoc(depth - 1),
            5 => self.list(depth - 1),
            6 => self.object(depth - 1),
            7 => self.call(depth - 1),
            8 => self.conditional(depth - 1, place),
            9 => self.binary(depth - 1, place),
            10 => self.unary(depth - 1, place),
            11 => self.for_expression(depth - 1),
            12 => self.parentheses(depth - 1),
            13 => self.traversal(depth - 1, place),
            _ => self.leaf(),
        }
    }

    fn leaf(&mut self) -> Piece {
        match self.below(6) {
            0 => {
                let digits = self.pick(&["0", "7", "12", "1.5", "0.25", "2e3", "1.5E+2", "100"]);
                Piece::new(digits, super::super::dump::number(digits))
            }
            1 => Piece::new(self.pick(&["true"]), "true"),
            2 => Piece::new("null", "null"),
            3 => self.plain_text(),
            _ => {
                let name = self.name();
                Piece::new(name.clone(), name)
            }
        }
    }

    /// Parses as one operand of an operator of a level.
    fn operand(&mut self, depth: usize, place: Place, level: u8) -> Piece {
        let inner = self.expression(depth, Place { line_follows: false, ..place });
        if inner.level >= level {
            return inner;
        }
        Piece::new(format!("({})", inner.text), format!("({})", inner.dump))
    }

    fn parentheses(&mut self, depth: usize) -> Piece {
        let inner = self.expression(depth, FREE);
        let (before, after) = (self.gap(true), self.gap(true));
        Piece::new(format!("({before}{}{after})", inner.text), format!("({})", inner.dump))
    }

    fn binary(&mut self, depth: usize, place: Place) -> Piece {
        let (sign, name, level) = self.pick(&OPERATORS);
        let left = self.operand(depth, place, level);
        let right = self.operand(depth, place, level + 1);
        let (before, after) = (self.space(place.free), self.space(place.free));
        let text = format!("{}{before}{sign}{after}{}", left.text, right.text);
        Piece { text, dump: format!("({name} {} {})", left.dump, right.dump), level }
    }

    fn unary(&mut self, depth: usize, place: Place) -> Piece {
        let (sign, name) = self.pick(&[("-", "Negate"), ("!", "Not")]);
        let inner = self.operand(depth, place, 7);
        // `hcl-edit` takes no line ends after a sign.
        let gap = self.gap(place.free && self.beyond);
        Piece {
            text: format!("{sign}{gap}{}", inner.text),
            dump: format!("({name} {})", inner.dump),
            level: 7,
        }
    }

    fn conditional(&mut self, depth: usize, place: Place) -> Piece {
        let place = Place { line_follows: false, ..place };
        let condition = self.operand(depth, place, 1);
        let then = self.expression(depth, place);
        let otherwise = self.expression(depth, place);
        let gaps: Vec<String> = (0..4).map(|_| self.space(place.free)).collect();
        let text = format!(
            "{}{}?{}{}{}:{}{}",
            condition.text, gaps[0], gaps[1], then.text, gaps[2], gaps[3], otherwise.text
        );
        let dump = format!("(if {} {} {})", condition.dump, then.dump, otherwise.dump);
        Piece { text, dump, level: 0 }
    }

    fn list(&mut self, depth: usize) -> Piece {
        let items: Vec<Piece> = (0..self.below(4)).map(|_| self.expression(depth, FREE)).collect();
        let text = self.separated(&items, true);
        let dumps: Vec<_> = items.into_iter().map(|item| item.dump).collect();
        Piece::new(format!("[{text}]"), format!("[{}]", dumps.join(", ")))
    }

    /// Items with commas between them.
    fn separated(&mut self, items: &[Piece], trailing: bool) -> String {
        let mut text = self.gap(true);
        for (index, item) in items.iter().enumerate() {
            text.push_str(&item.text);
            text.push_str(&self.gap(true));
            if index + 1 < items.len() || (trailing && self.chance(30)) {
                text.push(',');
                text.push_str(&self.gap(true));
            }
        }
        text
    }

    fn call(&mut self, depth: usize) -> Piece {
        let name = self.pick(&["f", "merge", "provider::aws::arn", "a-b"]);
        let args: Vec<Piece> = (0..self.below(4)).map(|_| self.expression(depth, FREE)).collect();
        let expand = !args.is_empty() && self.chance(20);
        let mut text = self.separated(&args, !expand);
        let mut dumps = args.into_iter().map(|arg| arg.dump).collect::<Vec<_>>().join(", ");
        if expand {
            text.push_str("...");
            dumps.push_str(" ...");
        }
        Piece::new(format!("{name}({text})"), format!("({name}({dumps}))"))
    }

    fn object(&mut self, depth: usize) -> Piece {
        let count = self.below(4);
        let mut text = self.pick(&["", " "]).to_owned();
        let mut dumps = Vec::new();
        for index in 0..count {
            if self.chance(40) {
                text.push_str(self.eol);
            }
            let last = index + 1 == count;
            let by_line = self.chance(60);
            let key = self.key(index, depth);
            let value = self.expression(depth, Place { free: false, line_follows: by_line });
            let equals = self.pick(&["=", " = ", " : ", " =\t"]);
            write!(text, "{}{equals}{}", key.text, value.text).unwrap();
            let ends_heredoc = value.text.ends_with("EOT") || value.text.ends_with("END-1");
            if by_line {
                text.push_str(if !ends_heredoc && self.chance(30) { "," } else { "" });
                text.push_str(self.eol);
            } else if !last || self.chance(20) {
                text.push_str(", ");
            }
            dumps.push(format!("{}: {}", key.dump, value.dump));
        }
        Piece::new(format!("{{{text}}}"), format!("(object {})", dumps.join(" ")))
    }

    fn key(&mut self, index: usize, depth: usize) -> Piece {
        // `hcl-edit` keeps only the last of equal keys.
        let index = if self.beyond && self.chance(20) { 0 } else { index };
        match self.below(5) {
            0 => Piece::new(format!("\"k {index}\""), format!("\"k {index}\"")),
            // `hcl-edit` sometimes takes the parenthesis for part of the line before.
            1 if index == 0 || self.beyond => {
                let inner = self.expression(depth.min(1), FREE);
                let text = format!("({index} + {})", Self::wrapped(&inner).0);
                Piece::new(text, format!("((Add {index} {}))", Self::wrapped(&inner).1))
            }
            2 if index == 0 => {
                let word = self.pick(&["true", "null", "if", "in"]);
                Piece::new(word, format!("`{word}`"))
            }
            3 => Piece::new(index.to_string(), index.to_string()),
            _ => {
                let name = format!("{}{index}", self.name());
                Piece::new(name.clone(), format!("`{name}`"))
            }
        }
    }

    fn wrapped(inner: &Piece) -> (String, String) {
        if inner.level >= 6 {
            return (inner.text.clone(), inner.dump.clone());
        }
        (format!("({})", inner.text), format!("({})", inner.dump))
    }

    fn for_expression(&mut self, depth: usize) -> Piece {
        let braces = self.chance(50);
        // `hcl-edit` takes no line ends in `{ for … }`.
        let place = Place { free: !braces || self.beyond, line_follows: false };
        let (key, value) = (self.chance(50).then(|| self.name()), self.name());
        // Nor before the `?` of a collection.
        let collection = self.expression(depth, Place { free: self.beyond, ..place });
        let result = self.expression(depth, place);
        let gaps: Vec<String> = (0..9).map(|_| self.space(place.free)).collect();
        let names = key
            .map_or_else(|| value.clone(), |key| format!("{key},{}{value}", gaps[0].trim_start_matches('#')));
        let dump_names =
            names.split(',').map(|name| name.rsplit(|c: char| "/ \n\t".contains(c)).next().unwrap());
        let dump_names = dump_names.collect::<Vec<_>>().join(", ");
        let (open, close) = if braces { ("{", "}") } else { ("[", "]") };
        let mut text =
            format!("{open}{}for{}{names}{}in{}{}", gaps[1], gaps[2], gaps[3], gaps[4], collection.text);
        let mut dump = format!("(for {dump_names} in {} : ", collection.dump);
        write!(text, "{}:{}", gaps[5], gaps[6]).unwrap();
        if braces {
            let key = self.expression(depth, place);
            write!(text, "{}{}=>{}", key.text, gaps[7], self.gap(place.free)).unwrap();
            write!(dump, "{} => ", key.dump).unwrap();
        }
        text.push_str(&result.text);
        dump.push_str(&result.dump);
        if braces && self.chance(30) {
            text.push_str(" ...");
            dump.push_str(" ...");
        }
        if self.chance(40) {
            let condition = self.expression(depth, place);
            write!(text, "{}if{}{}", gaps[8], self.space(place.free), condition.text).unwrap();
            write!(dump, " if {}", condition.dump).unwrap();
        }
        let end = self.gap(place.free);
        Piece::new(format!("{text}{end}{close}"), format!("{dump})"))
    }

    fn traversal(&mut self, depth: usize, place: Place) -> Piece {
        let from = match self.below(4) {
            0 => self.call(depth),
            1 => self.parentheses(depth),
            _ => {
                let name = self.name();
                Piece::new(name.clone(), name)
            }
        };
        let mut text = from.text;
        let mut dump = format!("(from {}", from.dump);
        let mut splat = false;
        for _ in 0..=self.below(4) {
            if place.free && self.chance(10) {
                text.push_str(&self.gap(true));
            }
            match self.below(if splat { 3 } else { 5 }) {
                0 | 1 => {
                    let name = self.name();
                    write!(text, ".{name}").unwrap();
                    write!(dump, " .{name}").unwrap();
                }
                2 => {
                    let index = self.expression(depth, FREE);
                    let gap = self.gap(true);
                    write!(text, "[{gap}{}{gap}]", index.text).unwrap();
                    write!(dump, " [{}]", index.dump).unwrap();
                    splat = false;
                }
                3 => {
                    // A name has to follow: `.0.1` is refused.
                    text.push_str(".0.n");
                    dump.push_str(" .0 .n");
                }
                _ => {
                    let attribute = self.chance(50);
                    text.push_str(if attribute { ".*" } else { "[*]" });
                    dump.push_str(if attribute { " .*" } else { " [*]" });
                    splat = attribute;
                }
            }
        }
        Piece::new(text, format!("{dump})"))
    }
}
