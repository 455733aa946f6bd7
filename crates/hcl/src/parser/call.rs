//! Calls of functions.

use super::Parser;
use crate::ast::{Call, Expr, ExprKind, Name};
use crate::scan::{Kind, Token};

impl Parser<'_, '_> {
    /// Parses what follows the first word of a call: `(args…)` or `::name(args…)`.
    pub(super) fn call(&mut self, first: Token) -> Expr {
        let name = if self.kind() == Kind::DoubleColon {
            match self.scoped_name(first) {
                Some(name) => name,
                None => return self.wrong(first.start),
            }
        } else {
            self.names.intern(self.scanner.token_text(first))
        };
        let name_range = self.since(first.start);
        if self.kind() != Kind::OpenParen {
            self.expected("`(` after the function's name");
            return self.wrong(first.start);
        }
        let open = self.bump();
        let Some((args, expand)) = self.inside(Kind::CloseParen, false, |parser| parser.arguments(open))
        else {
            return self.wrong(first.start);
        };
        let call = Call { name, name_range, args, expand };
        Expr { kind: ExprKind::Call(Box::new(call)), range: self.since(first.start) }
    }

    /// `provider::ns::name`; white space between the parts does not count.
    fn scoped_name(&mut self, first: Token) -> Option<Name> {
        let mut name = self.scanner.token_text(first).to_owned();
        while self.take(Kind::DoubleColon) {
            if self.kind() != Kind::Name {
                self.expected("a function's name after `::`");
                return None;
            }
            let part = self.bump();
            name.push_str("::");
            name.push_str(self.scanner.token_text(part));
        }
        Some(self.names.intern(&name))
    }

    /// The arguments and the closing parenthesis, and whether the last one is to be expanded.
    fn arguments(&mut self, open: Token) -> Option<(Vec<Expr>, bool)> {
        let mut args = Vec::new();
        let mut expand = false;
        while !self.closes(Kind::CloseParen) {
            args.push(self.expression());
            if self.kind() == Kind::Ellipsis {
                expand = true;
                self.bump();
                break;
            }
            let more = self.separator(Kind::CloseParen);
            args.extend(self.skipped());
            if !more {
                break;
            }
        }
        self.close(Kind::CloseParen, open).then_some((args, expand))
    }
}
