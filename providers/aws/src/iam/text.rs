//! The text of a policy, and where its parts stand.

use std::ops::Range;

use ringfence_model::{ResourceId, Source, Span};
use ringfence_policy::{UNKNOWN_CLOSE, UNKNOWN_OPEN};
use ringfence_provider::{Encoding, gap_of, payload};
use ringfence_terraform::{Part, Reason, Value};

use super::{parts, symbol};
use crate::stack::Stack;

/// The text of a policy.
#[derive(Debug)]
pub(super) struct PolicyText {
    /// The JSON; unknown pieces as the policy reader wants them.
    pub(super) text: String,
    /// Each unknown piece, in words, by its number.
    unknowns: Vec<String>,
    /// The value it was read from.
    value: Value,
    /// The bytes that are exactly the text.
    verbatim: Option<Span>,
    /// The statements as values, where the text was made from such.
    statements: Vec<Value>,
}

impl PolicyText {
    /// Reads a string; nothing if it is none, or wholly unknown.
    pub(super) fn read(stack: &Stack<'_>, id: &ResourceId, value: &Value) -> Option<Self> {
        let (text, unknowns) = written(stack, value)?;
        let known = unknowns.is_empty() && value.as_str().is_some();
        let verbatim =
            known.then(|| payload(id, "policy", value, Encoding::Plain, stack.sources).verbatim).flatten();
        let statements = parts::statements(stack, value);
        Some(Self { text, unknowns, value: value.clone(), verbatim, statements })
    }

    /// Whether it must not be shown.
    pub(super) fn is_sensitive(&self) -> bool {
        self.value.is_sensitive()
    }

    /// Where the whole text stands.
    pub(super) fn source(&self) -> Source {
        ringfence_provider::source(&self.value)
    }

    /// Where a part of a statement stands; the whole policy if that cannot be told.
    ///
    /// Units: bytes of the text.
    pub(super) fn source_of(&self, stack: &Stack<'_>, statement: usize, range: &Range<usize>) -> Source {
        if let Some(span) = self.verbatim {
            return Source::File(span.part(range.start, range.len()));
        }
        let written = self.text.get(range.clone()).unwrap_or("");
        let part = self.statements.get(statement).and_then(|value| parts::written_as(value, written));
        match part {
            Some(part) if part.is_opaque() => Source::File(part.origin.used_at()),
            Some(part) => ringfence_provider::source(part),
            None => self.same_occurrence(stack, range).map_or_else(|| self.source(), Source::File),
        }
    }

    /// The unknown pieces within a range, in words.
    pub(super) fn unknowns_in(&self, range: &Range<usize>) -> Vec<String> {
        let text = self.text.get(range.clone()).unwrap_or("");
        let numbers = text.split(UNKNOWN_OPEN).skip(1).filter_map(|rest| rest.split(UNKNOWN_CLOSE).next());
        let found = numbers.filter_map(|number| self.unknowns.get(number.parse::<usize>().ok()?));
        found.cloned().collect()
    }

    /// The place of a string of a text that was written in one piece, with interpolations or indentation: if
    /// it stands there as often as in the text, the same one of them.
    fn same_occurrence(&self, stack: &Stack<'_>, range: &Range<usize>) -> Option<Span> {
        let wanted = self.text.get(range.clone()).filter(|text| text.len() > 2)?;
        let near = self.value.origin.at;
        let source = stack.sources.text(near);
        if source.matches(wanted).count() != self.text.matches(wanted).count() {
            return None;
        }
        let before = self.text.get(..range.start)?.matches(wanted).count();
        let (start, _) = source.match_indices(wanted).nth(before)?;
        Some(near.part(start, wanted.len()))
    }
}

/// The text and its unknown pieces; names that stand for references are part of the text.
fn written(stack: &Stack<'_>, value: &Value) -> Option<(String, Vec<String>)> {
    if let Some(text) = value.as_str() {
        return Some((text.to_owned(), Vec::new()));
    }
    let (mut text, mut unknowns) = (String::new(), Vec::new());
    for piece in value.parts()? {
        match piece {
            Part::Known(known) => text.push_str(known),
            Part::Unknown(reason) => {
                text.push_str(&symbol_of(stack, reason).unwrap_or_else(|| {
                    unknowns.push(gap_of(reason, reason.at).what);
                    format!("{UNKNOWN_OPEN}{}{UNKNOWN_CLOSE}", unknowns.len() - 1)
                }));
            }
        }
    }
    Some((text, unknowns))
}

fn symbol_of(stack: &Stack<'_>, reason: &Reason) -> Option<String> {
    symbol::of_reference(stack, reason.reference()?)
}

/// The text of an ARN or a name, with the same names for references as policies have.
pub(super) fn arn(stack: &Stack<'_>, value: &Value) -> Option<String> {
    let reason = value.reason().filter(|_| value.is_opaque());
    if let Some(symbol) = reason.and_then(|reason| symbol_of(stack, reason)) {
        return Some(symbol);
    }
    // `data.aws_iam_policy.x.arn`, of which the ARN was given.
    let records = value.reference().map(|reference| stack.records.referenced(reference)).unwrap_or_default();
    let data = match records {
        [record] if record.type_name.as_ref() == "aws_iam_policy" => record.get("arn"),
        _ => None,
    };
    let (text, unknowns) = written(stack, data.unwrap_or(value))?;
    unknowns.is_empty().then_some(text)
}
