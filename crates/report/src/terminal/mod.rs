//! Text for people: each finding with its source and the way in, what was proved closed if that was asked for, then
//! what was and was not looked at.
//!
//! Colours are written as escape sequences; the caller's stream (`anstream`) removes them where they are not
//! wanted. No other control character ever comes out, whatever the input holds.

mod clear;
mod coverage;
mod excerpt;
mod finding;
mod page;
mod palette;
mod summary;
mod ways;

use std::collections::BTreeMap;
use std::io::{self, Write};

use ringfence_check::Report;

use page::Page;

/// How findings are shown.
#[derive(Clone, Debug, Default)]
pub struct TerminalOptions {
    /// Columns of the terminal; nothing for a hundred.
    pub width: Option<usize>,
    /// One line a finding, `path:line:column: severity rule message`, without source and way.
    pub quiet: bool,
    /// Every finding in full, also the hundredth of one rule.
    pub full: bool,
    /// No character beyond ASCII in frames and arrows.
    pub ascii: bool,
}

/// Of one rule, so many findings are shown in full, the others in a line each; so many statements, the others counted.
const FULL_PER_RULE: usize = 10;

/// Writes the report.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, options: &TerminalOptions, mut out: impl Write) -> io::Result<()> {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = false;
    for found in &report.findings {
        let mut page = Page::new(options);
        let of_rule = shown.entry(found.rule.id).or_default();
        *of_rule += 1;
        let in_full = !options.quiet && (options.full || *of_rule <= FULL_PER_RULE);
        lines |= !in_full;
        if in_full {
            finding::full(found, &mut page);
        } else {
            finding::line(found, &mut page);
        }
        out.write_all(page.text().as_bytes())?;
    }
    let mut page = Page::new(options);
    if lines {
        if !options.quiet {
            page.line("Of each rule, further findings are in one line; `--full` shows all of them in full.");
        }
        page.blank();
    }
    clear::clear(report, options, &mut page);
    summary::summary(report, &mut page);
    coverage::coverage(report, &mut page);
    out.write_all(page.text().as_bytes())
}
