//! What else has to be passed at the front of what is no machine.

use ringfence_model::Truth;
use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, Traffic};
use ringfence_reach::{Direction, FabricBuilder, FilterId, FilterRule, FilterSettings};

use crate::reach::tcp;
use crate::{Graph, Party};

/// The door of a party: what it serves and to whom.
#[derive(Debug)]
pub(super) struct Door {
    /// Whether the party is there.
    pub(super) there: Truth,
    /// Whether it opens connections by itself.
    sends: bool,
    serves: Vec<Bounds<Traffic>>,
    clients: Option<Bounds<AddressSet>>,
}

impl Door {
    /// The door of a party; nothing of machines and of what does not stand inside networks.
    pub(super) fn of(graph: &Graph<'_>, party: Party, sends: bool) -> Option<Self> {
        let model = graph.model();
        match party {
            Party::Balancer(at) => {
                let balancer = model.balancers.get(at)?;
                let serves = balancer.listeners.iter().map(|listener| listener.traffic.clone()).collect();
                let clients = balancer.clients.clone();
                Some(Self { there: balancer.about.exists, sends, serves, clients })
            }
            Party::Cluster(at) => {
                let cluster = model.clusters.get(at)?;
                let there = cluster.private.truth().and(cluster.about.exists);
                let serves = vec![Bounds::exact(tcp(&cluster.ports))];
                Some(Self { there, sends, serves, clients: cluster.private_clients.clone() })
            }
            Party::Endpoint(at) => {
                let endpoint = model.endpoints.get(at)?;
                let serves = vec![endpoint.traffic.clone()];
                Some(Self { there: endpoint.about.exists, sends, serves, clients: None })
            }
            _ => None,
        }
    }

    /// The door as a filter.
    pub(super) fn filter(&self, builder: &mut FabricBuilder) -> FilterId {
        let everybody = Bounds::exact(AddressSet::all());
        let clients = self.clients.as_ref().unwrap_or(&everybody);
        let peers = Bounds {
            must: builder.peers(&Peers::addresses(clients.must.clone())),
            may: builder.peers(&Peers::addresses(clients.may.clone())),
        };
        let rules: Vec<FilterRule> = self
            .serves
            .iter()
            .map(|serves| {
                let traffic =
                    Bounds { must: builder.traffic(&serves.must), may: builder.traffic(&serves.may) };
                FilterRule { direction: Direction::Ingress, action: Action::Allow, peers, traffic }
            })
            .collect();
        let default_egress = if self.sends { Action::Allow } else { Action::Deny };
        let settings =
            FilterSettings { order: Order::FirstMatch, default_egress, ..FilterSettings::allowing() };
        builder.filter(settings, rules)
    }
}
