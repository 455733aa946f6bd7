//! What an unknown value must be like.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::{Number, Type};

/// How many bytes of a text's start are remembered.
///
/// Source: `TemplateExpr.Value` of hashicorp/hcl (read 2026-11-25).
const LONGEST_PREFIX: usize = 128;

/// What is known of a value that is not known, so that some questions about it have an answer.
///
/// Source: go-cty's refinements (`unknown_refinement.go`, read 2026-11-25), which Terraform keeps since 1.6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refinement {
    /// Whether it is surely not `null`.
    pub not_null: bool,
    /// What else.
    pub form: Form,
}

/// What else is known of an unknown value, by its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Nothing.
    #[default]
    Any,
    /// Of a string: how it starts.
    Prefix(Arc<str>),
    /// Of a number: the least and the greatest it can be, both included.
    Within(Option<Number>, Option<Number>),
    /// Of a list, set or map: the least and the greatest number of its elements, both included.
    Length(usize, usize),
}

impl Refinement {
    /// Surely not `null`.
    pub fn not_null() -> Self {
        Self { not_null: true, form: Form::Any }
    }

    /// A string that starts so.
    pub fn starts_with(text: &str) -> Self {
        let prefix = safe_prefix(text);
        let form = if prefix.is_empty() { Form::Any } else { Form::Prefix(prefix.into()) };
        Self { not_null: true, form }
    }

    /// A collection of so many elements.
    pub fn length(low: usize, high: usize) -> Self {
        Self { not_null: true, form: Form::Length(low, high) }
    }

    /// A number between these.
    pub fn within(low: Number, high: Number) -> Self {
        Self { not_null: true, form: Form::Within(Some(low), Some(high)) }
    }

    /// How a string starts.
    pub fn prefix(&self) -> &str {
        match &self.form {
            Form::Prefix(prefix) => prefix,
            _ => "",
        }
    }

    /// The least and the greatest number of elements of a collection.
    pub fn lengths(&self) -> (usize, usize) {
        match &self.form {
            Form::Length(low, high) => (*low, *high),
            _ => (0, usize::MAX),
        }
    }

    /// The least and the greatest that a number can be.
    pub fn bounds(&self) -> (Option<&Number>, Option<&Number>) {
        match &self.form {
            Form::Within(low, high) => (low.as_ref(), high.as_ref()),
            _ => (None, None),
        }
    }

    /// What is left of it for a value that was converted to another type.
    #[must_use]
    pub fn converted(&self, from: &Type, to: &Type) -> Self {
        let form = match (from, to) {
            (Type::Object(object), Type::Map(_)) => Form::Length(object.len(), object.len()),
            (Type::Tuple(items), Type::List(_)) => Form::Length(items.len(), items.len()),
            (Type::Tuple(items), Type::Set(_)) => Form::Length(items.len().min(1), items.len()),
            (from, Type::Set(_)) if from.is_collection() => {
                let (low, high) = self.lengths();
                Form::Length(low.min(1), high)
            }
            (from, to) if from.is_collection() && to.is_collection() => self.form.clone(),
            _ => Form::Any,
        };
        Self { not_null: self.not_null, form }
    }
}

/// The part of a text that stays as it is whatever follows: what follows might combine with the last character.
///
/// Source: `SafeKnownPrefix` of go-cty (read 2026-11-25).
fn safe_prefix(text: &str) -> &str {
    const NEVER_COMBINE: &str = "-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'";
    let mut end = text.len().min(LONGEST_PREFIX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    match text.grapheme_indices(true).next_back() {
        Some((_, last)) if last.chars().count() == 1 && NEVER_COMBINE.contains(last) => text,
        Some((start, _)) => text.get(..start).unwrap_or_default(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_what_may_combine() {
        assert_eq!(safe_prefix("pre-"), "pre-");
        assert_eq!(safe_prefix("pre"), "pr");
        assert_eq!(safe_prefix(""), "");
        assert_eq!(safe_prefix("a\u{301}"), "");
        assert_eq!(safe_prefix(&"é".repeat(100)).len(), 126);
    }
}
