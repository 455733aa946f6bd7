//! The pieces of a template before directives are matched.

use std::borrow::Cow;

use crate::ast::{Expr, Name};

/// One piece.
#[derive(Debug)]
pub(super) enum Part<'t> {
    /// Text, escapes resolved; in lines, one line or less, since `~` and `<<-` work on lines.
    Text(Text<'t>),
    /// `${x}`
    Value(Expr),
    /// `%{ if x }`
    If(Expr, Place),
    /// `%{ else }`
    Else(Place),
    /// `%{ endif }`
    EndIf(Place),
    /// `%{ for k, v in x }`
    For(Box<Loop>, Place),
    /// `%{ endfor }`
    EndFor(Place),
}

#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) value: Cow<'t, str>,
    pub(super) place: Place,
}

/// What a `for` goes over.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) key: Option<Name>,
    pub(super) value: Name,
    pub(super) collection: Expr,
}

/// Bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'t> Part<'t> {
    /// The text, if it is one.
    pub(super) fn text(self) -> Option<Text<'t>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Sets where a directive ends.
    pub(super) fn end_at(&mut self, end: usize) {
        match self {
            Self::If(_, place)
            | Self::Else(place)
            | Self::EndIf(place)
            | Self::For(_, place)
            | Self::EndFor(place) => place.end = end,
            Self::Text(_) | Self::Value(_) => {}
        }
    }
}

/// The pieces of one template.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    pub(super) list: Vec<Part<'t>>,
    /// Whether a directive could not be read, so that nobody knows which text belongs to which.
    pub(super) broken: bool,
    /// Whether a `~}` stands right before what comes next.
    strip: bool,
}

impl<'t> Parts<'t> {
    pub(super) fn push(&mut self, part: Part<'t>) {
        self.list.push(part);
    }

    /// Adds text, without its leading white space after `~}`.
    pub(super) fn push_text(&mut self, mut value: Cow<'t, str>, place: Place) {
        if std::mem::take(&mut self.strip) {
            let white = value.len() - value.trim_start().len();
            drop_start(&mut value, white);
        }
        self.list.push(Part::Text(Text { value, place }));
    }

    /// `~}`: the text that comes next loses its leading white space.
    pub(super) fn strip_next(&mut self) {
        self.strip = true;
    }

    /// Another sequence follows at once: there is no text to strip.
    pub(super) fn keep_next(&mut self) {
        self.strip = false;
    }

    /// `${~`: the text right before loses its trailing white space.
    pub(super) fn strip_before(&mut self) {
        if let Some(Part::Text(text)) = self.list.last_mut() {
            match &mut text.value {
                Cow::Borrowed(value) => *value = value.trim_end(),
                Cow::Owned(value) => value.truncate(value.trim_end().len()),
            }
        }
    }
}

/// Removes bytes from the start.
pub(super) fn drop_start(value: &mut Cow<'_, str>, length: usize) {
    match value {
        Cow::Borrowed(value) => *value = value.get(length..).unwrap_or_default(),
        Cow::Owned(value) => {
            value.drain(..length);
        }
    }
}
