//! Looking into a tree.

use std::sync::Arc;

use crate::ast::{Attribute, Block, Body, Expr, ExprKind, Name};

impl Body {
    /// The attribute of that name, the first if there are several.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.as_ref() == name)
    }

    /// The value of the attribute of that name.
    pub fn value(&self, name: &str) -> Option<&Expr> {
        self.attribute(name).map(|attribute| &attribute.value)
    }

    /// The blocks of that kind.
    pub fn blocks_of<'b>(&'b self, kind: &str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |block| block.kind.as_ref() == kind)
    }

    /// Whether an attribute or block of that name is written, or a `dynamic` that makes such blocks.
    pub fn writes(&self, name: &str) -> bool {
        let makes = |block: &Block| block.kind.as_ref() == name || block.dynamic() == Some(name);
        self.attribute(name).is_some() || self.blocks.iter().any(makes)
    }
}

impl Block {
    /// The text of the label at that place.
    pub fn label(&self, index: usize) -> Option<&Name> {
        self.labels.get(index).map(|label| &label.text)
    }

    /// What kind of block a `dynamic` makes.
    pub fn dynamic(&self) -> Option<&str> {
        if self.kind.as_ref() == "dynamic" { self.label(0).map(AsRef::as_ref) } else { None }
    }
}

impl Expr {
    /// The text, if it is a string without interpolation.
    pub fn literal(&self) -> Option<&Arc<str>> {
        match &self.kind {
            ExprKind::String(text) => Some(text),
            ExprKind::Parentheses(inner) => inner.literal(),
            _ => None,
        }
    }
}
