//! Machines: instances, templates, groups, disks.

mod disk;
mod group;
mod instance;
mod interface;
mod machine;
mod overlay;
mod payload;
mod secure_tags;
mod tags;

pub(crate) use disk::lower as lower_disks;
pub(crate) use group::{MANAGED, lower as lower_groups, members, versions};
pub(crate) use instance::{lower as lower_instances, tags_in_use};
pub(crate) use interface::auto_subnet;
pub(crate) use machine::metadata_service;
pub(crate) use secure_tags::{bound as bound_tags, of_map as secure_tags};
pub(crate) use tags::{labels_and_tags, tag_groups};
