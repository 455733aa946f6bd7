//! Random configuration: its text, and its tree as `dump` shows it.

use std::fmt::Write as _;

mod expression;
mod template;

/// A piece of text and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) dump: String,
    /// How tight it binds: 0 for a conditional, 1 to 6 for binary operators, 7 for signs, 8 for the rest.
    pub(crate) level: u8,
}

impl Piece {
    fn new(text: impl Into<String>, dump: impl Into<String>) -> Self {
        Self { text: text.into(), dump: dump.into(), level: 8 }
    }
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Whether line ends mean nothing here.
    pub(crate) free: bool,
    /// Whether a line end follows in any case, so that a heredoc may stand here.
    pub(crate) line_follows: bool,
}

/// A generator; the same seed gives the same text.
pub(crate) struct Generator {
    state: u64,
    eol: &'static str,
    /// Whether to write what `hcl-edit` 0.10 does not read as Terraform does.
    beyond: bool,
    /// Whether a sequence of a template is being written.
    in_sequence: bool,
}

impl Generator {
    pub(crate) fn new(seed: u64, beyond: bool) -> Self {
        let mut generator = Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            eol: "\n",
            beyond,
            in_sequence: false,
        };
        for _ in 0..4 {
            generator.next();
        }
        if generator.chance(25) {
            generator.eol = "\r\n";
        }
        generator
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// White space that may be nothing.
    fn gap(&mut self, free: bool) -> String {
        let plain = ["", "", " ", " ", "  ", "\t", "/* c */", " /* \" ${ { */ "];
        if free && (self.beyond || !self.in_sequence) && self.chance(25) {
            let comment = self.pick(&["", "# it's {", "  // \"", "#"]);
            let indent = self.pick(&["", "  ", "\t"]);
            return format!("{comment}{}{indent}", self.eol);
        }
        self.pick(&plain).to_owned()
    }

    /// White space.
    fn space(&mut self, free: bool) -> String {
        format!(" {}", self.gap(free))
    }

    fn name(&mut self) -> String {
        let names =
            ["a", "b1", "c_d", "x-y", "_z", "größe", "日本", "if", "for2", "in_", "endif", "nullable"];
        self.pick(&names).to_owned()
    }

    /// A whole file.
    pub(crate) fn file(&mut self) -> Piece {
        let mut body = self.body(3, 1 + 4);
        if self.chance(10) {
            body.text = body.text.trim_end_matches(['\r', '\n']).to_owned();
            if body.text.contains("<<") {
                body.text.push_str(self.eol);
            }
        }
        if self.beyond && self.chance(10) {
            body.text.insert(0, '\u{feff}');
        }
        body
    }

    fn body(&mut self, depth: usize, most: usize) -> Piece {
        let mut text = String::new();
        let mut dumps = Vec::new();
        for index in 0..self.below(most + 1) {
            if self.chance(20) {
                let line = self.pick(&["", "# note: { \"", "// it's", "/* a\n b */", "  \t"]);
                text.push_str(&line.replace('\n', self.eol));
                text.push_str(self.eol);
            }
            text.push_str(self.pick(&["", "  ", "\t"]));
            let item = if depth > 0 && self.chance(40) {
                self.block(depth - 1)
            } else {
                let name = format!("{}{index}", self.name());
                self.attribute(&name, depth)
            };
            text.push_str(&item.text);
            dumps.push(item.dump);
            if self.chance(15) {
                // Right after a heredoc's marker, a comment would undo it.
                let ends_heredoc = item.text.ends_with("EOT") || item.text.ends_with("END-1");
                text.push_str(if ends_heredoc { " " } else { " # ok" });
            }
            text.push_str(self.eol);
        }
        Piece::new(text, format!("{{{}}}", dumps.join(" ")))
    }

    fn attribute(&mut self, name: &str, depth: usize) -> Piece {
        let value = self.expression(depth + 1, Place { free: false, line_follows: true });
        let equals = format!("{}={}", self.gap(false), self.gap(false));
        Piece::new(format!("{name}{equals}{}", value.text), format!("({name} = {})", value.dump))
    }

    fn block(&mut self, depth: usize) -> Piece {
        let kind = self.name();
        let mut text = kind.clone();
        let mut dump = format!("({kind}");
        for _ in 0..self.below(3) {
            let (label, value) = self.pick(&[
                ("\"x\"", "x"),
                ("lab-el", "lab-el"),
                ("\"a\\\"b\\u00e9\"", "a\"bé"),
                ("\"\"", ""),
            ]);
            write!(text, "{}{label}", self.space(false)).unwrap();
            write!(dump, " {value:?}").unwrap();
        }
        let body = match self.below(4) {
            0 => Piece::new(self.pick(&["{}", "{ }"]), "{}"),
            1 => {
                let value = self.expression(1, Place { free: false, line_follows: false });
                let text = format!("{{ k = {} }}", value.text);
                Piece::new(text, format!("{{(k = {})}}", value.dump))
            }
            _ => {
                let body = self.body(depth, 4);
                Piece::new(format!("{{{}{}}}", self.eol, body.text), body.dump)
            }
        };
        Piece::new(format!("{text} {}", body.text), format!("{dump} {})", body.dump))
    }
}
