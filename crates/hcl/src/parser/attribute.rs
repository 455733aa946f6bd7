//! Items with a name: attributes, and the start of blocks.

use super::{Kind, Parser};
use crate::ast::{Attribute, Body, Name, TextRange};

impl Parser<'_, '_> {
    /// Parses an attribute or a block.
    pub(super) fn named_item(&mut self, body: &mut Body) {
        let start = self.token.start;
        let Some((name, name_range)) = self.item_name() else { return };
        match self.kind() {
            Kind::Assign => {
                self.bump();
                self.value_on_next_line();
            }
            Kind::Colon => {
                self.error(self.token, "an argument is set with `=`; replace `:` by it".to_owned());
                self.bump();
            }
            Kind::OpenBrace | Kind::Name | Kind::Quote => return self.block(body, name, name_range),
            Kind::Newline if self.brace_follows() => return self.block(body, name, name_range),
            Kind::Newline if self.body_follows() => {
                self.error(self.token, "expected `=` and a value, or a block's `{`; add it".to_owned());
                return self.block(body, name, name_range);
            }
            _ => return self.expected("`=` and a value, or a block's `{`"),
        }
        let value = if self.kind() == Kind::Newline && self.body_follows() {
            self.error(
                self.token,
                "expected a value; if the lines that follow belong to it, add `{`".to_owned(),
            );
            self.nested_expression(Self::object_without_brace)
        } else {
            self.expression()
        };
        let range = self.since(start);
        body.attributes.push(Attribute { name, name_range, value, range });
    }

    /// Goes past line ends after `=` where a value follows, as older Terraform did.
    pub(super) fn value_on_next_line(&mut self) {
        if self.kind() != Kind::Newline {
            return;
        }
        let rest = self.scanner.rest(self.token.start);
        let white = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let first = rest.get(white).copied().unwrap_or(b'}');
        let is_value = first.is_ascii_alphanumeric() || matches!(first, b'"' | b'[' | b'{' | b'<');
        if is_value && !self.is_item(self.token.start + white) {
            let message = "a value begins on the line of its `=`; move it there";
            self.warning(self.token, message.to_owned());
            while self.kind() == Kind::Newline {
                self.skip();
            }
        }
    }

    /// The name of an attribute or block. Older Terraform took quoted names and dots.
    fn item_name(&mut self) -> Option<(Name, TextRange)> {
        let start = self.token.start;
        if self.token.kind == Kind::Quote {
            let token = self.token;
            let label = self.quoted_label()?;
            let message =
                "the name of an argument or block is not quoted; remove the quotes, or use an object";
            self.warning(token, message.to_owned());
            return Some((label.text, label.range));
        }
        let name = self.name();
        if self.token.kind != Kind::Dot {
            return Some((name, self.since(start)));
        }
        while self.token.kind == Kind::Dot {
            self.bump();
            if !matches!(self.token.kind, Kind::Name | Kind::Number) {
                self.expected("a name after the dot");
                return None;
            }
            self.bump();
        }
        let range = self.since(start);
        let text = self.scanner.slice(start, self.taken);
        self.warning(
            super::Token::new(Kind::Name, start, self.taken),
            "the name of an argument has no dots; use an object".to_owned(),
        );
        Some((self.names.intern(text), range))
    }
}
