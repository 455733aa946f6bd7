//! What the lowering of every resource may look at, and what it leaves for the others.

use std::collections::BTreeMap;

use ringfence_model::{Model, ResourceId, Sources};
use ringfence_provider::Records;

use crate::iam::Attachment;
use crate::symbol::Symbol;

/// The input of one lowering.
pub(crate) struct Stack<'a> {
    /// Every record of the stack.
    pub(crate) records: Records<'a>,
    /// The files they stand in.
    pub(crate) sources: &'a Sources,
    /// Network tags that machines carry: what an unknown tag of a rule may turn out to be.
    pub(crate) tags: Vec<Symbol>,
}

/// The output of one lowering.
pub(crate) struct Lowered<'m> {
    /// What the graph reads.
    pub(crate) model: &'m mut Model,
    /// Service accounts as machines use them, by the identity that stands for that use.
    pub(crate) attachments: BTreeMap<ResourceId, Attachment>,
}
