//! The values of a statement's elements.

use crate::condition::is_operator;
use crate::json::{Member, Node, Value};
use crate::marker::{UNKNOWN_TEXT, has_unknown, readable};
use crate::notice::Notices;
use crate::{Condition, Conditions, Pattern, PatternSet, Principal, Principals, Spanned};
use std::collections::BTreeSet;

/// Reads a string; anything else gets a notice and is nothing.
pub(super) fn string(node: &Node, what: &str, notices: &mut Notices) -> Option<Spanned<String>> {
    let value = match &node.value {
        Value::Text(text) => text.clone(),
        Value::Unknown => UNKNOWN_TEXT.to_owned(),
        _ => {
            notices.add(&node.span, format!("{what} must be a string, not {}", node.kind()));
            return None;
        }
    };
    Some(Spanned { value, span: node.span.clone() })
}

/// Reads one pattern or a list of them.
pub(super) fn read_patterns(
    node: &Node,
    negated: bool,
    what: &str,
    read: impl Fn(&str) -> Pattern,
    notices: &mut Notices,
) -> PatternSet {
    let mut patterns = Vec::new();
    for element in node.one_or_many() {
        match &element.value {
            Value::Text(text) => patterns.push(read(text).with_span(element.span.clone())),
            // The service takes a list with `null` in it, and leaves the `null` out.
            Value::Null if matches!(node.value, Value::List(_)) => {}
            Value::Unknown => patterns.push(Pattern::whole_unknown(element.span.clone())),
            _ => {
                notices.add(&element.span, format!("{what} must be a string, not {}", element.kind()));
                patterns.push(Pattern::whole_unknown(element.span.clone()));
            }
        }
    }
    if patterns.is_empty() {
        notices.add(&node.span, format!("at least {what} must be given"));
    }
    PatternSet { negated, patterns, span: node.span.clone() }
}

/// Reads `"*"` or a map from kinds to names.
pub(super) fn read_principals(node: &Node, negated: bool, notices: &mut Notices) -> Principals {
    let mut principals = Principals { negated, list: Vec::new(), span: node.span.clone() };
    match &node.value {
        Value::Object(members) => {
            for Member { key, value } in members {
                add_principals(&key.value, value, &mut principals.list, notices);
            }
        }
        Value::Unknown => return Principals::unknown(node.span.clone()),
        Value::Text(text) if text == "*" => add_principals("*", node, &mut principals.list, notices),
        _ => {
            notices.add(&node.span, "a principal must be `\"*\"` or an object such as `{\"Service\": …}`");
            return Principals::unknown(node.span.clone());
        }
    }
    principals
}

fn add_principals(kind: &str, node: &Node, list: &mut Vec<Principal>, notices: &mut Notices) {
    for element in node.one_or_many() {
        let name = string(element, "a principal", notices)
            .unwrap_or_else(|| Spanned { value: UNKNOWN_TEXT.to_owned(), span: element.span.clone() });
        list.push(Principal { kind: kind.to_owned(), name });
    }
}

/// Reads operators, each with keys, each with values.
pub(super) fn read_conditions(node: &Node, notices: &mut Notices) -> Conditions {
    let mut conditions = Conditions { span: node.span.clone(), ..Conditions::default() };
    for operator in members(node, "`Condition`", &mut conditions, notices) {
        let tests = members(&operator.value, "a condition operator", &mut conditions, notices);
        let name = &operator.key.value;
        if !tests.is_empty() && !is_operator(name) && !has_unknown(name) {
            notices.add(&operator.key.span, format!("`{}` is not a condition operator", readable(name)));
        }
        for test in tests {
            let values = read_values(&test.value, &mut conditions, notices);
            let (operator, key) = (operator.key.clone(), test.key.clone());
            conditions.list.push(Condition::Test { operator, key, values });
        }
    }
    conditions
}

/// Returns the members of an object; anything else makes the conditions unknown.
fn members<'a>(
    node: &'a Node,
    what: &str,
    conditions: &mut Conditions,
    notices: &mut Notices,
) -> &'a [Member] {
    let Value::Object(members) = &node.value else {
        if node.value != Value::Unknown {
            notices.add(&node.span, format!("{what} must be an object, not {}", node.kind()));
        }
        conditions.unknown = Some(node.span.clone());
        return &[];
    };
    let mut keys = BTreeSet::new();
    for Member { key, .. } in members {
        if !keys.insert(&key.value) {
            notices.add(&key.span, format!("`{}` is given twice; read as: both must hold", key.value));
        }
    }
    members
}

/// Reads one value or a list of them; numbers and booleans are their text.
fn read_values(node: &Node, conditions: &mut Conditions, notices: &mut Notices) -> Vec<Spanned<String>> {
    let mut values = Vec::new();
    for element in node.one_or_many() {
        let value = match &element.value {
            Value::Text(text) | Value::Number(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            Value::Unknown => UNKNOWN_TEXT.to_owned(),
            _ => {
                notices.add(&element.span, format!("a condition's value cannot be {}", element.kind()));
                conditions.unknown = Some(element.span.clone());
                continue;
            }
        };
        values.push(Spanned { value, span: element.span.clone() });
    }
    values
}
