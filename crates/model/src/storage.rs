//! Disks.

use crate::{About, Attr, ResourceId};

/// A disk, standing alone or part of a machine's template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Header.
    pub about: About,
    /// Whether what is stored on it is encrypted at rest.
    pub encrypted: Attr<bool>,
    /// The key it is encrypted with, where the customer names one. `Set(None)`: the provider's own key.
    pub key: Attr<Option<ResourceId>>,
    /// Whether it is the machine's root (boot) disk.
    pub root: bool,
    /// Where a machine sees it: `/dev/xvda`, `persistent-disks-0`.
    pub device: Option<String>,
}
