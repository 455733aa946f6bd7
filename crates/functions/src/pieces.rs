//! Building a string of which pieces may be unknown.

use std::sync::Arc;

use ringfence_value::{Part, Partial, Reason, Type, Value, ValueKind, convert};

use crate::args::{Call, text};
use crate::limits;
use crate::outcome::Stop;

/// A string under construction.
#[derive(Default)]
pub(crate) struct Pieces {
    parts: Vec<Part>,
    text: String,
    bytes: usize,
}

impl Pieces {
    /// Adds known text.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Stop> {
        self.bytes = self.bytes.saturating_add(text.len());
        limits::text(self.bytes)?;
        self.text.push_str(text);
        Ok(())
    }

    /// Adds an unknown piece.
    pub(crate) fn push_unknown(&mut self, reason: &Arc<Reason>) -> Result<(), Stop> {
        // A piece takes memory though it has no text.
        self.bytes = self.bytes.saturating_add(size_of::<Part>());
        limits::text(self.bytes)?;
        if !self.text.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.text).into()));
        }
        self.parts.push(Part::Unknown(reason.clone()));
        Ok(())
    }

    /// Adds a value as text, its known parts changed by `change`.
    ///
    /// Errors: the value is `null` or a collection.
    pub(crate) fn push_value(&mut self, value: &Value, change: impl Fn(&str) -> String) -> Result<(), Stop> {
        let Some(unknown) = value.as_unknown() else {
            return self.push(&change(&as_text(value)?));
        };
        match &unknown.partial {
            Some(Partial::Text(parts)) => parts.iter().try_for_each(|part| match part {
                Part::Known(text) => self.push(&change(text)),
                Part::Unknown(reason) => self.push_unknown(reason),
            }),
            _ => self.push_unknown(&unknown.reason),
        }
    }

    /// The known text, if no piece is unknown.
    pub(crate) fn known(self) -> Option<String> {
        self.parts.is_empty().then_some(self.text)
    }

    /// The string; known in part if a piece is unknown.
    pub(crate) fn finish(mut self, call: &Call<'_>) -> Value {
        if self.parts.is_empty() {
            return call.string(self.text);
        }
        if !self.text.is_empty() {
            self.parts.push(Part::Known(self.text.into()));
        }
        call.pieces(self.parts)
    }
}

/// A known string, number or truth value as text.
pub(crate) fn as_text(value: &Value) -> Result<Arc<str>, Stop> {
    match &value.kind {
        ValueKind::Number(_) | ValueKind::Bool(_) => {
            let converted = convert(value, &Type::String).map_err(|error| Stop::from(error.to_string()))?;
            text(&converted).cloned()
        }
        _ => text(value).cloned(),
    }
}

/// What is known of a string, each known part mapped by `change`; unknown parts become derived ones.
pub(crate) fn map_known(call: &Call<'_>, value: &Value, change: impl Fn(&str) -> String) -> Option<Value> {
    let parts = value.parts()?;
    let derived = Reason::derived([value], call.at);
    let mut pieces = Pieces::default();
    for part in parts {
        match part {
            Part::Known(text) => pieces.push(&change(text)).ok()?,
            Part::Unknown(_) => pieces.push_unknown(&derived).ok()?,
        }
    }
    Some(pieces.finish(call))
}
