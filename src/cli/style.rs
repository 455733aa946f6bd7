//! Colour, where it is wanted.

use anstyle::{AnsiColor, Style};

/// When to colour.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum When {
    /// If the terminal can, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    /// Makes it so for everything that is printed from here on.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// A word that says something failed.
pub(crate) fn failure(word: &str) -> String {
    painted(Style::new().bold().fg_color(Some(AnsiColor::Red.into())), word)
}

/// A word that says something is to be looked at.
pub(crate) fn warning(word: &str) -> String {
    painted(Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())), word)
}

/// A heading.
pub(crate) fn heading(word: &str) -> String {
    painted(Style::new().bold(), word)
}

/// Something of less weight.
pub(crate) fn faint(word: &str) -> String {
    painted(Style::new().dimmed(), word)
}

fn painted(style: Style, word: &str) -> String {
    format!("{style}{word}{style:#}")
}
