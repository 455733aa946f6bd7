//! Blocks: `kind "label" { … }`.

use super::{Kind, Parser};
use crate::ast::{Block, Body, Label, Name, TextRange};

impl Parser<'_, '_> {
    /// Parses the labels and the body of a block.
    pub(super) fn block(&mut self, body: &mut Body, kind: Name, kind_range: TextRange) {
        let Some(labels) = self.labels() else { return };
        let start = self.local(kind_range.start);
        let header = self.since(start);
        if self.kind() == Kind::Newline {
            let message = "a block's `{` stands on the line of its name; move it there";
            while self.token.kind == Kind::Newline {
                self.skip();
            }
            self.warning(self.token, message.to_owned());
        }
        let inner = self.nested(|parser| {
            let open = parser.bump();
            parser.block_body(open)
        });
        let Some(inner) = inner else { return };
        body.blocks.push(Block { kind, labels, body: inner, header, range: self.since(start) });
    }

    /// The labels up to the brace; nothing, and a complaint, if there is none.
    fn labels(&mut self) -> Option<Vec<Label>> {
        let mut labels = Vec::with_capacity(2);
        loop {
            match self.kind() {
                Kind::OpenBrace => return Some(labels),
                Kind::Quote => labels.push(self.quoted_label()?),
                Kind::Name => {
                    let range = self.token_range(self.token);
                    labels.push(Label { text: self.name(), range });
                }
                Kind::Newline if self.brace_follows() => return Some(labels),
                Kind::Assign => {
                    self.expected("`{` after a block's labels; an argument's name is one word");
                    return None;
                }
                _ => {
                    self.expected("a label or `{` on the same line");
                    return None;
                }
            }
        }
    }

    /// Whether the next thing after line ends is a brace, as older Terraform took it.
    pub(super) fn brace_follows(&self) -> bool {
        let rest = self.scanner.rest(self.token.start);
        rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }
}
