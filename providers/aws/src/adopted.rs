//! Resources that adopt what a region or a VPC comes with.

use std::collections::HashMap;

use ringfence_model::ResourceId;
use ringfence_provider::{Fields, Records};
use ringfence_terraform::Value;

use crate::known::Known;
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
    pub(crate) fn new<'a>(records: &Records<'a>, known: &Known<'a>) -> Self {
        let vpc = match records.of_type("aws_default_vpc") {
            [record, ..] => id(record),
            [] => ResourceId::new("default-vpc"),
        };
        let lookup = Lookup { records, known, default: &vpc };
        let mut groups = lookup.by_vpc("aws_default_security_group", "vpc_id");
        for (owner, group) in lookup.named_default() {
            groups.entry(owner).or_insert(group);
        }
        let acls = lookup.by_vpc("aws_default_network_acl", "default_network_acl_id");
        Self { vpc, groups, acls }
    }
}

/// What is needed to find the VPC that a resource adopts a part of.
struct Lookup<'s, 'a> {
    records: &'s Records<'a>,
    known: &'s Known<'a>,
    default: &'s ResourceId,
}

impl Lookup<'_, '_> {
    /// The resources of a type by VPC. Without the attribute one adopts the default VPC's part.
    fn by_vpc(&self, type_name: &str, attribute: &str) -> HashMap<ResourceId, ResourceId> {
        let mut found = HashMap::new();
        for record in self.records.of_type(type_name) {
            let vpc = match record.field(attribute) {
                Some(value) => self.vpc(value).or_else(|| self.vpc(record.field("vpc_id")?)),
                None => Some(self.default.clone()),
            };
            if let Some(vpc) = vpc {
                found.entry(vpc).or_insert_with(|| id(record));
            }
        }
        found
    }

    /// Groups with the name that only a VPC's own one can have, by VPC: so they stand in saved replies.
    ///
    /// Source: EC2 API, `CreateSecurityGroup` (read 2026-11-25): names are unique in a VPC, which comes with its own.
    fn named_default(&self) -> Vec<(ResourceId, ResourceId)> {
        let named = self.records.with_literal("aws_security_group", "name", "default").into_iter();
        named.filter_map(|group| Some((self.vpc(group.field("vpc_id")?)?, id(group)))).collect()
    }

    /// The VPC that a value names, or whose part it is.
    fn vpc(&self, value: &Value) -> Option<ResourceId> {
        let link = self.records.link(value, &[]);
        let found = link.id()?;
        let text = value.as_str().filter(|_| self.records.get(found.as_str()).is_none());
        let Some(text) = text else { return Some(found.clone()) };
        let made = self.known.made(text).and_then(|made| made.as_str().rsplit_once('/'));
        let made = made.map(|(vpc, _)| ResourceId::new(vpc));
        let record = || self.known.record(text, |record| record.type_name.ends_with("_vpc")).map(id);
        Some(made.or_else(record).unwrap_or_else(|| found.clone()))
    }
}
