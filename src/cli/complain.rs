//! Notices of the analysis, for commands that print no report.

use ringfence_model::{Level, Notice, NoticeId, Source, Sources, Span};

use super::style::{failure, warning};

/// Prints a notice on standard error, unless it only explains something in a file.
pub(crate) fn complain(notice: &Notice, sources: &Sources) {
    if notice.level < Level::Warning && !is_of_the_call(notice) {
        return;
    }
    let word = if notice.level == Level::Error { failure("error") } else { warning("warning") };
    let at = notice.source.as_ref().and_then(Source::span);
    anstream::eprintln!("{word}: {}{}", place(at, sources), notice.message);
}

/// Whether a notice is about how the command was called, such as a misspelt `--var`: it has no place.
pub(crate) fn is_of_the_call(notice: &Notice) -> bool {
    notice.id == NoticeId::Syntax && notice.source.is_none()
}

/// A place before a message: `main.tf:3:12: `, or nothing where there is none.
pub(crate) fn place(at: Option<Span>, sources: &Sources) -> String {
    let place = at.and_then(|at| sources.place(at));
    place.map_or_else(String::new, |place| {
        format!("{}:{}:{}: ", place.path, place.start.line, place.start.column)
    })
}
