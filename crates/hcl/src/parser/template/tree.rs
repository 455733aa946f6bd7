//! Pieces to segments: directives are matched with their ends.

use std::sync::Arc;

use super::super::{Kind, Parser, Token};
use super::part::{Loop, Part, Parts, Place, Text};
use crate::ast::{Expr, ExprKind, Segment, TemplateFor, TemplateIf, TextRange};
use crate::limits::MAX_DEPTH;

/// A directive whose end is still to come, and the segments before it.
enum Open {
    If { condition: Expr, then: Option<Vec<Segment>> },
    For(Box<Loop>),
}

/// What is being built.
#[derive(Default)]
struct Tree {
    stack: Vec<(Open, Place, Vec<Segment>)>,
    segments: Vec<Segment>,
}

impl Parser<'_, '_> {
    /// A quoted template or heredoc as an expression.
    pub(super) fn template_kind(&mut self, parts: Parts<'_>, range: TextRange) -> ExprKind {
        let is_text = parts.list.iter().all(|part| matches!(part, Part::Text(_))) && !parts.broken;
        if !is_text {
            let mut segments = self.segments(parts, range);
            return match segments.as_mut_slice() {
                [Segment::Value(Expr { kind: kind @ ExprKind::Wrong, .. })] => {
                    std::mem::replace(kind, ExprKind::Wrong)
                }
                _ => ExprKind::Template(segments),
            };
        }
        let mut texts = parts.list.into_iter().filter_map(Part::text);
        match (texts.next(), texts.next()) {
            (None, _) => ExprKind::String(Arc::from("")),
            (Some(only), None) => ExprKind::String(Arc::from(&*only.value)),
            (Some(first), Some(second)) => {
                let mut all = first.value.into_owned();
                all.push_str(&second.value);
                all.extend(texts.map(|text| text.value));
                ExprKind::String(Arc::from(&*all))
            }
        }
    }

    /// A template's segments; where its directives do not match, one that is wrong.
    pub(super) fn segments(&mut self, parts: Parts<'_>, range: TextRange) -> Vec<Segment> {
        // `"${x}"` is `x` itself, `"${x ~} "` is a text.
        let is_text = parts.list.len() > 1;
        let built = if parts.broken { None } else { self.build(parts) };
        let Some(mut segments) = built else {
            return vec![Segment::Value(Expr { kind: ExprKind::Wrong, range })];
        };
        if let [Segment::Value(value)] = segments.as_slice()
            && is_text
        {
            let end = value.range.end;
            segments.push(Segment::Text(Arc::from(""), TextRange { start: end, end }));
        }
        segments
    }

    fn build(&mut self, parts: Parts<'_>) -> Option<Vec<Segment>> {
        let mut tree = Tree::default();
        let mut parts = parts.list.into_iter().peekable();
        while let Some(part) = parts.next() {
            match part {
                Part::Text(first) => {
                    let more = std::iter::from_fn(|| parts.next_if(|part| matches!(part, Part::Text(_))));
                    tree.segments.extend(self.meld(first, more.filter_map(Part::text)));
                }
                Part::Value(value) => tree.segments.push(Segment::Value(value)),
                Part::If(condition, place) => {
                    self.open(&mut tree, Open::If { condition, then: None }, place)?;
                }
                Part::For(inner, place) => self.open(&mut tree, Open::For(inner), place)?,
                Part::Else(place) => self.begin_else(&mut tree, place)?,
                Part::EndIf(place) => self.end_if(&mut tree, place)?,
                Part::EndFor(place) => self.end_for(&mut tree, place)?,
            }
        }
        if let Some((open, place, _)) = tree.stack.last() {
            let end = if matches!(open, Open::If { .. }) { "endif" } else { "endfor" };
            self.mismatch(*place, &format!("has no `%{{ {end} }}`; add it"));
            return None;
        }
        Some(tree.segments)
    }

    /// Texts that follow each other, as one; none if it is empty.
    fn meld<'t>(&mut self, first: Text<'t>, more: impl Iterator<Item = Text<'t>>) -> Option<Segment> {
        let mut all = first.value;
        let mut place = first.place;
        for text in more {
            place.end = text.place.end;
            if all.is_empty() {
                all = text.value;
            } else {
                all.to_mut().push_str(&text.value);
            }
        }
        let range = self.range(place.start, place.end);
        (!all.is_empty()).then(|| Segment::Text(Arc::from(&*all), range))
    }

    fn open(&mut self, tree: &mut Tree, open: Open, place: Place) -> Option<()> {
        if self.depth + tree.stack.len() >= MAX_DEPTH {
            self.mismatch(place, &format!("is nested deeper than {MAX_DEPTH} levels, which is the limit"));
            return None;
        }
        tree.stack.push((open, place, std::mem::take(&mut tree.segments)));
        Some(())
    }

    fn begin_else(&mut self, tree: &mut Tree, place: Place) -> Option<()> {
        if let Some((Open::If { then: then @ None, .. }, ..)) = tree.stack.last_mut() {
            *then = Some(std::mem::take(&mut tree.segments));
            return Some(());
        }
        self.mismatch(place, "belongs to no `%{ if … }`; remove it");
        None
    }

    fn end_if(&mut self, tree: &mut Tree, place: Place) -> Option<()> {
        let Some((Open::If { condition, then }, start, before)) = tree.stack.pop() else {
            self.mismatch(place, "belongs to no `%{ if … }`; remove it");
            return None;
        };
        let last = std::mem::replace(&mut tree.segments, before);
        let (then, otherwise) = match then {
            Some(then) => (then, last),
            None => (last, Vec::new()),
        };
        let range = self.range(start.start, place.end);
        tree.segments.push(Segment::If(Box::new(TemplateIf { condition, then, otherwise, range })));
        Some(())
    }

    fn end_for(&mut self, tree: &mut Tree, place: Place) -> Option<()> {
        let Some((Open::For(inner), start, before)) = tree.stack.pop() else {
            self.mismatch(place, "belongs to no `%{ for … }`; remove it");
            return None;
        };
        let body = std::mem::replace(&mut tree.segments, before);
        let Loop { key, value, collection } = *inner;
        let range = self.range(start.start, place.end);
        tree.segments.push(Segment::For(Box::new(TemplateFor { key, value, collection, body, range })));
        Some(())
    }

    fn mismatch(&mut self, place: Place, what: &str) {
        let token = Token::new(Kind::Percent, place.start, place.end);
        let found = self.describe(token);
        self.error(token, format!("{found} {what}"));
    }
}
