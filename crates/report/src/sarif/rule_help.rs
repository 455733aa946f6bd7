//! What a rule explains: as plain text, and as Markdown.

use ringfence_check::{RuleMeta, Verdict};
use serde::Serialize;

use super::rules::POSSIBLE_IS;
use crate::clean::Clean;

/// Help in both forms.
#[derive(Debug, Serialize)]
pub(super) struct Help {
    text: Clean,
    markdown: Clean,
}

/// Where the pages of the documentation are.
pub(super) const DOCUMENTATION: &str = "https://github.com/ringfence/ringfence/blob/main/docs";

/// The page of a rule.
pub(super) fn page(name: &str) -> String {
    format!("{DOCUMENTATION}/rules/{name}.md")
}

/// What it finds, why that matters, how to fix it, what it does not see, what to read.
pub(super) fn help(rule: &RuleMeta, verdict: Verdict) -> Help {
    let what = match verdict {
        Verdict::Violation => rule.what.to_owned(),
        Verdict::Possible => format!("{POSSIBLE_IS} {}", rule.what),
    };
    let parts = [("Why it matters", rule.why), ("How to fix it", rule.fix), ("Limits", rule.limits)];
    let parts = || parts.iter().filter(|(_, text)| !text.is_empty());
    let text = parts().fold(what.clone(), |text, (heading, part)| format!("{text}\n\n{heading}: {part}"));
    let markdown = parts().fold(what, |text, (heading, part)| format!("{text}\n\n**{heading}.** {part}"));
    Help {
        text: Clean::new(&(text + &plain_references(rule))),
        markdown: Clean::new(&(markdown + &linked_references(rule))),
    }
}

fn plain_references(rule: &RuleMeta) -> String {
    let lines = rule.references.iter().map(|reference| format!("\n- {}: {}", reference.title, reference.url));
    headed("\n\nReferences:", lines)
}

fn linked_references(rule: &RuleMeta) -> String {
    let lines =
        rule.references.iter().map(|reference| format!("\n- [{}]({})", reference.title, reference.url));
    headed("\n\n**References**\n", lines)
}

fn headed(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("{heading}{lines}") }
}
