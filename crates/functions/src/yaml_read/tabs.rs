//! Tabs where only spaces may indent.

use saphyr_parser::Event;

use crate::outcome::Stop;

/// Looks for tabs before the first token of a line, and after the signs that start a block; inside brackets they are
/// right.
///
/// Source: `yaml_parser_scan_to_next_token` of <https://github.com/yaml/libyaml> (read 2026-11-25).
pub(super) struct Tabs<'t> {
    /// Nothing if the text has no tabs.
    lines: Vec<&'t str>,
    /// Of each sequence and mapping that is open: whether it or one around it is in brackets.
    brackets: Vec<bool>,
}

impl<'t> Tabs<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines = if text.contains('\t') { text.lines().collect() } else { Vec::new() };
        Self { lines, brackets: Vec::new() }
    }

    /// Units: lines from 1, columns in characters from 0.
    pub(super) fn check(&mut self, event: &Event<'_>, line: usize, column: usize) -> Result<(), Stop> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let inside = self.brackets.last().copied().unwrap_or(false);
        let text = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        let at = text.char_indices().nth(column).map_or(text.len(), |(place, _)| place);
        let (before, token) = text.split_at_checked(at).unwrap_or((text, ""));
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                self.brackets.push(inside || token.starts_with(['[', '{']));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.brackets.pop();
                return Ok(());
            }
            Event::Scalar(..) | Event::Alias(_) => {}
            _ => return Ok(()),
        }
        if inside || !indents(before) {
            return Ok(());
        }
        Err(Stop::argument(0, format!("the text is no YAML: line {line} is indented with a tab")))
    }
}

/// Whether a tab before a token stands where an indentation does.
fn indents(before: &str) -> bool {
    let sign = before.trim_end_matches([' ', '\t']);
    let space = before.get(sign.len()..).unwrap_or_default();
    space.contains('\t') && (sign.ends_with(['-', '?']) || matches!(sign.trim(), "" | ":"))
}
