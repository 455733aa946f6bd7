//! From an answer about policies to what a report says: how certain, why not, and where it stands.

use ringfence_model::{Evidence, Truth};
use ringfence_policy::{self as rights, Answer, Part, Pattern, Statement, StatementRef};

use super::policy::{Content, Policy};
use super::role::Role;
use super::text::PolicyText;
use crate::stack::Stack;

/// Whether something holds, why that is not certain, and the statements that say so.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) truth: Truth,
    /// Empty if it is certain.
    pub(super) unless: Vec<String>,
    pub(super) evidence: Vec<Evidence>,
}

impl Judged {
    /// Both: the weaker truth, all reasons, all evidence.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.truth = self.truth.and(other.truth);
        add(&mut self.unless, other.unless);
        add(&mut self.evidence, other.evidence);
        self
    }

    /// At most possible, for this reason.
    pub(super) fn doubted(mut self, why: impl Into<String>) -> Self {
        self.truth = self.truth.and(Truth::Unknown);
        add(&mut self.unless, vec![why.into()]);
        self
    }
}

/// More evidence than this explains nothing.
const MOST: usize = 16;

fn add<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if list.len() < MOST && !list.contains(&item) {
            list.push(item);
        }
    }
}

/// What an answer about an action, or a wildcard, comes to; nothing if it is no.
pub(super) fn judged(stack: &Stack<'_>, role: &Role, what: &str, answer: &Answer) -> Option<Judged> {
    let truth = match answer.truth {
        rights::Truth::No => return None,
        rights::Truth::Yes => Truth::Yes,
        rights::Truth::Conditional | rights::Truth::Unknown => Truth::Unknown,
    };
    let mut judged = Judged { truth, unless: Vec::new(), evidence: Vec::new() };
    let sensitive =
        answer.because.iter().any(|reference| text_of(role, reference).is_some_and(PolicyText::is_sensitive));
    for reference in reasons(role, what, answer) {
        let Some(policy) = role.policy(&reference.policy) else { continue };
        if truth == Truth::Unknown {
            add(&mut judged.unless, unknowns(policy, reference));
        }
        let evidence = evidence(stack, policy, reference, what, answer);
        // One policy that is attached twice is written once.
        if !judged.evidence.iter().any(|known| known.source == evidence.source) {
            judged.evidence.push(evidence);
        }
    }
    if truth == Truth::Unknown {
        let residue = answer.residue.iter().map(|condition| in_words(condition, sensitive)).collect();
        add(&mut judged.unless, residue);
        if judged.unless.is_empty() {
            judged.unless.push("parts of its policies that are not known".to_owned());
        }
    }
    Some(judged)
}

/// The statements that are worth naming.
///
/// Shape: of grants those that cover all that was asked, if there are any; a denial only where it may apply.
fn reasons<'a>(role: &Role, what: &str, answer: &'a Answer) -> Vec<&'a StatementRef> {
    let asked = Pattern::action(what);
    let covers = |reference: &StatementRef| {
        let actions = statement_of(role, reference).map(|statement| &statement.actions);
        actions.is_some_and(|actions| {
            !actions.negated && actions.patterns.iter().any(|pattern| pattern.contains(&asked))
        })
    };
    let grants = |reference: &&StatementRef| reference.part == Part::Grants;
    let any_covers = answer.because.iter().filter(grants).any(&covers);
    let is_reason = |reference: &&StatementRef| match reference.part {
        Part::Grants => !any_covers || covers(reference),
        Part::Limits => true,
        Part::Denies => answer.truth != rights::Truth::Yes,
    };
    answer.because.iter().filter(is_reason).collect()
}

fn statement_of<'r>(role: &'r Role, reference: &StatementRef) -> Option<&'r Statement> {
    match &role.policy(&reference.policy)?.content {
        Content::Read { document, .. } => document.statements.get(reference.statement),
        Content::Unread { .. } => None,
    }
}

fn in_words(condition: &str, sensitive: bool) -> String {
    match condition.strip_prefix("unless ") {
        _ if sensitive => "a condition of a sensitive policy".to_owned(),
        Some(denial) => format!("unless {denial}"),
        None => format!("if {condition}"),
    }
}

fn text_of<'r>(role: &'r Role, reference: &StatementRef) -> Option<&'r PolicyText> {
    match &role.policy(&reference.policy)?.content {
        Content::Read { text, .. } => text.as_deref(),
        Content::Unread { .. } => None,
    }
}

/// What is not known in a statement.
fn unknowns(policy: &Policy, reference: &StatementRef) -> Vec<String> {
    match &policy.content {
        Content::Read { text: Some(text), .. } => text.unknowns_in(&reference.span),
        _ => Vec::new(),
    }
}

/// The place of the action in the statement; the attachment of a policy that is written elsewhere.
fn evidence(
    stack: &Stack<'_>,
    policy: &Policy,
    reference: &StatementRef,
    what: &str,
    answer: &Answer,
) -> Evidence {
    let Content::Read { text: Some(text), .. } = &policy.content else {
        let fact = match (&policy.content, reference.part) {
            (Content::Unread { .. }, _) => format!("`{}` was not read", policy.name),
            (_, Part::Grants) => format!("`{}` allows `{what}`", policy.name),
            (_, Part::Limits) => format!("the permissions boundary `{}` lets `{what}` through", policy.name),
            (_, Part::Denies) => format!("`{}` may deny `{what}`", policy.name),
        };
        return Evidence::new(&policy.id, fact, &policy.evidence.source);
    };
    let source = text.source_of(stack, reference.statement, &reference.action);
    let fact = match reference.part {
        Part::Grants if text.is_sensitive() => "a statement of a sensitive policy allows it".to_owned(),
        Part::Grants if answer.truth == rights::Truth::Unknown => {
            format!("`{what}` may be allowed on {}", on(&answer.resources))
        }
        Part::Grants => format!("`{what}` is allowed on {}", on(&answer.resources)),
        Part::Limits => format!("the permissions boundary `{}` lets `{what}` through", policy.name),
        Part::Denies => format!("`{what}` is denied here under conditions"),
    };
    Evidence::new(&policy.id, fact, &source)
}

/// Resources for a message.
pub(super) fn on(resources: &[String]) -> String {
    /// More would not help a reader.
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = resources.iter().take(SHOWN).map(|text| format!("`{text}`")).collect();
    if resources.len() > SHOWN {
        shown.push(format!("{} more", resources.len() - SHOWN));
    }
    if shown.is_empty() { "what it is attached to".to_owned() } else { shown.join(", ") }
}
