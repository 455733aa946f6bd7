//! What the parser lets through although Terraform's does not: it is one of YAML 1.1, and tabs never indent there.

use saphyr_parser::{Event, ScalarStyle, Span};

use crate::outcome::Stop;

/// Looks at the text behind the events.
///
/// Source: `scanner.c` of <https://github.com/yaml/libyaml> (read 2026-11-25).
pub(super) struct Strict<'t> {
    text: &'t str,
    /// Nothing if the text has no tabs.
    lines: Vec<&'t str>,
    /// Of each sequence and mapping that is open: whether it or one around it is in brackets.
    brackets: Vec<bool>,
    /// Whether the text has what is an escape in newer YAML only.
    slashes: bool,
    /// A character and the byte at which it is.
    last: (usize, usize),
}

impl<'t> Strict<'t> {
    /// Errors: what stands before the document is not YAML 1.1.
    pub(super) fn new(text: &'t str) -> Result<Self, Stop> {
        let lines = if text.contains('\t') { text.lines().collect() } else { Vec::new() };
        if let Some(control) = text.chars().find(|letter| !is_allowed(*letter)) {
            let code = u32::from(control);
            return Err(Stop::argument(0, format!("the text is no YAML: it has the character U+{code:04X}")));
        }
        prologue(text)?;
        Ok(Self { text, lines, brackets: Vec::new(), slashes: text.contains("\\/"), last: (0, 0) })
    }

    /// Errors: an event comes from a text that is wrong.
    pub(super) fn check(&mut self, event: &Event<'_>, span: Span) -> Result<(), Stop> {
        if matches!(event, Event::Scalar(_, ScalarStyle::Plain, ..))
            && self.from(span).starts_with(['|', '>'])
        {
            let line = span.start.line();
            return Err(Stop::argument(
                0,
                format!("the text is no YAML: line {line} has a block between brackets"),
            ));
        }
        if self.slashes && matches!(event, Event::Scalar(_, ScalarStyle::DoubleQuoted, ..)) {
            self.check_escapes(span)?;
        }
        if self.lines.is_empty() {
            Ok(())
        } else {
            self.check_tabs(event, span.start.line(), span.start.col())
        }
    }

    fn check_escapes(&mut self, span: Span) -> Result<(), Stop> {
        let mut letters = self.from(span).chars().take(span.end.index().saturating_sub(span.start.index()));
        while let Some(letter) = letters.next() {
            if letter == '\\' && letters.next() == Some('/') {
                let line = span.start.line();
                let message = format!("the text is no YAML 1.1: line {line} has the escape `\\/`");
                return Err(Stop::argument(0, message));
            }
        }
        Ok(())
    }

    /// The text from where an event is.
    pub(super) fn from(&mut self, span: Span) -> &'t str {
        let start = self.byte_of(span.start.index());
        self.text.get(start..).unwrap_or_default()
    }

    /// Where a character is; events come nearly in order, so that each is looked for from the last.
    fn byte_of(&mut self, index: usize) -> usize {
        let (character, byte) = self.last;
        let (before, rest) = self.text.split_at_checked(byte).unwrap_or((self.text, ""));
        let at = if let Some(back) = character.checked_sub(index + 1) {
            before.char_indices().nth_back(back).map_or(0, |(place, _)| place)
        } else {
            byte + rest.char_indices().nth(index - character).map_or(rest.len(), |(place, _)| place)
        };
        self.last = (index, at);
        at
    }

    /// Tabs before the first token of a line, and after the signs that start a block, are wrong; inside brackets they
    /// are not.
    ///
    /// Units: lines from 1, columns in characters from 0.
    fn check_tabs(&mut self, event: &Event<'_>, line: usize, column: usize) -> Result<(), Stop> {
        let inside = self.brackets.last().copied().unwrap_or(false);
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if inside => self.brackets.push(true),
            Event::SequenceEnd | Event::MappingEnd => {
                self.brackets.pop();
            }
            Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..)
                if !inside =>
            {
                let text =
                    line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
                let at = text.char_indices().nth(column).map_or(text.len(), |(place, _)| place);
                let (before, token) = text.split_at_checked(at).unwrap_or((text, ""));
                if matches!(event, Event::SequenceStart(..) | Event::MappingStart(..)) {
                    self.brackets.push(token.starts_with(['[', '{']));
                }
                if indents(before) {
                    let message = format!("the text is no YAML: line {line} is indented with a tab");
                    return Err(Stop::argument(0, message));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a character may stand in YAML.
fn is_allowed(letter: char) -> bool {
    let plane = !matches!(letter, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') || letter == '\u{85}';
    matches!(letter, '\t' | '\n' | '\r') || letter >= ' ' && plane
}

/// A directive that asks for another version, or the end of a document before there is one.
fn prologue(text: &str) -> Result<(), Stop> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    for line in text.trim_start_matches('\u{feff}').lines().filter(is_content) {
        if let Some(version) = line.strip_prefix("%YAML")
            && version.split('#').next().map(str::trim) != Some("1.1")
        {
            return Err(Stop::argument(
                0,
                format!("the text is YAML{version}, which is not supported: only 1.1 is"),
            ));
        }
        if line.starts_with("...") {
            return Err(Stop::argument(0, "the text is no YAML: a document ends before it starts"));
        }
        if !line.starts_with('%') {
            break;
        }
    }
    Ok(())
}

/// Whether a tab before a token stands where an indentation does.
fn indents(before: &str) -> bool {
    let sign = before.trim_end_matches([' ', '\t']);
    let space = before.get(sign.len()..).unwrap_or_default();
    space.contains('\t') && (sign.ends_with(['-', '?']) || matches!(sign.trim(), "" | ":"))
}
