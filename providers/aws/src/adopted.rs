//! Resources that adopt what a region or a VPC comes with.

use std::collections::HashMap;

use ringfence_model::ResourceId;
use ringfence_provider::{Fields, Records};

use crate::stack::id;

/// What is adopted, by the VPC it belongs to; the first resource that adopts it.
pub(crate) struct Adopted {
    /// The region's default VPC: the adopted one, else one that nobody declares.
    pub(crate) vpc: ResourceId,
    /// Default security groups.
    pub(crate) groups: HashMap<ResourceId, ResourceId>,
    /// Default network ACLs.
    pub(crate) acls: HashMap<ResourceId, ResourceId>,
}

impl Adopted {
    pub(crate) fn new(records: &Records<'_>) -> Self {
        let vpc = match records.of_type("aws_default_vpc") {
            [record, ..] => id(record),
            [] => ResourceId::new("default-vpc"),
        };
        let groups = by_vpc(records, "aws_default_security_group", "vpc_id", &vpc);
        let acls = by_vpc(records, "aws_default_network_acl", "default_network_acl_id", &vpc);
        Self { vpc, groups, acls }
    }
}

/// The resources of a type by VPC. Without the attribute one adopts the default VPC's part.
fn by_vpc(
    records: &Records<'_>,
    type_name: &str,
    attribute: &str,
    default: &ResourceId,
) -> HashMap<ResourceId, ResourceId> {
    let mut found = HashMap::new();
    for record in records.of_type(type_name) {
        let vpc = match record.field(attribute) {
            Some(value) => records.link(value, &[]).id().cloned(),
            None => Some(default.clone()),
        };
        if let Some(vpc) = vpc {
            found.entry(vpc).or_insert_with(|| id(record));
        }
    }
    found
}
