//! Steps: `.name`, `[index]`, `.0`, `.*`, `[*]`.

use super::Parser;
use crate::ast::{Access, AccessKind, Expr, ExprKind, Traversal};
use crate::scan::{Kind, Token, digits};

impl Parser<'_, '_> {
    /// Parses the steps that follow a term.
    pub(super) fn traversal(&mut self, from: Expr) -> Expr {
        if !matches!(self.kind(), Kind::Dot | Kind::OpenBracket) {
            return from;
        }
        let start = self.local(from.range.start);
        let mut steps = Vec::with_capacity(2);
        // Whether the steps since a `.*` are names and positions only.
        let mut in_splat = false;
        loop {
            let step = match self.kind() {
                Kind::Dot => self.dot(in_splat),
                Kind::OpenBracket => self.nested(Self::bracket).flatten(),
                _ => break,
            };
            let Some(step) = step else { return self.wrong(start) };
            in_splat = match step.kind {
                AccessKind::AttributeSplat => true,
                AccessKind::Index(_) | AccessKind::FullSplat => false,
                AccessKind::Name(_) | AccessKind::Position(_) => in_splat,
            };
            steps.push(step);
        }
        Expr { kind: ExprKind::Traversal(Box::new(Traversal { from, steps })), range: self.since(start) }
    }

    /// `.name`, `.0`, `.*`
    fn dot(&mut self, in_splat: bool) -> Option<Access> {
        let start = self.bump().start;
        let kind = match self.kind() {
            Kind::Name => AccessKind::Name(self.name()),
            Kind::Number => self.position(),
            Kind::Star => {
                let star = self.bump();
                if in_splat {
                    self.error(star, "a `.*` cannot follow another one; write `[*]`".to_owned());
                }
                AccessKind::AttributeSplat
            }
            _ => {
                self.expected("a name, a number or `*` after the dot");
                return None;
            }
        };
        Some(Access { kind, range: self.since(start) })
    }

    /// The number of `.0`. The scanner takes `0.1` for one number, where two positions are meant.
    fn position(&mut self) -> AccessKind {
        let token = self.token;
        let text = self.scanner.token_text(token);
        let length = digits(text);
        let whole = text.get(..length).unwrap_or_default().parse();
        if text.contains('.') {
            let message = "a number after a dot, with more after it, is refused by Terraform; write `[0]`";
            self.warning(token, message.to_owned());
            self.taken = token.start + length;
            self.token = self.scanner.token(self.taken);
        } else {
            self.bump();
        }
        let range = self.since(token.start);
        if let (Ok(position), true) = (whole, self.taken - token.start == length) {
            return AccessKind::Position(position);
        }
        let number = Token::new(Kind::Number, token.start, self.taken);
        let kind = self.literal(number).map_or(ExprKind::Wrong, ExprKind::Number);
        AccessKind::Index(Expr { kind, range })
    }

    /// `[index]`, `[*]`
    fn bracket(&mut self) -> Option<Access> {
        let open = self.bump();
        // Seen from outside of the bracket: a line end before the star may mean something, as in Terraform.
        let kind = if self.kind() == Kind::Star {
            self.bump();
            self.inside(Kind::CloseBracket, self.newlines, |parser| parser.close(Kind::CloseBracket, open))
                .then_some(AccessKind::FullSplat)
        } else {
            self.inside(Kind::CloseBracket, false, |parser| {
                let index = parser.expression();
                parser.close(Kind::CloseBracket, open).then_some(AccessKind::Index(index))
            })
        };
        Some(Access { kind: kind?, range: self.since(open.start) })
    }
}
