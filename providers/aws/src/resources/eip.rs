//! `aws_eip`, `aws_eip_association`: fixed public addresses of interfaces. What names a machine means its primary
//! interface.
//!
//! Source: the provider's pages (read 2026-11-25); EC2 API, `AssociateAddress` (remembered).

use ringfence_model::{Gap, ResourceId, Source};
use ringfence_packets::AddressSet;
use ringfence_provider::{Fields, source};
use ringfence_terraform::{Record, Value};

use crate::links::ELASTIC;
use crate::stack::{Stack, may_not_exist};

/// The elastic addresses of one interface.
pub(super) struct Elastic {
    /// Where one is given to it for certain.
    pub(super) given: Option<Source>,
    /// Why one may be given to it.
    pub(super) perhaps: Option<Gap>,
    /// Those that are written down.
    pub(super) addresses: AddressSet,
}

/// Of the interface that goes by any of these names.
pub(super) fn of_interface(stack: &Stack<'_>, names: &[ResourceId]) -> Elastic {
    let mut found = Elastic { given: None, perhaps: None, addresses: AddressSet::empty() };
    for naming in stack.elastic_addresses().of_any(names) {
        if naming.record.exists.certain() {
            let at = naming.value.origin.used_at();
            let at = if at == naming.value.origin.at { source(naming.value) } else { Source::File(at) };
            found.given.get_or_insert(at);
        } else {
            found.perhaps.get_or_insert_with(|| may_not_exist(naming.record));
        }
        if let Some(address) = address(stack, naming.record) {
            found.addresses = found.addresses.union(&address);
        }
    }
    found
}

/// The address that a record gives, if it is known.
fn address(stack: &Stack<'_>, record: &Record) -> Option<AddressSet> {
    let allocation = record.field("allocation_id").and_then(|value| stack.target(value, &ELASTIC));
    let own = record.field("public_ip").or_else(|| record.field("address"));
    let text = own.and_then(Value::as_str).or_else(|| allocation?.field("public_ip")?.as_str())?;
    AddressSet::parse_cidr(text).ok()
}
