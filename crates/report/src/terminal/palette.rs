//! The styles, each for one meaning.

use anstyle::{AnsiColor, Style};
use ringfence_check::Severity;
use ringfence_model::Level;

/// Words that lead: rule, label.
pub(super) const STRONG: Style = Style::new().bold();
/// What a reader needs only sometimes: places, defaults.
pub(super) const FAINT: Style = Style::new().dimmed();
/// Frame of the source.
pub(super) const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
/// What is not known.
pub(super) const UNKNOWN: Style = AnsiColor::Cyan.on_default();
/// What was proved closed.
pub(super) const CLEAR: Style = AnsiColor::Green.on_default().bold();
/// What to do.
pub(super) const FIX: Style = AnsiColor::Green.on_default().bold();

/// Of a severity.
pub(super) const fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::BrightRed.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Blue.on_default().bold(),
        Severity::Info => STRONG,
    }
}

/// Of a notice.
pub(super) const fn level(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Note => STRONG,
    }
}
