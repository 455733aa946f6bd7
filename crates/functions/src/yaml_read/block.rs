//! Block scalars where YAML 1.1 reads them in another way than YAML 1.2.

use std::borrow::Cow;

use saphyr_parser::Span;

use crate::outcome::Stop;

/// Block scalars of one text, `|` and `>`.
pub(super) struct Blocks {
    /// Where the text ends if not with a line end: the characters of all, and of the last line.
    open: Option<(usize, usize)>,
}

impl Blocks {
    pub(super) fn new(text: &str) -> Self {
        let is_end = |letter| matches!(letter, '\n' | '\r');
        let last = text.rsplit(is_end).next().filter(|last| !last.is_empty());
        Self { open: last.map(|last| (text.chars().count(), last.chars().count())) }
    }

    /// What a block scalar is in YAML 1.1; `source` begins where its content does, or the scalar if it has none.
    ///
    /// Errors: content that is not indented, which may be only at the top, is none.
    pub(super) fn read<'s>(
        &self,
        scalar: Cow<'s, str>,
        span: Span,
        source: &str,
    ) -> Result<Cow<'s, str>, Stop> {
        let has_content = scalar.contains(|letter| letter != '\n');
        if has_content && span.start.col() == 0 {
            let line = span.start.line();
            return Err(if source.starts_with('#') {
                Stop::Limit(format!("a comment as the content of a block, in line {line}"))
            } else {
                Stop::argument(0, format!("the text is no YAML 1.1: line {line} is not indented"))
            });
        }
        let Some((_, last)) = self.open.filter(|(end, _)| *end == span.end.index()) else {
            return Ok(scalar);
        };
        let is_added = if has_content {
            last >= span.start.col()
        } else {
            source.starts_with(['|', '>']) && scalar.len() + span.start.line() >= span.end.line()
        };
        // The last line has no end, so that the scalar has none there either.
        Ok(match scalar.strip_suffix('\n').filter(|_| is_added) {
            Some(without) => without.to_owned().into(),
            None => scalar,
        })
    }
}

/// The line of the text in which a literal scalar begins.
pub(super) fn first_line(scalar: &str, span: Span, source: &str) -> usize {
    let content = scalar.trim_start_matches('\n');
    if content.is_empty() && source.starts_with('|') {
        return span.start.line() + 1;
    }
    span.start.line().saturating_sub(scalar.len() - content.len())
}
