//! The pieces of a template before directives are matched.

use std::borrow::Cow;

use crate::ast::{Expr, Name};

/// One piece.
#[derive(Debug)]
pub(super) enum Part<'t> {
    /// Text, escapes resolved.
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
#[derive(Debug)]
pub(super) struct Parts<'t> {
    pub(super) list: Vec<Part<'t>>,
    /// Whether a directive could not be read, so that nobody knows which text belongs to which.
    pub(super) broken: bool,
    /// Whether a `~}` stands right before what comes next.
    strip: bool,
    /// Whether `~` reaches no further than the line that it stands on, line end included.
    ///
    /// Source: HCL, `scan_tokens.rl`: in heredocs and whole texts each line is one token, in quotes all text up to a
    /// sequence is one (read 2026-11-25).
    by_line: bool,
}

impl<'t> Parts<'t> {
    /// For a quoted template.
    pub(super) fn quoted() -> Self {
        Self { list: Vec::new(), broken: false, strip: false, by_line: false }
    }

    /// For a heredoc or a whole text.
    pub(super) fn lines() -> Self {
        Self { by_line: true, ..Self::quoted() }
    }

    pub(super) fn push(&mut self, part: Part<'t>) {
        self.list.push(part);
    }

    /// Adds text, without its leading white space after `~}`.
    pub(super) fn push_text(&mut self, mut value: Cow<'t, str>, place: Place) {
        if std::mem::take(&mut self.strip) {
            let line_end = value.find('\n').filter(|_| self.by_line);
            let first = line_end.map_or(&*value, |end| value.get(..=end).unwrap_or_default());
            let white = first.len() - first.trim_start().len();
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
        let Some(Part::Text(text)) = self.list.last_mut() else { return };
        let value = &*text.value;
        let lines = value.strip_suffix('\n').unwrap_or(value);
        let start = lines.rfind('\n').filter(|_| self.by_line).map_or(0, |end| end + 1);
        let kept = start + value.get(start..).unwrap_or_default().trim_end().len();
        match &mut text.value {
            Cow::Borrowed(value) => *value = value.get(..kept).unwrap_or_default(),
            Cow::Owned(value) => value.truncate(kept),
        }
    }
}

/// Removes bytes from the start.
fn drop_start(value: &mut Cow<'_, str>, length: usize) {
    match value {
        Cow::Borrowed(value) => *value = value.get(length..).unwrap_or_default(),
        Cow::Owned(value) => {
            value.drain(..length);
        }
    }
}
