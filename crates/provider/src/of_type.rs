//! The records of one type.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ringfence_terraform::{Record, Value};

/// Records by a literal that an attribute has.
type ByLiteral<'a> = HashMap<&'a str, Vec<&'a Record>>;

/// The records of one type, in the stack's order.
#[derive(Debug, Default)]
pub(crate) struct OfType<'a> {
    all: Vec<&'a Record>,
    /// By attribute, worked out when an attribute is first asked for: most are never.
    literals: RwLock<HashMap<String, Arc<ByLiteral<'a>>>>,
}

impl<'a> OfType<'a> {
    pub(crate) fn push(&mut self, record: &'a Record) {
        self.all.push(record);
    }

    pub(crate) fn all(&self) -> &[&'a Record] {
        &self.all
    }

    /// Those that have this literal written in an attribute.
    pub(crate) fn with(&self, attribute: &str, text: &str) -> Vec<&'a Record> {
        self.by(attribute).get(text).cloned().unwrap_or_default()
    }

    fn by(&self, attribute: &str) -> Arc<ByLiteral<'a>> {
        let known = self.literals.read().unwrap_or_else(PoisonError::into_inner).get(attribute).cloned();
        if let Some(known) = known {
            return known;
        }
        let mut found: ByLiteral<'a> = HashMap::new();
        for record in &self.all {
            if let Some(text) = record.get(attribute).and_then(Value::as_str) {
                found.entry(text).or_default().push(record);
            }
        }
        let mut literals = self.literals.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(literals.entry(attribute.to_owned()).or_insert_with(|| Arc::new(found)))
    }
}
