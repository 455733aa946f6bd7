//! Comparisons that are bounded together.

use ringfence_value::{Truth, Value, equal};

use crate::limits::COMPARED;
use crate::outcome::Stop;

/// Any number of comparisons: values may share their parts and so be far larger than the memory they take.
pub(crate) struct Comparison {
    budget: usize,
}

impl Default for Comparison {
    fn default() -> Self {
        Self { budget: COMPARED }
    }
}

impl Comparison {
    /// Whether two values are equal, as `==` compares them.
    pub(crate) fn equal(&mut self, left: &Value, right: &Value) -> Result<Truth, Stop> {
        let steps = usize::try_from(left.weight().min(right.weight())).unwrap_or(usize::MAX);
        self.budget = self
            .budget
            .checked_sub(steps)
            .ok_or_else(|| Stop::Limit(format!("more than {COMPARED} comparisons")))?;
        Ok(equal(left, right))
    }
}
