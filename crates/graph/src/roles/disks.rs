//! Signs on a machine's disks.

use ringfence_model::{Machine, Model, RoleSignal};

use super::tags;
use crate::index::Index;

/// The signs on the disks that belong to a machine: a disk tagged as etcd's makes an etcd member.
pub(super) fn signals(model: &Model, index: &Index, machine: &Machine) -> Vec<RoleSignal> {
    let volumes = machine.volumes.iter().filter_map(|id| model.volumes.get(index.volume(id)?));
    volumes
        .filter(|volume| !volume.root)
        .flat_map(|volume| tags::signals(&volume.about))
        .filter(|signal| signal.role == ringfence_model::Role::Etcd)
        .map(|signal| RoleSignal { kind: "disk", why: format!("its disk's {}", signal.why), ..signal })
        .collect()
}
