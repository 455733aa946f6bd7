//! Texts to trees.

use crate::ast::{Body, Expr, ExprKind, Segment, TextRange};
use crate::diagnostic::{Diagnostic, Parsed, Severity};
use crate::limits::MAX_TEXT;
use crate::names::Names;
use crate::parser::Parser;

/// The tree of a file in native syntax.
///
/// Current Terraform's grammar is taken exactly; what only Terraform before 0.12 took is read with a warning. After an
/// error the rest of the file is read all the same; see [`crate::ast::ExprKind::Wrong`].
pub fn parse_body(text: &str, names: &mut Names) -> Parsed<Body> {
    parse(text, 0, names, |_| Body::default(), Parser::file)
}

/// The segments of a template that is a whole text, as `templatefile` reads it; ranges are moved by `offset`.
///
/// Shape: one [`Segment::Value`] alone is the value itself, not its text.
pub fn parse_template(text: &str, offset: u32, names: &mut Names) -> Parsed<Vec<Segment>> {
    parse(text, offset, names, |range| vec![Segment::Value(wrong(range))], Parser::whole_template)
}

/// The tree of one expression, which is the whole text; ranges are moved by `offset`.
pub fn parse_expression(text: &str, offset: u32, names: &mut Names) -> Parsed<Expr> {
    parse(text, offset, names, wrong, Parser::whole_expression)
}

fn parse<'t, 'n, T>(
    text: &'t str,
    offset: u32,
    names: &'n mut Names,
    nothing: impl FnOnce(TextRange) -> T,
    parse: impl FnOnce(&mut Parser<'t, 'n>) -> T,
) -> Parsed<T> {
    let fits = u32::try_from(text.len()).is_ok_and(|length| offset.checked_add(length).is_some());
    if text.len() > MAX_TEXT || !fits {
        let at = TextRange { start: offset, end: offset };
        let message =
            format!("the text has {} bytes, more than {MAX_TEXT}; split it into several files", text.len());
        let diagnostics = vec![Diagnostic { severity: Severity::Error, message, at }];
        return Parsed { value: nothing(at), diagnostics };
    }
    let mut parser = Parser::new(text, offset, names);
    let value = parse(&mut parser);
    Parsed { value, diagnostics: parser.into_diagnostics() }
}

fn wrong(range: TextRange) -> Expr {
    Expr { kind: ExprKind::Wrong, range }
}
