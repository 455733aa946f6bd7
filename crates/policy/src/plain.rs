//! The same decisions for one request at a time, by the book.
//!
//! Every statement is held against one concrete request, in the order of the textbook procedure. Nothing is
//! shared with the rest of the crate but the documents themselves, so that each can find the other's
//! mistakes.
//!
//! Source: IAM user guide, "Policy evaluation logic" and "Determining whether a request is allowed or
//! denied within an account" (read 2026-11-23).

mod condition;
mod text;

use crate::{Document, Effect, Pattern, PatternSet, Statement, Version};
use std::collections::BTreeMap;
use std::fmt;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    action: String,
    resource: String,
    context: BTreeMap<String, Vec<String>>,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A statement allows it and none denies it.
    Allowed,
    /// A statement denies it.
    ExplicitlyDenied,
    /// No statement denies it, but none allows it either, or a limit does not.
    ImplicitlyDenied,
}

/// Something in a document that this evaluator cannot decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecided {
    /// A part of the document is unknown, or speaks of principals.
    Document,
    /// A condition operator that is not read, or a value of the wrong form.
    Condition(String),
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => write!(f, "a part of the policy is not known"),
            Self::Condition(text) => write!(f, "this condition cannot be decided: {text}"),
        }
    }
}

impl std::error::Error for Undecided {}

impl Request {
    /// A request for an action on a resource, with the values of its context keys.
    ///
    /// Shape: a key without values counts as present and empty; keys are compared without regard to case.
    pub fn new(action: &str, resource: &str, context: BTreeMap<String, Vec<String>>) -> Self {
        let context = context.into_iter().map(|(key, values)| (key.to_ascii_lowercase(), values)).collect();
        Self { action: action.to_owned(), resource: resource.to_owned(), context }
    }

    fn values(&self, key: &str) -> Option<&[String]> {
        self.context.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }
}

/// Decides one request of an identity: its own policies, and limits that must allow too.
///
/// # Errors
///
/// The first part of a document that cannot be decided; see [`Undecided`].
pub fn decide(
    own: &[&Document],
    limits: &[Vec<&Document>],
    request: &Request,
) -> Result<Decision, Undecided> {
    let everywhere = own.iter().chain(limits.iter().flatten());
    for document in everywhere {
        if has(document, Effect::Deny, request)? {
            return Ok(Decision::ExplicitlyDenied);
        }
    }
    for layer in [own].into_iter().chain(limits.iter().map(Vec::as_slice)) {
        let mut allowed = false;
        for document in layer {
            allowed |= has(document, Effect::Allow, request)?;
        }
        if !allowed {
            return Ok(Decision::ImplicitlyDenied);
        }
    }
    Ok(Decision::Allowed)
}

/// Returns whether a statement of the document has this effect on the request.
fn has(document: &Document, effect: Effect, request: &Request) -> Result<bool, Undecided> {
    for statement in &document.statements {
        if statement.effect == Effect::Unknown || statement.principals.is_some() {
            return Err(Undecided::Document);
        }
        if statement.effect == effect && applies(statement, document.version, request)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn applies(statement: &Statement, version: Version, request: &Request) -> Result<bool, Undecided> {
    let action = |pattern: &Pattern| text::matches_action(pattern.text(), &request.action);
    let resource = |pattern: &Pattern| text::matches_resource(pattern.text(), version, request);
    if !covers(&statement.actions, action)? {
        return Ok(false);
    }
    if let Some(resources) = &statement.resources
        && !covers(resources, resource)?
    {
        return Ok(false);
    }
    condition::all_hold(&statement.conditions, version, request)
}

fn covers(set: &PatternSet, matches: impl Fn(&Pattern) -> bool) -> Result<bool, Undecided> {
    if set.patterns.iter().any(|pattern| pattern.text().contains(crate::UNKNOWN_OPEN)) {
        return Err(Undecided::Document);
    }
    Ok(set.patterns.iter().any(matches) != set.negated)
}
