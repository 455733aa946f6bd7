//! Whether a value is among others, without comparing it with each.

use std::collections::HashMap;

use ringfence_value::{Truth, Value, equal, set};

/// Values that are wholly known.
pub(crate) struct Among<'v> {
    by_digest: HashMap<u64, Vec<&'v Value>>,
}

impl<'v> Among<'v> {
    pub(crate) fn new(values: &'v [Value]) -> Self {
        let mut by_digest: HashMap<u64, Vec<&'v Value>> = HashMap::with_capacity(values.len());
        for value in values {
            by_digest.entry(set::digest(value)).or_default().push(value);
        }
        Self { by_digest }
    }

    /// Whether one of them is equal to a value that is wholly known, too.
    pub(crate) fn has(&self, value: &Value) -> bool {
        let candidates = self.by_digest.get(&set::digest(value)).map_or(&[][..], Vec::as_slice);
        candidates.iter().any(|candidate| equal(candidate, value) == Truth::Yes)
    }
}
