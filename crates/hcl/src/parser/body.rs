//! Bodies: of a file, of a block.

use std::collections::HashSet;

use super::recovery::Until;
use super::{Kind, Parser, Token};
use crate::ast::{Attribute, Body};

/// Up to so many attributes, comparing each with each is faster than a table.
const FEW: usize = 12;

/// How the items of a block are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// An item stands before on the same line.
    SameLine,
    NewLine,
}

impl Parser<'_, '_> {
    /// Parses what lies between the braces of a block, and the closing one.
    pub(super) fn block_body(&mut self, open: Token) -> Body {
        self.inside(Kind::CloseBrace, true, |parser| {
            let mut body = Body::default();
            let one_line = !matches!(parser.kind(), Kind::Newline) && !parser.closes(Kind::CloseBrace);
            let start = parser.token;
            parser.block_items(&mut body, one_line.then_some(start));
            let end = if parser.kind() == Kind::CloseBrace { parser.token.start } else { parser.taken };
            body.range = parser.range(open.end, end.max(open.end));
            parser.close(Kind::CloseBrace, open);
            parser.check_repeated(&body.attributes);
            body
        })
    }

    fn block_items(&mut self, body: &mut Body, one_line: Option<Token>) {
        let mut layout = Layout::NewLine;
        let mut old = None;
        while !self.closes(Kind::CloseBrace) || (one_line.is_none() && self.closes_early()) {
            let token = self.token;
            if token.kind == Kind::Newline {
                old = old.or(one_line);
                layout = Layout::NewLine;
                self.skip();
                continue;
            }
            if layout == Layout::SameLine {
                old = old.or(Some(token));
            }
            self.item(body);
            // Whatever an item was lost on, the next one must not be lost on it again.
            if self.token == token {
                self.skip();
            }
            layout = Layout::SameLine;
        }
        if layout == Layout::SameLine && self.token.kind == Kind::CloseBrace {
            let simple = one_line.is_some() && body.attributes.len() == 1 && body.blocks.is_empty();
            old = old.or((!simple).then_some(self.token));
        }
        if let Some(token) = old {
            let message = "only a block with one argument may share a line with its braces; \
                           give every argument a line of its own";
            self.warning(token, message.to_owned());
        }
    }

    /// Parses one item and what may follow it on its line; a line end is left.
    pub(super) fn item(&mut self, body: &mut Body) {
        let base = self.recovery.mode.is_resilient().then(|| {
            let base = self.indentation_of_item();
            std::mem::replace(&mut self.recovery.base, base)
        });
        match self.kind() {
            Kind::Name | Kind::Quote => self.named_item(body),
            Kind::CloseBrace | Kind::StripBrace | Kind::CloseBracket | Kind::CloseParen => {
                let found = self.describe(self.token);
                let message = format!("{found} closes nothing; remove it, or open a bracket before");
                self.error(self.token, message);
                self.skip();
            }
            _ => self.expected("an argument or a block"),
        }
        self.item_end();
        if let Some(base) = base {
            self.recovery.base = base;
        }
        if self.token.kind == Kind::Restart {
            self.rescan();
        }
    }

    /// What follows an item on its line.
    fn item_end(&mut self) {
        match self.kind() {
            Kind::Newline | Kind::End | Kind::Restart | Kind::CloseBrace => return,
            Kind::Comma => {
                let message = "arguments are separated by line ends; remove the comma";
                self.warning(self.token, message.to_owned());
                self.skip();
                return;
            }
            Kind::Name | Kind::Quote if self.is_item(self.token.start) => return,
            Kind::Lost => {}
            _ => self.expected("the end of the line"),
        }
        self.resync(Until::Newline);
        self.recovery.skipped = None;
    }

    /// Warns of attributes that are given again: older Terraform took that.
    pub(super) fn check_repeated(&mut self, attributes: &[Attribute]) {
        let mut repeated = Vec::new();
        if attributes.len() <= FEW {
            for (index, attribute) in attributes.iter().enumerate() {
                if attributes.iter().take(index).any(|before| before.name == attribute.name) {
                    repeated.push(attribute);
                }
            }
        } else {
            let mut seen = HashSet::with_capacity(attributes.len());
            repeated.extend(attributes.iter().filter(|attribute| !seen.insert(&*attribute.name)));
        }
        for attribute in repeated {
            let message = format!("`{}` is set before in this block; keep one of them", attribute.name);
            let (start, end) = (self.local(attribute.name_range.start), self.local(attribute.name_range.end));
            self.warning(Token::new(Kind::Name, start, end), message);
        }
    }
}
