//! Templates to strings that may be known in part.

use std::sync::Arc;

use ringfence_model::Span;

use super::for_expr::elements;
use super::scope::Frame;
use super::unknown::{because, derived, error, unknown};
use super::{Engine, Scope};
use crate::syntax::{Segment, TemplateFor, TemplateIf};
use crate::{Cause, Number, Origin, Part, Value, ValueKind};

/// Pieces of a string that is known in part; one with more is wholly unknown.
const MOST_PARTS: usize = 4096;

impl Engine<'_> {
    /// The value of a quoted template or heredoc: `"${x}"` is `x` itself.
    pub(crate) fn template(&self, segments: &[Segment], at: Span, scope: Scope<'_>) -> Value {
        if let [Segment::Value(only)] = segments {
            return self.eval(only, scope);
        }
        let mut text = Text::new(at);
        self.segments(segments, &mut text, scope);
        text.finish()
    }

    fn segments(&self, segments: &[Segment], text: &mut Text, scope: Scope<'_>) {
        for segment in segments {
            if text.wrong.is_some() {
                return;
            }
            match segment {
                Segment::Text(more) => text.push(more),
                Segment::Value(expr) => text.value(&self.eval(expr, scope), expr.span),
                Segment::If(choice) => match self.truth(&choice.condition, scope) {
                    Ok(true) => self.segments(&choice.then, text, scope),
                    Ok(false) => self.segments(&choice.otherwise, text, scope),
                    Err(why) => text.value(&self.either(choice, &why, text.at, scope), text.at),
                },
                Segment::For(directive) => self.for_directive(directive, text, scope),
            }
            if text.parts.len() > MOST_PARTS {
                text.wrong = Some(derived([&std::mem::replace(text, Text::new(text.at)).finish()], text.at));
                return;
            }
            if text.known.len() > self.limits.text {
                let limit = format!("a text of more than {} bytes", self.limits.text);
                self.limited(&limit, Some(text.at));
                text.wrong = Some(unknown(Cause::Limit(limit.into()), text.at));
            }
        }
    }

    /// Both branches of a condition that is unknown, as one unknown.
    fn either(&self, choice: &TemplateIf, why: &Value, at: Span, scope: Scope<'_>) -> Value {
        let [then, otherwise] = [&choice.then, &choice.otherwise].map(|segments| {
            let mut branch = Text::new(at);
            self.segments(segments, &mut branch, scope);
            branch.finish()
        });
        derived([why, &then, &otherwise], choice.condition.span)
    }

    fn for_directive(&self, directive: &TemplateFor, text: &mut Text, scope: Scope<'_>) {
        let collection = self.eval(&directive.collection, scope);
        let Some(elements) = elements(&collection, directive.collection.span) else {
            text.wrong = Some(error("`for` needs a list, set, map or object", directive.collection.span));
            return;
        };
        if !self.work_each(elements.pairs.len()) {
            text.wrong = Some(self.too_much(text.at));
            return;
        }
        let mut inner = Text::new(text.at);
        for (key, value) in &elements.pairs {
            let outer =
                Frame::Name { name: directive.key.as_deref().unwrap_or(""), value: key, outer: scope.frame };
            let frame = Frame::Name { name: &directive.value, value, outer: Some(&outer) };
            self.segments(&directive.body, &mut inner, scope.with(&frame));
            if inner.wrong.is_some() || inner.known.len() > self.limits.text {
                break;
            }
        }
        let value = inner.finish();
        // Where there may be more elements, the text made of those that are known is not all.
        let value = match elements.open {
            Some(open) => {
                derived([&value, &Value::new(ValueKind::Unknown(open), Origin::literal(text.at))], text.at)
            }
            None => value,
        };
        text.value(&value, directive.collection.span);
    }
}

/// A string in the making.
struct Text {
    parts: Vec<Part>,
    /// Known text after the last part.
    known: String,
    sensitive: bool,
    wrong: Option<Value>,
    at: Span,
}

impl Text {
    fn new(at: Span) -> Self {
        Self { parts: Vec::new(), known: String::new(), sensitive: false, wrong: None, at }
    }

    fn push(&mut self, text: &str) {
        self.known.push_str(text);
    }

    fn value(&mut self, value: &Value, at: Span) {
        self.sensitive |= value.sensitive;
        match &value.kind {
            ValueKind::String(text) => self.push(text),
            ValueKind::Bool(truth) => self.push(if *truth { "true" } else { "false" }),
            ValueKind::Number(number) => match number_text(*number) {
                Some(text) => self.push(&text),
                None => self.unknown(&derived([value], at), at),
            },
            ValueKind::Unknown(_) => self.unknown(value, at),
            ValueKind::Template(parts) => {
                for part in parts.iter() {
                    match part {
                        Part::Known(text) => self.push(text),
                        Part::Unknown(_) => {
                            self.flush();
                            self.parts.push(part.clone());
                        }
                    }
                }
            }
            ValueKind::Null => self.wrong = Some(error("a template cannot hold `null`", at)),
            _ => self.wrong = Some(error("a template can hold strings, numbers and truth values only", at)),
        }
    }

    fn unknown(&mut self, value: &Value, at: Span) {
        if super::unknown::error_in(value).is_some() {
            self.wrong = Some(value.clone());
            return;
        }
        self.flush();
        self.parts.push(Part::Unknown(because(value, at)));
    }

    fn flush(&mut self) {
        if !self.known.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.known).into()));
        }
    }

    fn finish(mut self) -> Value {
        if let Some(wrong) = self.wrong {
            return wrong;
        }
        let kind = if self.parts.is_empty() {
            ValueKind::String(self.known.into())
        } else {
            self.flush();
            ValueKind::Template(Arc::new(self.parts))
        };
        Value { sensitive: self.sensitive, ..Value::new(kind, Origin::literal(self.at)) }
    }
}

/// A number in a string; nothing if it may have more digits than are known here.
pub(crate) fn number_text(number: Number) -> Option<String> {
    let text = crate::functions::number_text(number);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let whole = matches!(number, Number::Int(_));
    if whole || digits <= 15 { Some(text) } else { None }
}

/// A primitive as a string, as Terraform converts it; anything else stays.
pub(crate) fn as_text(value: Value) -> Value {
    let text = match &value.kind {
        ValueKind::Bool(truth) => Some(if *truth { "true" } else { "false" }.to_owned()),
        ValueKind::Number(number) => match number_text(*number) {
            Some(text) => Some(text),
            None => return derived([&value], value.origin.at),
        },
        _ => None,
    };
    match text {
        Some(text) => Value { kind: ValueKind::String(text.into()), ..value },
        None => value,
    }
}
