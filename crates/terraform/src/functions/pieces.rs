//! Building a string of which pieces may be unknown.

use std::sync::Arc;

use super::call::{Call, Stop};
use super::{convert, limits};
use crate::{Part, Unknown, Value, ValueKind};

/// A string under construction.
#[derive(Default)]
pub(super) struct Pieces {
    parts: Vec<Part>,
    text: String,
    bytes: usize,
}

impl Pieces {
    /// Adds known text.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Stop> {
        self.bytes = self.bytes.saturating_add(text.len());
        limits::text(self.bytes)?;
        self.text.push_str(text);
        Ok(())
    }

    /// Adds an unknown piece.
    pub(super) fn push_unknown(&mut self, unknown: &Arc<Unknown>) -> Result<(), Stop> {
        // A piece takes memory though it has no text.
        self.bytes = self.bytes.saturating_add(size_of::<Part>());
        limits::text(self.bytes)?;
        if !self.text.is_empty() {
            self.parts.push(Part::Known(std::mem::take(&mut self.text).into()));
        }
        self.parts.push(Part::Unknown(unknown.clone()));
        Ok(())
    }

    /// Adds a value as text, its known parts changed by `change`.
    ///
    /// Errors: the value is `null` or a collection.
    pub(super) fn push_value(&mut self, value: &Value, change: impl Fn(&str) -> String) -> Result<(), Stop> {
        match &value.kind {
            ValueKind::Unknown(unknown) => self.push_unknown(unknown),
            ValueKind::Template(parts) => parts.iter().try_for_each(|part| match part {
                Part::Known(text) => self.push(&change(text)),
                Part::Unknown(unknown) => self.push_unknown(unknown),
            }),
            _ => self.push(&change(&convert::text(value)?)),
        }
    }

    /// The string; a template if a piece is unknown.
    pub(super) fn finish(mut self, call: &Call<'_>) -> Value {
        if self.parts.is_empty() {
            return call.string(self.text);
        }
        if !self.text.is_empty() {
            self.parts.push(Part::Known(self.text.into()));
        }
        call.make(ValueKind::Template(Arc::new(self.parts)))
    }
}

/// A string or what is known of it, each known part mapped by `change`; unknown parts become derived ones.
pub(super) fn map_known(
    call: &Call<'_>,
    value: &Value,
    change: impl Fn(&str) -> String,
) -> Result<Value, Stop> {
    let ValueKind::Template(parts) = &value.kind else {
        return Ok(call.string(change(&convert::text(value)?)));
    };
    let derived = call.because([value]);
    let mut pieces = Pieces::default();
    for part in parts.iter() {
        match part {
            Part::Known(text) => pieces.push(&change(text))?,
            Part::Unknown(_) => pieces.push_unknown(&derived)?,
        }
    }
    Ok(pieces.finish(call))
}
