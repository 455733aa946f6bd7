//! A machine's own attributes over those of what it is made from.

use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

/// Attributes of a resource, with those of a template behind them.
#[derive(Clone, Copy)]
pub(crate) struct Overlay<'a> {
    /// What is written at the machine itself.
    pub(crate) own: Option<&'a Record>,
    /// What it is made from.
    pub(crate) template: Option<&'a Record>,
}

impl Overlay<'_> {
    /// The resource that attributes stand in: the template if there is one.
    pub(crate) fn described_by(&self) -> Option<&Record> {
        self.template.or(self.own)
    }
}

impl Fields for Overlay<'_> {
    fn field(&self, name: &str) -> Option<&Value> {
        let own = self.own.and_then(|record| record.get(name));
        own.or_else(|| self.template.and_then(|record| record.get(name)))
    }
}
