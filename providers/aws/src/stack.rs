//! One stack's records with what all passes ask of them.

use ringfence_model::{Gap, GapKind, ResourceId, Source, Sources};
use ringfence_provider::{Fields, Records};
use ringfence_terraform::Record;

use crate::adopted::Adopted;
use crate::known::Known;
use crate::naming::Namings;

/// The records of one stack.
pub(crate) struct Stack<'a> {
    pub(crate) records: Records<'a>,
    pub(crate) sources: &'a Sources,
    pub(crate) namings: Namings<'a>,
    pub(crate) adopted: Adopted,
    pub(crate) known: Known<'a>,
}

impl<'a> Stack<'a> {
    pub(crate) fn new(records: &'a [Record], sources: &'a Sources) -> Self {
        let records = Records::new(records);
        let known = Known::new(&records);
        let adopted = Adopted::new(&records, &known);
        Self { records, sources, namings: Namings::default(), adopted, known }
    }

    /// The record of that address.
    pub(crate) fn record(&self, id: &ResourceId) -> Option<&'a Record> {
        self.records.get(id.as_str())
    }

    /// The region's default VPC: the adopted one, else one that nobody declares.
    pub(crate) fn default_vpc(&self) -> ResourceId {
        self.adopted.vpc.clone()
    }
}

/// The id of the resource that a record declares.
pub(crate) fn id(record: &Record) -> ResourceId {
    ResourceId::new(record.address.clone())
}

/// The id of something that a service makes along with a resource.
pub(crate) fn part(of: &ResourceId, what: &str) -> ResourceId {
    ResourceId::new(format!("{of}/{what}"))
}

/// The `name` attribute, or the `Name` tag.
pub(crate) fn name(record: &Record) -> Option<String> {
    let own = record.field("name").and_then(|value| value.as_str());
    let tag = || record.field("tags")?.field("Name")?.as_str();
    own.or_else(tag).map(str::to_owned)
}

/// The hole that is left where something lies outside what was given.
pub(crate) fn outside(what: impl Into<String>, source: Option<Source>) -> Gap {
    Gap { kind: GapKind::OutsideInput, what: what.into(), source }
}

/// The hole that is left where `count` or `for_each` is unknown, so that there may be none.
pub(crate) fn may_not_exist(record: &Record) -> Gap {
    let what = format!("whether `{}` exists", record.address);
    Gap { kind: GapKind::KnownAfterApply, what, source: Some(Source::File(record.header)) }
}
