//! Whom people mean by a word: a role, an address of a resource, an id in the cloud, a name, an IP address.

use ringfence_model::{Attached, Interface, ResourceId, Role};
use ringfence_packets::AddressSet;

use crate::{Graph, Party};

/// Whom a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selected {
    /// These parties.
    Parties(Vec<Party>),
    /// These addresses of the public internet.
    Internet(AddressSet),
    /// An address inside that belongs to nothing which is known, and lies in no subnet.
    Unclaimed(AddressSet),
}

/// Words for roles, as people say them.
const ROLES: [(&str, Role); 14] = [
    ("api", Role::ApiEndpoint),
    ("api-endpoint", Role::ApiEndpoint),
    ("api-server", Role::ApiEndpoint),
    ("control-plane", Role::ControlPlane),
    ("controlplane", Role::ControlPlane),
    ("master", Role::ControlPlane),
    ("masters", Role::ControlPlane),
    ("etcd", Role::Etcd),
    ("node", Role::Node),
    ("nodes", Role::Node),
    ("worker", Role::Node),
    ("workers", Role::Node),
    ("bastion", Role::Bastion),
    ("bastions", Role::Bastion),
];

impl Graph<'_> {
    /// Whom a word means; nothing if it means nobody here.
    ///
    /// Shape: `internet`; `outside` (places outside the cloud); a role; the address, id or name of a machine, an
    /// interface, a balancer, a cluster, an endpoint; an IP address or a prefix.
    pub fn select(&self, text: &str) -> Option<Selected> {
        let lower = text.to_ascii_lowercase();
        if lower == "internet" {
            return Some(Selected::Parties(vec![Party::Internet]));
        }
        let all = self.parties();
        let some = |test: &dyn Fn(&Party) -> bool| -> Option<Selected> {
            let found: Vec<Party> = all.iter().copied().filter(|party| test(party)).collect();
            (!found.is_empty()).then_some(Selected::Parties(found))
        };
        if matches!(lower.as_str(), "outside" | "on-premises" | "onprem") {
            return some(&|party| matches!(party, Party::Outside(..)));
        }
        if let Some((_, role)) = ROLES.iter().find(|(word, _)| *word == lower) {
            return some(&|party| self.plays(*party, *role));
        }
        if let Ok(addresses) = AddressSet::parse_cidr(text) {
            return Some(self.with_address(&all, addresses));
        }
        some(&|party| self.is_called(*party, text)).or_else(|| self.subnet(text))
    }

    /// The subnet that is called so.
    fn subnet(&self, text: &str) -> Option<Selected> {
        let subnets = (0..self.model().subnets.len()).map(Party::Subnet);
        let found: Vec<Party> = subnets.filter(|party| self.is_called(*party, text)).collect();
        (!found.is_empty()).then_some(Selected::Parties(found))
    }

    /// The roles that words of [`Graph::select`] can name.
    pub fn role_words() -> impl Iterator<Item = &'static str> {
        ["internet", "outside", "api", "control-plane", "etcd", "node", "bastion"].into_iter()
    }

    fn plays(&self, party: Party, role: Role) -> bool {
        match party {
            Party::Cluster(_) => role == Role::ApiEndpoint,
            Party::Internet | Party::Outside(..) | Party::Endpoint(_) | Party::Subnet(_) => false,
            Party::Machine(_) | Party::Balancer(_) => self.ranks(party).contains(&crate::Rank::Role(role)),
        }
    }

    fn is_called(&self, party: Party, text: &str) -> bool {
        let model = self.model();
        let is = |id: &ResourceId| id.as_str() == text;
        let about = match party {
            Party::Internet => None,
            Party::Outside(..) => return self.name(party) == text,
            Party::Machine(at) => {
                let Some(machine) = model.machines.get(at) else { return false };
                let own =
                    machine.parts.iter().chain(machine.interfaces.iter().map(|interface| &interface.id));
                if own.into_iter().any(is) {
                    return true;
                }
                Some(&machine.about)
            }
            Party::Balancer(at) => model.balancers.get(at).map(|balancer| &balancer.about),
            Party::Cluster(at) => model.clusters.get(at).map(|cluster| &cluster.about),
            Party::Endpoint(at) => model.endpoints.get(at).map(|endpoint| &endpoint.about),
            Party::Subnet(at) => model.subnets.get(at).map(|subnet| &subnet.about),
        };
        about.is_some_and(|about| is(&about.id) || about.name.as_deref() == Some(text))
    }

    /// Who has an address: those that certainly have it before whoever may stand in its subnet, and the internet only if
    /// nobody does.
    fn with_address(&self, all: &[Party], addresses: AddressSet) -> Selected {
        let owners = |test: &dyn Fn(&Interface) -> bool| -> Vec<Party> {
            let has = |party: &&Party| self.interfaces(**party).iter().any(test);
            all.iter().filter(has).copied().collect()
        };
        let within = |interface: &Interface| {
            interface.addresses.as_ref().is_some_and(|own| own.must.overlaps(&addresses))
        };
        let found = owners(&|interface| within(interface) || interface.public_addresses.overlaps(&addresses));
        if !found.is_empty() {
            return Selected::Parties(found);
        }
        let outside: Vec<Party> =
            all.iter().copied().filter(|party| self.is_outside(*party, &addresses)).collect();
        if !outside.is_empty() {
            return Selected::Parties(outside);
        }
        let subnets = self.model().subnets.iter().enumerate();
        let inside = subnets.filter(|(_, subnet)| subnet.ranges.must.overlaps(&addresses));
        let inside: Vec<Party> = inside.map(|(at, _)| Party::Subnet(at)).collect();
        if !inside.is_empty() {
            return Selected::Parties(inside);
        }
        let public = addresses.intersection(&AddressSet::internet());
        if public.is_empty() { Selected::Unclaimed(addresses) } else { Selected::Internet(public) }
    }

    /// The interfaces of a party inside networks.
    pub(crate) fn interfaces(&self, party: Party) -> &[Interface] {
        let model = self.model();
        match party {
            Party::Machine(at) => model.machines.get(at).map_or(&[], |machine| machine.interfaces.as_slice()),
            Party::Endpoint(at) => {
                model.endpoints.get(at).map_or(&[], |endpoint| endpoint.interfaces.as_slice())
            }
            _ => &[],
        }
    }

    fn is_outside(&self, party: Party, addresses: &AddressSet) -> bool {
        let Party::Outside(router, side) = party else { return false };
        let side = self.model().routers.get(router).and_then(|router| router.attachments.get(side));
        side.is_some_and(
            |side| matches!(&side.to, Attached::Outside { ranges, .. } if ranges.must.overlaps(addresses)),
        )
    }
}
