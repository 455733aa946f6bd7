//! Names of the groups that filters refer to: security groups, network tags, service accounts.

use std::collections::BTreeMap;

use ringfence_packets::GroupId;

use crate::ResourceId;

/// Interned group names.
///
/// Shape: ids count from 0 in order of first use; a group's name is a [`ResourceId`] (`x_filter.a`)
/// or, where the cloud has no resource for it, a prefixed name (`tag:net/web`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    names: Vec<ResourceId>,
    ids: BTreeMap<ResourceId, GroupId>,
}

impl Groups {
    /// The id of a group, made if it is new.
    pub fn intern(&mut self, name: &ResourceId) -> GroupId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = GroupId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.clone());
        self.ids.insert(name.clone(), id);
        id
    }

    /// The id of a group that has been seen.
    pub fn get(&self, name: &ResourceId) -> Option<GroupId> {
        self.ids.get(name).copied()
    }

    /// The name of a group.
    pub fn name(&self, id: GroupId) -> Option<&ResourceId> {
        self.names.get(id.0 as usize)
    }
}
