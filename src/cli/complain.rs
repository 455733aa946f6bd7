//! Notices of the analysis, for commands that print no report.

use ringfence_model::{Level, Notice, Source, Sources, Span};

use super::style::{failure, warning};

/// Prints a notice on standard error, unless it only explains.
pub(crate) fn complain(notice: &Notice, sources: &Sources) {
    if notice.level < Level::Warning {
        return;
    }
    let word = if notice.level == Level::Error { failure("error") } else { warning("warning") };
    let at = notice.source.as_ref().and_then(Source::span);
    anstream::eprintln!("{word}: {}{}", place(at, sources), notice.message);
}

/// A place before a message: `main.tf:3:12: `, or nothing where there is none.
pub(crate) fn place(at: Option<Span>, sources: &Sources) -> String {
    let place = at.and_then(|at| sources.place(at));
    place.map_or_else(String::new, |place| {
        format!("{}:{}:{}: ", place.path, place.start.line, place.start.column)
    })
}
