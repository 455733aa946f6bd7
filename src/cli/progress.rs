//! Progress on standard error, where a person may be waiting.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line that says how far the work is; hidden by itself where standard error is no terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A line laid out as the template says, without work yet.
    pub(crate) fn new(template: &str) -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// That many pieces of work more.
    pub(crate) fn more(&self, pieces: usize) {
        self.bar.set_length(self.bar.length().unwrap_or(0) + pieces as u64);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// What is worked on.
    pub(crate) fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// One piece is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
    }

    /// Removes the line.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
