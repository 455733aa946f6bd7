//! How values came to the resources that use them.

use ringfence_model::{Provenance, ResourceId};
use ringfence_terraform::{Record, Value};

/// Collections inside each other that are looked into.
const DEPTH: usize = 6;

/// The ways of all values that are not written in place.
pub(super) fn of(records: &[Record]) -> Provenance {
    let mut provenance = Provenance::default();
    for record in records {
        let id = ResourceId::new(record.address.clone());
        for value in record.body.values() {
            add(value, &id, DEPTH, &mut provenance);
        }
    }
    provenance
}

fn add(value: &Value, user: &ResourceId, depth: usize, provenance: &mut Provenance) {
    if value.origin.via.is_some() {
        let mut way: Vec<_> = value.origin.chain().collect();
        way.reverse();
        provenance.add(user, value.origin.at, way);
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().for_each(|item| add(item, user, depth, provenance)),
        (None, Some(entries)) => entries.values().for_each(|item| add(item, user, depth, provenance)),
        (None, None) => {}
    }
}
