//! What has attributes: a resource, or a block in one.

use ringfence_terraform::{Record, Value};

/// A body with attributes and nested blocks.
pub trait Fields {
    /// The attribute or block list of that name, if it is written and not `null`.
    fn field(&self, name: &str) -> Option<&Value>;

    /// The blocks (or objects of an attribute used as blocks) of that name.
    ///
    /// Unknown: none, if the whole list is; ask [`Fields::field`] to tell that from an absence.
    fn nested(&self, name: &str) -> &[Value] {
        self.field(name).map(Value::as_blocks).unwrap_or_default()
    }

    /// The first block of that name: for blocks of which there is at most one.
    fn block(&self, name: &str) -> Option<&Value> {
        match self.field(name)? {
            value if value.as_map().is_some() => Some(value),
            value => value.as_list()?.first(),
        }
    }
}

impl Fields for Record {
    fn field(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl Fields for Value {
    fn field(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl<T: Fields + ?Sized> Fields for &T {
    fn field(&self, name: &str) -> Option<&Value> {
        (**self).field(name)
    }
}
