//! Templates to strings that may be known in part.

use std::sync::Arc;

use ringfence_hcl::ast::{Segment, TemplateFor, TemplateIf};
use ringfence_model::Span;
use ringfence_value::{Marks, Part, Partial, Reason, Refinement, Type, Value, ValueKind, convert};

use super::evaluator::Wrong;
use super::for_expr::elements;
use super::scope::Frame;
use super::unknown::derived;
use super::{Evaluator, Scope};

/// Pieces of a string that is known in part; one with more is wholly unknown.
const MOST_PARTS: usize = 4096;

/// Units: bytes of a text that are put together in the time that one step stands for.
const COPIED: u64 = 64;

impl Evaluator<'_, '_> {
    /// The value of a quoted template or heredoc: `"${x}"` is `x` itself.
    ///
    /// Source: `TemplateExpr.Value` of hashicorp/hcl (read 2026-11-25).
    pub(super) fn template(&self, segments: &[Segment], at: Span, scope: Scope<'_>) -> Value {
        if let [Segment::Value(only)] = segments {
            return self.eval(only, scope);
        }
        let mut text = Text::new(at);
        self.segments(segments, &mut text, scope);
        if !self.spend(text.known.len() as u64 / COPIED) {
            return self.too_much(at);
        }
        self.holding(text.finish(), at)
    }

    fn segments(&self, segments: &[Segment], text: &mut Text, scope: Scope<'_>) {
        for segment in segments {
            match segment {
                Segment::Text(more, _) => text.push(more),
                Segment::Value(expr) => {
                    let value = self.eval(expr, scope);
                    self.piece(text, &value, scope.at(expr.range));
                    self.release(&value);
                }
                Segment::If(choice) => self.choice(choice, text, scope),
                Segment::For(directive) => self.for_directive(directive, text, scope),
            }
            if text.parts.len() > MOST_PARTS {
                text.give_up();
            }
            if text.known.len() > self.engine.limits.text {
                let limit = format!("a text of more than {} bytes", self.engine.limits.text);
                text.over = Some(self.limited(&limit, text.at));
                text.known.clear();
            }
            if text.over.is_some() {
                return;
            }
        }
    }

    /// Adds a value as text.
    fn piece(&self, text: &mut Text, value: &Value, at: Span) {
        text.marks = text.marks.with(value.marks);
        if value.is_null() {
            let wrong = self.error("a text cannot hold null", at);
            return text.unknown(&wrong, at);
        }
        if !value.is_known() {
            return text.unknown(value, at);
        }
        match convert(value, &Type::String) {
            Ok(Value { kind: ValueKind::String(known), .. }) => text.push(&known),
            Ok(unknown) => text.unknown(&unknown, at),
            Err(error) => {
                let wrong = self.error(format!("a text cannot hold this value: {error}"), at);
                text.unknown(&wrong, at);
            }
        }
    }

    /// Both branches are looked at: what is sensitive in the one that is not taken makes the text sensitive too.
    ///
    /// Source: `ConditionalExpr.Value` of hashicorp/hcl, to which `%{ if }` is parsed (read 2026-11-25).
    fn choice(&self, choice: &TemplateIf, text: &mut Text, scope: Scope<'_>) {
        let (then, wrong_then) = self.branch(&choice.then, text.at, scope);
        let (otherwise, wrong_otherwise) = self.branch(&choice.otherwise, text.at, scope);
        let condition = self.eval(&choice.condition, scope);
        let at = scope.at(choice.condition.range);
        text.marks = text.marks.with(condition.marks).with(then.marks).with(otherwise.marks);
        let (taken, wrong) = match self.condition(&condition, at) {
            Ok(true) => (then, wrong_then),
            Ok(false) => (otherwise, wrong_otherwise),
            Err(why) => {
                let branches = [(&then, wrong_then), (&otherwise, wrong_otherwise)];
                let right = branches.iter().filter(|(_, wrong)| wrong.is_none()).map(|(branch, _)| *branch);
                let either = derived(Type::String, std::iter::once(&*why).chain(right), at);
                return text.unknown(&either, at);
            }
        };
        if let Some(wrong) = wrong {
            self.blame(wrong, at);
        }
        self.piece(text, &taken, at);
    }

    /// What a branch gives, and what is wrong in it, which does not count yet.
    fn branch(&self, segments: &[Segment], at: Span, scope: Scope<'_>) -> (Value, Option<Vec<Wrong>>) {
        let errors = self.errors();
        let mut branch = Text::new(at);
        self.segments(segments, &mut branch, scope);
        let is_wrong = self.errors() > errors;
        let wrong = self.forgive(errors);
        (branch.finish(), is_wrong.then_some(wrong))
    }

