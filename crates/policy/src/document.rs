//! A policy document.

use crate::json::{self, Node, Value};
use crate::marker::has_unknown;
use crate::notice::Notices;
use crate::statement::{Elements, read_statement};
use crate::{Condition, Conditions, Effect, Notice, Pattern, PatternSet, PolicyError, Spanned, Statement};

/// Larger texts are refused: the largest policies that services take are some ten thousand characters.
///
/// Units: bytes.
pub const MAX_BYTES: usize = 1 << 18;

/// A policy document: its statements, in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The language version it is written in.
    pub version: Version,
    /// The statements.
    ///
    /// Unknown: whatever cannot be known is a statement of unknown extent, so the list may stand for more.
    pub statements: Vec<Statement>,
}

/// A version of the policy language.
///
/// Source: IAM JSON policy elements, Version: without the element it is 2008-10-17, which knows no policy
/// variables (read 2026-11-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The older one, also meant by a document without `Version`.
    V2008,
    /// The current one, with policy variables.
    V2012,
}

/// A document, and what was odd in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The document.
    pub document: Document,
    /// Parts that the service would refuse or that were read with a guess, in the order found.
    pub notices: Vec<Notice>,
}

/// The elements a document may have.
const ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

/// The cure for a document of the wrong shape.
const CURE: &str = "write `{\"Version\": \"2012-10-17\", \"Statement\": [ … ]}`";

impl Document {
    /// Reads a document from its JSON text.
    ///
    /// Unknown: see [`crate::UNKNOWN_OPEN`] for how unknown pieces are written. A text with unknown pieces
    /// that is no JSON without them is a wholly unknown document.
    ///
    /// # Errors
    ///
    /// The text is too large, not JSON, or not an object with statements. A bad statement is no
    /// error: it is read as far as possible, the rest of it is unknown, and a notice says so.
    pub fn parse(text: &str) -> Result<Parsed, PolicyError> {
        if text.len() > MAX_BYTES {
            let reason = format!("the policy is {} bytes long, more than {MAX_BYTES}", text.len());
            return Err(PolicyError::at("", 0, reason, "split the policy"));
        }
        match json::read(text).and_then(|node| read_document(text, &node)) {
            Err(error) if has_unknown(text) => {
                let span = error.offset..error.offset;
                let message = format!("not readable without its unknown parts: {}", error.reason);
                Ok(Parsed { document: Self::unknown(), notices: vec![Notice { span, message }] })
            }
            read => read,
        }
    }

    /// A document that allows a list of permissions on whatever it is attached to, as a role does in clouds
    /// without a policy language; `condition` is kept as text and makes every answer conditional.
    ///
    /// Shape: every byte range in it is empty.
    pub fn granting<'a>(permissions: impl IntoIterator<Item = &'a str>, condition: Option<&str>) -> Self {
        let patterns = permissions.into_iter().map(Pattern::action).collect();
        let expression = |text: &str| Condition::Expression(Spanned { value: text.to_owned(), span: 0..0 });
        let statement = Statement {
            sid: None,
            effect: Effect::Allow,
            actions: PatternSet { negated: false, patterns, span: 0..0 },
            resources: None,
            principals: None,
            conditions: Conditions {
                list: condition.map(expression).into_iter().collect(),
                ..Conditions::default()
            },
            span: 0..0,
        };
        Self { version: Version::V2012, statements: vec![statement] }
    }

    /// A document of which nothing is known: it may allow and deny anything.
    pub fn unknown() -> Self {
        Self { version: Version::V2012, statements: vec![Statement::unknown(Effect::Unknown, 0..0)] }
    }

    /// A document of which is known only that it denies nothing.
    pub fn unknown_grant() -> Self {
        Self { version: Version::V2012, statements: vec![Statement::unknown(Effect::Allow, 0..0)] }
    }
}

fn read_document(text: &str, node: &Node) -> Result<Parsed, PolicyError> {
    let at = |node: &Node, reason: String| PolicyError::at(text, node.span.start, reason, CURE);
    let mut notices = Notices::default();
    let members = match &node.value {
        Value::Object(members) => members,
        Value::Unknown => return Ok(Parsed { document: Document::unknown(), notices: Vec::new() }),
        _ => return Err(at(node, format!("a policy must be an object, not {}", node.kind()))),
    };
    let elements = Elements::new(members, &ELEMENTS, &mut notices);
    let version = read_version(elements.get("Version"), &mut notices);
    read_id(elements.get("Id"), &mut notices);
    let Some(list) = elements.get("Statement") else {
        return Err(at(node, "the policy has no `Statement`".to_owned()));
    };
    let statements: Vec<Statement> =
        list.one_or_many().iter().map(|node| read_statement(node, version, &mut notices)).collect();
    if statements.is_empty() {
        notices.add(&list.span, "a policy needs at least one statement");
    }
    warn_of_equal_sids(&statements, &mut notices);
    Ok(Parsed { document: Document { version, statements }, notices: notices.into_vec() })
}

/// Unknown: a version that is not known is read as the current one, in which variables mean something.
fn read_version(node: Option<&Node>, notices: &mut Notices) -> Version {
    let Some(node) = node else { return Version::V2008 };
    match &node.value {
        Value::Text(text) if text == "2012-10-17" => Version::V2012,
        Value::Text(text) if text == "2008-10-17" => Version::V2008,
        Value::Text(text) if has_unknown(text) => Version::V2012,
        Value::Unknown => Version::V2012,
        _ => {
            notices.add(&node.span, "`Version` must be `2012-10-17` or `2008-10-17`");
            Version::V2012
        }
    }
}

fn read_id(node: Option<&Node>, notices: &mut Notices) {
    if let Some(node) = node.filter(|node| !matches!(node.value, Value::Text(_) | Value::Unknown)) {
        notices.add(&node.span, format!("`Id` must be a string, not {}", node.kind()));
    }
}

/// Source: IAM JSON policy elements, Sid: "the `Sid` value must be unique within a JSON policy" (read
/// 2026-11-23). Several empty ones are taken, and unknown ones may differ.
fn warn_of_equal_sids(statements: &[Statement], notices: &mut Notices) {
    let mut seen = std::collections::BTreeSet::new();
    for sid in statements.iter().filter_map(|statement| statement.sid.as_ref()) {
        let named = !sid.value.is_empty() && !has_unknown(&sid.value);
        if named && !seen.insert(&sid.value) {
            notices.add(&sid.span, format!("the `Sid` `{}` is given twice", sid.value));
        }
    }
}
