//! Blocks: `kind "label" { … }`.

use super::{Kind, Parser, Token};
use crate::ast::{Block, Body, Label, Name, TextRange};

impl Parser<'_, '_> {
    /// Parses the labels and the body of a block.
    pub(super) fn block(&mut self, body: &mut Body, kind: Name, kind_range: TextRange) {
        let (start, kind_end) = (self.local(kind_range.start), self.local(kind_range.end));
        let Some(labels) = self.labels().or_else(|| self.repaired_labels(kind_end)) else { return };
        let header = self.since(start);
        if self.kind() == Kind::Newline && self.brace_follows() {
            let message = "a block's `{` stands on the line of its name; move it there";
            while self.token.kind == Kind::Newline {
                self.skip();
            }
            self.warning(self.token, message.to_owned());
        }
        let inner = self.nested(|parser| {
            let open = match parser.token.kind {
                Kind::OpenBrace => parser.bump(),
                _ => Token::new(Kind::OpenBrace, parser.taken, parser.taken),
            };
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
                Kind::Newline if self.body_follows() => {
                    self.error(self.token, "expected `{` after a block's labels; add it".to_owned());
                    return Some(labels);
                }
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

    /// The labels of a header with a quote too much or too few, by its words.
    fn repaired_labels(&mut self, kind_end: usize) -> Option<Vec<Label>> {
        if !self.recovery.mode.is_resilient() {
            return None;
        }
        let end = self.end_of_line(kind_end);
        let header = self.scanner.slice(kind_end, end).trim_end().strip_suffix('{')?;
        let mut labels = Vec::new();
        let mut at = kind_end;
        for word in header.split([' ', '\t', '"']) {
            if !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)) {
                return None;
            }
            let range = self.range(at, at + word.len());
            if !word.is_empty() {
                self.taken = at + word.len();
                labels.push(Label { text: self.names.intern(word), range });
            }
            at += word.len() + 1;
        }
        self.token = self.scanner.token(kind_end + header.len());
        Some(labels)
    }

    /// Whether the next thing after line ends is a brace, as older Terraform took it.
    pub(super) fn brace_follows(&self) -> bool {
        let rest = self.scanner.rest(self.token.start);
        rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }
}
