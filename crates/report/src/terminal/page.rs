//! Lines of text, wrapped to the width.

use anstyle::Style;
use ringfence_check::redact;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

use super::TerminalOptions;
use crate::visible::visible;

/// Text in the making.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    pub(super) width: usize,
    pub(super) ascii: bool,
}

/// Width where none is known.
const USUAL_WIDTH: usize = 100;
/// Narrower terminals wrap by themselves.
const LEAST_WIDTH: usize = 40;

impl Page {
    pub(super) fn new(options: &TerminalOptions) -> Self {
        let width = options.width.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH);
        Self { text: String::new(), width, ascii: options.ascii }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Foreign text as it may be shown: no secrets, no control characters, no characters that reorder others.
    pub(super) fn shown(&self, text: &str) -> String {
        let text = visible(&redact(text));
        if self.ascii { text.replace('→', "->").replace('…', "...") } else { text }
    }

    /// A line of parts that were styled already, and contain nothing foreign that was not [`Page::shown`].
    pub(super) fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Text after a styled label; further lines stand below the text, or below the label if that is long.
    pub(super) fn labelled(&mut self, indent: usize, style: Style, label: &str, text: &str) {
        let label_width = display_width(label);
        let hang = if label_width > self.width / 3 { indent + 4 } else { indent + label_width };
        let first = " ".repeat(indent + label_width);
        let rest = " ".repeat(hang);
        let lines = self.wrapped(text, &first, &rest);
        for (at, line) in lines.iter().enumerate() {
            let line = match line.strip_prefix(first.as_str()) {
                Some(text) if at == 0 => format!("{}{}{text}", " ".repeat(indent), painted(style, label)),
                _ => line.clone(),
            };
            self.line(&line);
        }
    }

    /// Text in one column and a note in the next: the note stands beside the first line if there is room.
    pub(super) fn columns(&mut self, indent: usize, column: usize, text: &str, note: &str) {
        let space = " ".repeat(indent);
        let beside = indent + column + 2 + display_width(note) <= self.width;
        let lines = if beside {
            wrap(text, column, "", "  ")
        } else {
            wrap(text, self.width.saturating_sub(indent), "", "  ")
        };
        for (at, line) in lines.iter().enumerate() {
            if at == 0 && beside {
                let padding = " ".repeat(column.saturating_sub(display_width(line)) + 2);
                self.line(&format!("{space}{line}{padding}{}", painted(super::palette::FAINT, note)));
            } else {
                self.line(&format!("{space}{line}"));
            }
        }
        if !beside {
            self.line(&format!("{space}  {}", painted(super::palette::FAINT, note)));
        }
    }

    fn wrapped(&self, text: &str, first: &str, rest: &str) -> Vec<String> {
        wrap(text, self.width, first, rest)
    }
}

fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    // Addresses and paths are copied from the terminal, so words are never parted.
    let options = Options::new(width.max(16))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Text in a style.
pub(super) fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_text_hangs_below_itself() {
        let mut page = Page::new(&TerminalOptions { width: Some(40), ..TerminalOptions::default() });
        page.labelled(2, Style::new(), "= fix: ", "allow the networks only that administer the cluster");
        assert_eq!(page.text(), "  = fix: allow the networks only that\n         administer the cluster\n");
    }

    #[test]
    fn a_note_stands_beside_or_below() {
        let mut page = Page::new(&TerminalOptions { width: Some(40), ..TerminalOptions::default() });
        page.columns(2, 12, "a fact", "main.tf:9");
        page.columns(2, 12, "a fact", "a/long/path/of/a/module/main.tf:9");
        let plain = anstream_free(page.text());
        assert_eq!(plain, "  a fact        main.tf:9\n  a fact\n    a/long/path/of/a/module/main.tf:9\n");
    }

    fn anstream_free(text: &str) -> String {
        text.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "")
    }
}
