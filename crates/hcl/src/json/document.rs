//! A parsed document.

use super::{Json, Kind};

/// A JSON document: its text and the tape of its nodes.
#[derive(Debug)]
pub struct Document<'t> {
    pub(super) text: &'t str,
    /// Shape: in source order; an object's entries are its keys, as texts, each followed by its value.
    pub(super) tape: Vec<Node>,
}

/// One node of the tape.
///
/// Units: bytes of the text; `next` counts nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The node after this one and all that is in it.
    pub(super) next: u32,
    pub(super) kind: Kind,
    /// Whether it is a text with escapes.
    pub(super) escaped: bool,
}

impl Document<'_> {
    /// The value that the document is.
    pub fn root(&self) -> Json<'_> {
        Json { document: self, index: 0 }
    }

    pub(super) fn node(&self, index: u32) -> Node {
        const NOTHING: Node = Node { start: 0, end: 0, next: u32::MAX, kind: Kind::Null, escaped: false };
        let found = usize::try_from(index).ok().and_then(|index| self.tape.get(index));
        found.copied().unwrap_or(NOTHING)
    }
}
