//! What the parser does not take although Terraform's does, written as it takes it.

use saphyr_parser::ScanError;

use super::separators::Separators;
use crate::outcome::Stop;

/// Changes to one text, so that hostile ones cost bounded time.
const MOST: usize = 256;

/// Units: bytes of a text times the changes made to it.
const MOST_WORK: usize = 16 << 20;

/// A text in the form that the parser takes.
pub(super) struct Lenient {
    text: String,
    separators: Separators,
    changes: usize,
}

impl Lenient {
    pub(super) fn new(text: &str) -> Self {
        let (separators, text) = Separators::taken_out(text);
        Self { text, separators, changes: 0 }
    }

    /// The separators between lines, of which no change makes more or fewer.
    pub(super) fn separators(&self) -> &Separators {
        &self.separators
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text has been changed where an error is, and may now be right.
    ///
    /// Errors: it would have to be changed once more than it may be.
    pub(super) fn change(&mut self, error: &ScanError) -> Result<bool, Stop> {
        let index = error.marker().index();
        let Some(at) = self.text.char_indices().nth(index).map(|(at, _)| at) else { return Ok(false) };
        let changed = match error.info() {
            "invalid indentation in quoted scalar" => self.indented(at, error.marker().col()),
            "plain scalar cannot start with '-' followed by ,[]{}" => self.quoted_dash(at),
            info if info.starts_with("':' must be followed by") => self.without_tabs(at),
            _ => None,
        };
        let Some(changed) = changed else { return Ok(false) };
        self.changes += 1;
        if self.changes > MOST || self.changes.saturating_mul(changed.len()) > MOST_WORK {
            return Err(Stop::Limit("a text that is written otherwise in too many places".to_owned()));
        }
        self.text = changed;
        Ok(true)
    }

    /// The lines of a quoted scalar moved to the right of its start: white space at their starts means nothing.
    fn indented(&self, at: usize, column: usize) -> Option<String> {
        let (before, scalar) = self.text.split_at_checked(at)?;
        let length = quoted_length(scalar)?;
        let (scalar, after) = scalar.split_at_checked(length)?;
        let indent = format!("\n{}", " ".repeat(column + 1));
        let moved = scalar.replace('\n', &indent);
        (moved.len() > scalar.len()).then(|| format!("{before}{moved}{after}"))
    }

    /// Spaces for the tabs before a value.
    fn without_tabs(&self, at: usize) -> Option<String> {
        let (before, after) = self.text.split_at_checked(at)?;
        let key = before.trim_end_matches('\t');
        (key.len() < before.len()).then(|| format!("{key}{}{after}", " ".repeat(before.len() - key.len())))
    }

    /// A dash that is a scalar of its own, between brackets.
    fn quoted_dash(&self, at: usize) -> Option<String> {
        let (before, dash) = self.text.split_at_checked(at)?;
        let after = dash.strip_prefix('-').filter(|after| after.starts_with([',', ']', '}']))?;
        Some(format!("{before}\"-\"{after}"))
    }
}

/// How long a quoted scalar is, quotes included. Units: bytes.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            if quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some() {
                continue;
            }
            return Some(place + 1);
        }
    }
    None
}
