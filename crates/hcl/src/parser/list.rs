//! Lists: `[a, b]`.

use super::Parser;
use crate::ast::{Expr, ExprKind};
use crate::scan::Kind;

impl Parser<'_, '_> {
    /// Parses a list, or a `for` that makes one.
    pub(super) fn list(&mut self) -> Expr {
        let open = self.bump();
        self.inside(Kind::CloseBracket, false, |parser| {
            if parser.is_word("for") {
                return parser.for_expression(open);
            }
            let mut items = Vec::new();
            while !parser.closes(Kind::CloseBracket) {
                items.push(parser.expression());
                let more = parser.separator(Kind::CloseBracket);
                items.extend(parser.skipped());
                if !more {
                    break;
                }
            }
            let closed = parser.close(Kind::CloseBracket, open);
            let kind = if closed { ExprKind::List(items) } else { ExprKind::Wrong };
            Expr { kind, range: parser.since(open.start) }
        })
    }
}
