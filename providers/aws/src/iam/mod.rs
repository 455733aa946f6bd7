//! Roles and policies: what cloud identities may do.

use ringfence_model::{Model, Sources};
use ringfence_provider::Records;

/// Lowers roles, instance profiles and policies into identities.
pub(crate) fn lower(_records: &Records<'_>, _sources: &Sources, _model: &mut Model) {}
