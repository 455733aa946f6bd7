//! JSON to a statement, keeping what can be understood of a bad one.

use super::element::{read_conditions, read_patterns, read_principals, string};
use super::{Effect, Statement};
use crate::document::Version;
use crate::json::{Member, Node, Value};
use crate::marker::has_unknown;
use crate::notice::Notices;
use crate::{Conditions, Pattern, PatternSet, Principals, Spanned};
use std::ops::Range;

/// The elements a statement may have.
const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Reads one statement. What it says wrongly is unknown, never absent, and gets a notice.
pub(crate) fn read_statement(node: &Node, version: Version, notices: &mut Notices) -> Statement {
    let Value::Object(members) = &node.value else {
        if node.value != Value::Unknown {
            notices.add(&node.span, format!("a statement must be an object, not {}", node.kind()));
        }
        return Statement::unknown(Effect::Unknown, node.span.clone());
    };
    let elements = Elements::new(members, &ELEMENTS, notices);
    let mut reader = StatementReader { elements, version, span: &node.span, notices };
    Statement {
        sid: reader.sid(),
        effect: reader.effect(),
        actions: reader.actions(),
        resources: reader.resources(),
        principals: reader.principals(),
        conditions: reader.conditions(),
        span: node.span.clone(),
    }
}

/// The members of an object by the names its grammar knows.
///
/// Names are compared without regard to case and a repeated name's last value counts, both with a notice: the
/// service refuses such a document, so nothing is granted that this reading leaves out.
///
/// Source: IAM policy grammar, "Individual elements must not contain multiple instances of the same key"
/// (read 2026-11-23).
pub(crate) struct Elements<'a> {
    found: Vec<(&'static str, &'a Node)>,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(members: &'a [Member], names: &[&'static str], notices: &mut Notices) -> Self {
        let mut found: Vec<(&'static str, &'a Node)> = Vec::new();
        for Member { key, value } in members {
            let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(&key.value)) else {
                notices.add(&key.span, format!("`{}` is not an element of a policy", key.value));
                continue;
            };
            if *name != key.value {
                notices.add(&key.span, format!("`{}` must be written `{name}`", key.value));
            }
            if found.iter().any(|(known, _)| known == name) {
                notices.add(&key.span, format!("`{name}` is given twice; the last one is read"));
                found.retain(|(known, _)| known != name);
            }
            found.push((name, value));
        }
        Self { found }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a Node> {
        self.found.iter().find(|(known, _)| *known == name).map(|(_, node)| *node)
    }
}

struct StatementReader<'a> {
    elements: Elements<'a>,
    version: Version,
    span: &'a Range<usize>,
    notices: &'a mut Notices,
}

/// Which of an element and its `Not…` twin a statement has.
enum Either<'a> {
    Neither,
    One { node: &'a Node, negated: bool },
    Both,
}

impl<'a> StatementReader<'a> {
    fn sid(&mut self) -> Option<Spanned<String>> {
        let node = self.elements.get("Sid")?;
        string(node, "`Sid`", self.notices)
    }

    fn effect(&mut self) -> Effect {
        let Some(node) = self.elements.get("Effect") else {
            self.notices.add(self.span, "a statement needs an `Effect`");
            return Effect::Unknown;
        };
        match &node.value {
            Value::Text(text) if text == "Allow" => Effect::Allow,
            Value::Text(text) if text == "Deny" => Effect::Deny,
            Value::Text(text) if has_unknown(text) => Effect::Unknown,
            Value::Unknown => Effect::Unknown,
            Value::Text(text) if text.eq_ignore_ascii_case("allow") => self.misspelt(node, Effect::Allow),
            Value::Text(text) if text.eq_ignore_ascii_case("deny") => self.misspelt(node, Effect::Deny),
            _ => self.misspelt(node, Effect::Unknown),
        }
    }

    fn misspelt(&mut self, node: &Node, read: Effect) -> Effect {
        self.notices.add(&node.span, "`Effect` must be `Allow` or `Deny`");
        read
    }

    fn either(&mut self, name: &'static str, twin: &'static str) -> Either<'a> {
        match (self.elements.get(name), self.elements.get(twin)) {
            (Some(node), None) => Either::One { node, negated: false },
            (None, Some(node)) => Either::One { node, negated: true },
            (None, None) => Either::Neither,
            (Some(_), Some(node)) => {
                self.notices.add(&node.span, format!("a statement cannot have both `{name}` and `{twin}`"));
                Either::Both
            }
        }
    }

    fn actions(&mut self) -> PatternSet {
        match self.either("Action", "NotAction") {
            Either::One { node, negated } => {
                read_patterns(node, negated, "an action", Pattern::action, self.notices)
            }
            Either::Both => PatternSet::unknown(self.span.clone()),
            Either::Neither => {
                self.notices.add(self.span, "a statement needs an `Action` or a `NotAction`");
                PatternSet::unknown(self.span.clone())
            }
        }
    }

    fn resources(&mut self) -> Option<PatternSet> {
        let version = self.version;
        let read = |text: &str| Pattern::resource_of(text, version);
        match self.either("Resource", "NotResource") {
            Either::One { node, negated } => {
                Some(read_patterns(node, negated, "a resource", read, self.notices))
            }
            Either::Both => Some(PatternSet::unknown(self.span.clone())),
            Either::Neither => None,
        }
    }

    /// Unknown: where both elements are given, the principal is unknown.
    fn principals(&mut self) -> Option<Principals> {
        match self.either("Principal", "NotPrincipal") {
            Either::One { node, negated } => Some(read_principals(node, negated, self.notices)),
            Either::Both => Some(Principals::unknown(self.span.clone())),
            Either::Neither => None,
        }
    }

    fn conditions(&mut self) -> Conditions {
        self.elements.get("Condition").map(|node| read_conditions(node, self.notices)).unwrap_or_default()
    }
}
