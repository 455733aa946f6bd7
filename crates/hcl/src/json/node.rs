//! Handles of nodes.

use std::borrow::Cow;

use super::document::{Document, Node};
use super::text::unescaped;
use crate::ast::TextRange;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// `-1.5e3`
    Number,
    /// `"a"`
    String,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

/// A value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Json<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) index: u32,
}

impl<'d> Json<'d> {
    fn node(self) -> Node {
        self.document.node(self.index)
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Where it stands, quotes or brackets included.
    pub fn range(self) -> TextRange {
        let node = self.node();
        TextRange { start: node.start, end: node.end }
    }

    /// Its source text.
    pub fn raw(self) -> &'d str {
        slice(self.document.text, self.node())
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// Its truth, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.raw() == "true")
    }

    /// Its number as it is written, if it is one.
    pub fn number(self) -> Option<&'d str> {
        (self.kind() == Kind::Number).then(|| self.raw())
    }

    /// Its text without quotes, escapes resolved, if it is one.
    ///
    /// Half of a surrogate pair, which is no character, is U+FFFD.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        let node = self.node();
        (node.kind == Kind::String).then(|| text(self.document.text, node))
    }

    /// The elements of an array, in source order; none of any other value.
    pub fn items(self) -> Items<'d> {
        Items(self.children(Kind::Array))
    }

    /// The entries of an object, in source order, keys that are given again included; none of any other value.
    pub fn entries(self) -> Entries<'d> {
        Entries(self.children(Kind::Object))
    }

    /// The value of an object's key; of several the last, as Go reads it.
    pub fn get(self, key: &str) -> Option<Self> {
        let children = self.children(Kind::Object);
        let mut found = None;
        let mut index = children.index;
        while index < children.end {
            let node = self.document.node(index);
            let raw = inner(self.document.text, node);
            if raw == key || (node.escaped && unescaped(raw) == key) {
                found = Some(Self { document: self.document, index: node.next });
            }
            index = self.document.node(node.next).next;
        }
        found
    }

    fn children(self, kind: Kind) -> Children<'d> {
        let node = self.node();
        let end = if node.kind == kind { node.next } else { 0 };
        Children { document: self.document, index: self.index + 1, end }
    }
}

/// The nodes of a container that are still to come.
#[derive(Clone, Debug)]
struct Children<'d> {
    document: &'d Document<'d>,
    index: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Json<'d>;

    fn next(&mut self) -> Option<Json<'d>> {
        if self.index >= self.end {
            return None;
        }
        let found = Json { document: self.document, index: self.index };
        self.index = found.node().next;
        Some(found)
    }
}

/// The elements of an array.
#[derive(Clone, Debug)]
pub struct Items<'d>(Children<'d>);

impl<'d> Iterator for Items<'d> {
    type Item = Json<'d>;

    fn next(&mut self) -> Option<Json<'d>> {
        self.0.next()
    }
}

/// The entries of an object: key, where the key stands with its quotes, and value.
#[derive(Clone, Debug)]
pub struct Entries<'d>(Children<'d>);

impl<'d> Iterator for Entries<'d> {
    type Item = (Cow<'d, str>, TextRange, Json<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        let value = self.0.next()?;
        Some((text(key.document.text, key.node()), key.range(), value))
    }
}

fn text(source: &str, node: Node) -> Cow<'_, str> {
    let raw = inner(source, node);
    if node.escaped { Cow::Owned(unescaped(raw)) } else { Cow::Borrowed(raw) }
}

/// What stands between the quotes.
fn inner(source: &str, node: Node) -> &str {
    let raw = slice(source, node);
    raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()
}

fn slice(source: &str, node: Node) -> &str {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    source.get(place(node.start)..place(node.end)).unwrap_or_default()
}
