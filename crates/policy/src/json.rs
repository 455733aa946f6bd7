//! JSON that remembers where everything stood.

mod reader;
mod string;

pub(crate) use reader::read;

use crate::Spanned;
use std::ops::Range;

/// A JSON value with its byte range, quotation marks and brackets included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// A JSON value, or a piece of text where one is expected that is not known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Unknown,
    Bool(bool),
    /// Kept as written: policies compare numbers as text or parse them themselves.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// One `key: value` pair, in the order written; keys may repeat.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

impl Node {
    /// Returns the elements of a list, or the value itself as the only element.
    pub(crate) fn one_or_many(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            _ => std::slice::from_ref(self),
        }
    }

    /// Names the kind of value for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Unknown => "unknown",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}
