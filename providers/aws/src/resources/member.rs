//! Which machines the members of target groups are that are named by an address or a network interface.

use std::collections::HashMap;

use ringfence_model::{Link, Model, ResourceId};

/// Replaces them in all balancers of the model.
///
/// Unknown: an address that several machines have, or that no machine has written down, stays what it is.
pub(super) fn resolve(model: &mut Model) {
    let mut parts: HashMap<ResourceId, ResourceId> = HashMap::new();
    let mut addresses: HashMap<String, Option<ResourceId>> = HashMap::new();
    for machine in &model.machines {
        for interface in &machine.interfaces {
            if interface.id != machine.about.id {
                parts.insert(interface.id.clone(), machine.about.id.clone());
            }
            let known = interface.addresses.iter().flat_map(|set| set.must.cidrs());
            for address in known.map(|cidr| cidr.to_string()) {
                let other = addresses.insert(address.clone(), Some(machine.about.id.clone()));
                if other.is_some_and(|other| other.as_ref() != Some(&machine.about.id)) {
                    addresses.insert(address, None);
                }
            }
        }
    }
    let groups = model.balancers.iter_mut().flat_map(|balancer| &mut balancer.listeners);
    for member in groups.flat_map(|listener| &mut listener.targets).flat_map(|group| &mut group.members) {
        let Link::To { id, .. } = &mut member.machine else { continue };
        let length = if id.as_str().contains(':') { 128 } else { 32 };
        let by_address = || addresses.get(&format!("{id}/{length}")).cloned().flatten();
        if let Some(machine) = parts.get(id).cloned().or_else(by_address) {
            *id = machine;
        }
    }
}
