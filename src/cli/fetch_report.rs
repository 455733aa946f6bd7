//! What `ringfence fetch-modules` says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use ringfence_fetch::{Fetched, Missing, Outcome, Planned};

use super::style::{failure, faint, heading};
use crate::pipeline::shown;

/// Calls of one missing module that are named.
const MOST_CALLS: usize = 3;

/// Units: characters of a commit that tell it from others.
const COMMIT: usize = 12;

/// Whether every module is here that could be needed.
pub(crate) fn is_complete(outcome: &Outcome) -> bool {
    outcome.missing.is_empty() && outcome.planned.is_empty() && outcome.unread.is_empty()
}

/// Writes what was brought by root module and a summary, and to standard error what is missing.
///
/// Errors: the output cannot be written.
pub(crate) fn write(outcomes: &[Outcome], quiet: bool, out: &mut impl Write) -> io::Result<()> {
    for outcome in outcomes.iter().filter(|_| !quiet) {
        let fetched = outcome.fetched.iter().map(fetched_line);
        let lines: Vec<String> = fetched.chain(outcome.planned.iter().map(planned_line)).collect();
        if !lines.is_empty() {
            writeln!(out, "{}\n  {}", heading(&shown(&outcome.directory)), lines.join("\n  "))?;
        }
    }
    out.flush()?;
    for text in missing(outcomes) {
        anstream::eprintln!("{text}");
    }
    let unread: BTreeSet<&String> = outcomes.iter().flat_map(|outcome| &outcome.unread).collect();
    for why in unread {
        anstream::eprintln!("{}: {why}; module calls in it may be overlooked", failure("unread"));
    }
    writeln!(out, "{}", summary(outcomes))
}

/// `module.vpc  terraform-aws-modules/vpc/aws 5.1.2  https://github.com/… (v5.1.2, 0123456789ab)`
fn fetched_line(fetched: &Fetched) -> String {
    let version = fetched.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let commit =
        fetched.commit.as_deref().map_or("here already", |commit| commit.get(..COMMIT).unwrap_or(commit));
    // A reference that is the commit says nothing more.
    let named = fetched.reference.as_deref().filter(|name| !name.starts_with(commit));
    let state: Vec<&str> = named.into_iter().chain([commit]).collect();
    let from = faint(&format!("{} ({})", fetched.from, state.join(", ")));
    format!("{}  {}{version}  {from}", fetched.call, fetched.source)
}

fn planned_line(planned: &Planned) -> String {
    let wanted = if planned.wanted.is_empty() { "the newest" } else { &planned.wanted };
    format!("{}  {}  {}", planned.call, planned.source, faint(&format!("{} ({wanted})", planned.from)))
}

/// One text for all calls that lack the same module for the same reason.
fn missing(outcomes: &[Outcome]) -> Vec<String> {
    let mut calls: BTreeMap<(&str, String), Vec<&Missing>> = BTreeMap::new();
    for missing in outcomes.iter().flat_map(|outcome| &outcome.missing) {
        calls.entry((&missing.source, missing.error.to_string())).or_default().push(missing);
    }
    let text = |((source, why), calls): ((&str, String), Vec<&Missing>)| {
        let source = if source.is_empty() { "a module".to_owned() } else { format!("`{source}`") };
        let mut lines = vec![format!("{}: {source}: {why}", failure("missing"))];
        let named = calls.iter().take(MOST_CALLS);
        lines.extend(named.map(|missing| format!("  --> {}  {}", missing.place, missing.call)));
        match calls.len().saturating_sub(MOST_CALLS) {
            0 => {}
            1 => lines.push("   … and 1 more call".to_owned()),
            more => lines.push(format!("   … and {more} more calls")),
        }
        lines.extend(calls.first().map(|missing| format!("   = {}", missing.cure())));
        lines.join("\n")
    };
    calls.into_iter().map(text).collect()
}

/// `3 modules fetched, 1 kept, 2 missing (4 root modules)`
fn summary(outcomes: &[Outcome]) -> String {
    let sum = |count: fn(&Outcome) -> usize| outcomes.iter().map(count).sum::<usize>();
    let modules = |count: usize| if count == 1 { "1 module".to_owned() } else { format!("{count} modules") };
    let done = match sum(|outcome| outcome.planned.len()) {
        0 => format!("{} fetched", modules(sum(|outcome| outcome.fetched.len()))),
        planned => format!("{} to fetch, and what these call in turn", modules(planned)),
    };
    let (kept, missing) = (sum(|outcome| outcome.kept), sum(|outcome| outcome.missing.len()));
    let roots = if outcomes.len() == 1 {
        "1 root module".to_owned()
    } else {
        format!("{} root modules", outcomes.len())
    };
    format!("{done}, {kept} kept, {missing} missing ({roots})")
}
