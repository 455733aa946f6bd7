//! What saved replies tell of where a record comes from, and what else was asked for there.

use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use crate::stack::Stack;

/// The record in which saved replies say what was asked for in an account and region.
const COLLECTED: &str = "ringfence_collected";

impl<'a> Stack<'a> {
    /// Whether a kind of reply was asked for where a record comes from; nothing if it comes from no reply.
    pub(crate) fn asked_for(&self, record: &Record, kind: &str) -> Option<bool> {
        let kinds = self.collected(record)?.field("kinds").and_then(Value::as_list).unwrap_or_default();
        Some(kinds.iter().any(|one| one.as_str() == Some(kind)))
    }

    /// The region that a record names, by itself, in its ARN, or by where it was collected.
    pub(crate) fn region<'r>(&self, record: &'r Record) -> Option<&'r str>
    where
        'a: 'r,
    {
        let own = record.field("region").and_then(Value::as_str);
        let arn = || record.field("arn")?.as_str()?.split(':').nth(3).filter(|region| !region.is_empty());
        let collected = || self.collected(record)?.field("region").and_then(Value::as_str);
        own.or_else(arn).or_else(collected)
    }

    fn collected(&self, record: &Record) -> Option<&'a Record> {
        self.records.data(COLLECTED).iter().copied().find(|collected| collected.provider == record.provider)
    }
}
