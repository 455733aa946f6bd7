//! Templates: literal text, interpolations and directives, with white space removed as Terraform removes it.
//!
//! Terraform works on a flat list of tokens, where the text of a heredoc is one token a line: a `~` trims only the
//! token beside it, and the indentation that `<<-` takes away is that of the tokens that start a line. So the
//! tree is flattened first, and folded again after.

use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, StringTemplate, Strip, Template};

use super::convert::Converter;
use super::{Expr, Segment, TemplateFor, TemplateIf};

/// One token; the flags of [`Piece::Mark`]s say what they trim.
enum Piece {
    Text(String),
    Mark { mark: Mark, before: bool, after: bool },
}

enum Mark {
    Value(Expr),
    If(Expr),
    Else,
    EndIf,
    For(Box<TemplateFor>),
    EndFor,
}

/// The segments of a quoted string; its text is taken with escapes resolved.
pub(super) fn quoted(converter: &mut Converter<'_>, from: &StringTemplate) -> Vec<Segment> {
    let mut flat = Flat { converter, raw: false, pieces: Vec::new() };
    from.iter().for_each(|element| flat.element(element));
    fold_all(flat.pieces, false)
}

/// The segments of a heredoc or template file: its text is taken from the source, line by line.
pub(super) fn raw(converter: &mut Converter<'_>, from: &Template, dedent: bool) -> Vec<Segment> {
    let mut flat = Flat { converter, raw: true, pieces: Vec::new() };
    from.iter().for_each(|element| flat.element(element));
    fold_all(flat.pieces, dedent)
}

fn fold_all(mut pieces: Vec<Piece>, dedent: bool) -> Vec<Segment> {
    trim(&mut pieces);
    if dedent {
        remove_indent(&mut pieces);
    }
    fold(&mut pieces.into_iter().peekable())
}

struct Flat<'c, 'a> {
    converter: &'c mut Converter<'a>,
    raw: bool,
    pieces: Vec<Piece>,
}

impl Flat<'_, '_> {
    fn element(&mut self, from: &Element) {
        match from {
            Element::Literal(text) if self.raw => {
                let source = self.converter.text(text.span());
                let unescaped = |line: &str| Piece::Text(line.replace("$${", "${").replace("%%{", "%{"));
                self.pieces.extend(source.split_inclusive('\n').map(unescaped));
            }
            Element::Literal(text) => self.pieces.push(Piece::Text(text.to_string())),
            Element::Interpolation(value) => {
                let mark = Mark::Value(self.converter.expr(&value.expr));
                self.mark(mark, value.strip);
            }
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(from) => self.if_directive(from),
                Directive::For(from) => self.for_directive(from),
            },
        }
    }

    fn if_directive(&mut self, from: &IfDirective) {
        let condition = self.converter.expr(&from.if_expr.cond_expr);
        self.mark(Mark::If(condition), from.if_expr.strip);
        from.if_expr.template.iter().for_each(|element| self.element(element));
        if let Some(otherwise) = &from.else_expr {
            self.mark(Mark::Else, otherwise.strip);
            otherwise.template.iter().for_each(|element| self.element(element));
        }
        self.mark(Mark::EndIf, from.endif_expr.strip);
    }

    fn for_directive(&mut self, from: &ForDirective) {
        let head = &from.for_expr;
        let directive = TemplateFor {
            key: head.key_var.as_ref().map(|name| self.converter.names.get(name)),
            value: self.converter.names.get(&head.value_var),
            collection: self.converter.expr(&head.collection_expr),
            body: Vec::new(),
        };
        self.mark(Mark::For(Box::new(directive)), head.strip);
        head.template.iter().for_each(|element| self.element(element));
        self.mark(Mark::EndFor, from.endfor_expr.strip);
    }

    fn mark(&mut self, mark: Mark, strip: Strip) {
        let before = matches!(strip, Strip::Start | Strip::Both);
        let after = matches!(strip, Strip::End | Strip::Both);
        self.pieces.push(Piece::Mark { mark, before, after });
    }
}

/// Trims the tokens beside a mark with `~`.
fn trim(pieces: &mut [Piece]) {
    let mut after_mark = false;
    for index in 0..pieces.len() {
        let before_mark = matches!(pieces.get(index + 1), Some(Piece::Mark { before: true, .. }));
        let after_this = match pieces.get_mut(index) {
            Some(Piece::Text(text)) => {
                if before_mark {
                    text.truncate(text.trim_end().len());
                }
                if after_mark {
                    *text = text.trim_start().to_owned();
                }
                false
            }
            Some(Piece::Mark { after, .. }) => *after,
            None => false,
        };
        after_mark = after_this;
    }
}

/// Takes away the indentation that all tokens at the start of a line share.
fn remove_indent(pieces: &mut [Piece]) {
    let mut at_start = true;
    let mut shared = usize::MAX;
    for piece in pieces.iter() {
        let text = if let Piece::Text(text) = piece { text.as_str() } else { "" };
        let mark = matches!(piece, Piece::Mark { .. });
        if at_start && (mark || !blank_line(text)) {
            shared = shared.min(indent(text));
        }
        at_start = text.ends_with('\n');
    }
    at_start = true;
    for piece in pieces.iter_mut() {
        let Piece::Text(text) = piece else {
            at_start = false;
            continue;
        };
        if at_start && !blank_line(text) {
            let cut: usize = text.chars().take(shared).map(char::len_utf8).sum();
            text.drain(..cut.min(text.len()));
        }
        at_start = text.ends_with('\n');
    }
}

fn blank_line(text: &str) -> bool {
    text.ends_with('\n') && text.trim().is_empty()
}

fn indent(text: &str) -> usize {
    text.chars().take_while(|char| char.is_whitespace()).count()
}

type Pieces = std::iter::Peekable<std::vec::IntoIter<Piece>>;

/// Tokens up to the end of the enclosing directive, as segments; neighbouring texts become one.
fn fold(pieces: &mut Pieces) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut text = String::new();
    while let Some(piece) = pieces.next_if(|piece| !ends(piece)) {
        let segment = match piece {
            Piece::Text(more) => {
                text.push_str(&more);
                continue;
            }
            Piece::Mark { mark, .. } => fold_mark(mark, pieces),
        };
        flush(&mut text, &mut segments);
        segments.extend(segment);
    }
    flush(&mut text, &mut segments);
    segments
}

fn flush(text: &mut String, segments: &mut Vec<Segment>) {
    if !text.is_empty() {
        segments.push(Segment::Text(std::mem::take(text).into()));
    }
}

fn ends(piece: &Piece) -> bool {
    matches!(piece, Piece::Mark { mark: Mark::Else | Mark::EndIf | Mark::EndFor, .. })
}

fn fold_mark(mark: Mark, pieces: &mut Pieces) -> Option<Segment> {
    match mark {
        Mark::Value(value) => Some(Segment::Value(value)),
        Mark::If(condition) => {
            let then = fold(pieces);
            let has_else = matches!(pieces.next(), Some(Piece::Mark { mark: Mark::Else, .. }));
            let otherwise = if has_else { fold(pieces) } else { Vec::new() };
            if has_else {
                pieces.next();
            }
            Some(Segment::If(Box::new(TemplateIf { condition, then, otherwise })))
        }
        Mark::For(mut directive) => {
            directive.body = fold(pieces);
            pieces.next();
            Some(Segment::For(directive))
        }
        Mark::Else | Mark::EndIf | Mark::EndFor => None,
    }
}
