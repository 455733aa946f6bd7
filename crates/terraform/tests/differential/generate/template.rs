//! Templates, in quotes and as heredocs.

use super::shape::Shape;
use super::writer::Writer;

use Shape::{Bool, Number, Text};

impl Writer<'_> {
    pub(crate) fn template(&mut self, depth: usize) -> String {
        let count = 1 + self.random.below(3);
        let pieces: String = (0..count).map(|_| self.piece(depth, false)).collect();
        format!("\"{pieces}\"")
    }

    /// A heredoc, which ends its line.
    pub(crate) fn heredoc(&mut self, depth: usize) -> String {
        let dash = if self.random.chance(70) { "-" } else { "" };
        let mut lines = String::new();
        for _ in 0..=self.random.below(4) {
            let indent = " ".repeat(self.random.below(4) * 2);
            lines.extend([indent, self.piece(depth, true), "\n".to_owned()]);
        }
        format!("<<{dash}EOT\n{lines}  EOT\n")
    }

    fn piece(&mut self, depth: usize, plain_quotes: bool) -> String {
        let strips = [("", ""), ("", ""), ("~", ""), ("", "~"), ("~", "~")];
        let (left, right) = *self.random.pick(&strips);
        match self.random.below(9) {
            0..=2 => {
                let words = ["a", " b ", "$${x}", "%%{y}", "é", " ", "#"];
                (*self.random.pick(&words)).to_owned()
            }
            3 if !plain_quotes => (*self.random.pick(&["\\n", "\\\"", "\\t", "\\u00e9", "\\\\"])).to_owned(),
            4 => {
                let shape = if self.random.chance(50) { Number } else { Bool };
                format!("${{{left} {} {right}}}", self.expression(&shape, depth))
            }
            5 => {
                let (then, condition) = (self.piece(0, plain_quotes), self.expression(&Bool, depth));
                let otherwise = if self.random.chance(60) {
                    format!("%{{ else }}{}", self.piece(0, plain_quotes))
                } else {
                    String::new()
                };
                format!("%{{{left} if {condition} {right}}}{then}{otherwise}%{{ endif }}")
            }
            6 => {
                let list = self.expression(&Shape::list(Text), depth);
                let name = self.fresh();
                format!(
                    "%{{ for {name} in {list} {right}}}{}${{{name}}}%{{{left} endfor }}",
                    self.piece(0, plain_quotes)
                )
            }
            _ => format!("${{{left}{}{right}}}", self.expression(&Text, depth)),
        }
    }
}
