//! What every cloud supplies.

use ringfence_model::{Model, Sources};
use ringfence_replies::Dialect;
use ringfence_terraform::Record;

/// A cloud: which records it reads, and what they become.
pub trait Provider: Sync {
    /// Short name: the folder's.
    fn name(&self) -> &'static str;

    /// Whether resources of this type are this cloud's.
    fn owns(&self, type_name: &str) -> bool;

    /// The types it reads, and those it knows not to bear on any rule; every other owned type is unsupported.
    fn support(&self) -> Support;

    /// How saved replies of this cloud's API are told, and made into the records that [`Provider::lower`] reads; nothing
    /// if they are not read.
    fn replies(&self) -> Option<&dyn Dialect> {
        None
    }

    /// Lowers the records of one stack into a model that holds nothing but the names of groups.
    ///
    /// Never fails: what cannot be read becomes an unknown, a gap or a notice of the model.
    fn lower(&self, records: &[Record], sources: &Sources, model: &mut Model);
}

/// What a provider reads of its own types.
///
/// Shape: both sorted.
#[derive(Clone, Copy, Debug)]
pub struct Support {
    /// Types that are lowered, with what is read of them.
    pub read: &'static [(&'static str, &'static str)],
    /// Types known not to bear on any rule.
    pub irrelevant: &'static [&'static str],
}