    fn for_directive(&self, directive: &TemplateFor, text: &mut Text, scope: Scope<'_>) {
        let at = scope.at(directive.collection.range);
        let collection = self.eval(&directive.collection, scope);
        let found = if collection.is_null() { None } else { elements(&collection, at) };
        let Some(found) = found else {
            // The result of a wrong `for` has no marks: that matters in a branch that is not taken.
            let wrong = self.error(format!("`for` cannot go over a {}", collection.ty()), at);
            return text.unknown(&wrong, at);
        };
        text.marks = text.marks.with(collection.marks);
        if !self.work_each(found.pairs.len()) {
            text.over = Some(self.too_much(text.at));
            return;
        }
        let mut inner = Text::new(text.at);
        for (key, value) in &found.pairs {
            let outer =
                Frame::Name { name: directive.key.as_deref().unwrap_or(""), value: key, outer: scope.frame };
            let frame = Frame::Name { name: &directive.value, value, outer: Some(&outer) };
            self.segments(&directive.body, &mut inner, scope.with(&frame));
            if inner.over.is_some() || inner.known.len() > self.engine.limits.text {
                break;
            }
        }
        let made = inner.finish();
        // Where there may be more elements, the text made of those that are known is not all.
        match found.open {
            Some(open) => {
                let more = Value::unknown(Type::String, open, at);
                let all = derived(Type::String, [&made, &more], text.at).marked(made.marks);
                self.piece(text, &all, at);
            }
            None => self.piece(text, &made, at),
        }
    }
}

/// A string in the making.
struct Text {
    parts: Vec<Part>,
    /// Known text after the last part.
    known: String,
    /// What is unknown in it.
    unknown: Vec<Arc<Reason>>,
    /// The text before the first unknown piece, even if the start of that piece is known.
    prefix: Option<String>,
    marks: Marks,
    /// The bound that was met.
    over: Option<Value>,
    at: Span,
}

impl Text {
    fn new(at: Span) -> Self {
        Self {
            parts: Vec::new(),
            known: String::new(),
            unknown: Vec::new(),
            prefix: None,
            marks: Marks::NONE,
            over: None,
            at,
        }
    }

    fn push(&mut self, text: &str) {
        self.known.push_str(text);
    }

    fn unknown(&mut self, value: &Value, at: Span) {
        self.prefix.get_or_insert_with(|| self.known.clone());
        let reason = Reason::of(value, at);
        match value.parts() {
            Some(parts) => {
                for part in parts {
                    match part {
                        Part::Known(text) => self.push(text),
                        Part::Unknown(reason) => self.unknown_part(reason.clone()),
                    }
                }
                // All of it may be sure although Terraform does not know it yet.
                self.unknown.push(reason);
            }
            None => match value.sure() {
                sure if sure.is_known() && sure.as_str().is_some() => {
                    self.push(sure.as_str().unwrap_or_default());
                    self.unknown.push(reason);
                }
                _ => self.unknown_part(reason),
            },
        }
    }

    fn unknown_part(&mut self, reason: Arc<Reason>) {
        self.flush();
        self.parts.push(Part::Unknown(reason.clone()));
        self.unknown.push(reason);
    }

    fn flush(&mut self) {
        if !self.known.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.known).into()));
        }
    }

    /// Too many pieces: only that it is unknown is kept.
    fn give_up(&mut self) {
        let made = std::mem::replace(self, Self::new(self.at));
        let (marks, at) = (made.marks, made.at);
        let value = made.finish();
        *self = Self {
            marks,
            over: Some(Value::unknown(Type::String, Reason::of(&value, at), at)),
            ..Self::new(at)
        };
    }

    fn finish(mut self) -> Value {
        if let Some(over) = self.over {
            return over.marked(self.marks);
        }
        if self.unknown.is_empty() {
            return Value::string(self.known, self.at).marked(self.marks);
        }
        self.flush();
        let unknown = Value::unknown(Type::String, self.reason(), self.at).marked(self.marks);
        let wrong = unknown.reason().is_some_and(|reason| reason.error().is_some());
        let sure = self.parts.iter().all(|part| matches!(part, Part::Known(_)));
        let partial = match self.parts.first() {
            _ if wrong => None,
            None => Some(Partial::Sure(Box::new(Value::string("", self.at)))),
            Some(Part::Known(text)) if sure => {
                Some(Partial::Sure(Box::new(Value::string(text.clone(), self.at))))
            }
            _ => Some(Partial::Text(self.parts)),
        };
        let prefix = self.prefix.unwrap_or_default();
        let refinement = if wrong { Refinement::not_null() } else { Refinement::starts_with(&prefix) };
        unknown.with_partial(partial).refined(refinement)
    }

    fn reason(&self) -> Arc<Reason> {
        let values: Vec<Value> =
            self.unknown.iter().map(|reason| Value::unknown(Type::String, reason.clone(), self.at)).collect();
        Reason::derived(values.iter(), self.at)
    }
}
