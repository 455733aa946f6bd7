//! Whether a machine relies on what a cloud gives every network.

use ringfence_model::{Direction, Evidence, PacketFilter, Source};
use ringfence_packets::Action;

use crate::graph::Graph;

impl Graph<'_> {
    /// The filter in front of a machine that comes with its network, if it has one that lets something in; with the
    /// attribute that put the machine behind it. The machine by its position in the model.
    ///
    /// Unknown: a filter that is not known is none.
    pub fn default_filter(&self, machine: usize) -> Option<(Evidence, Option<Source>)> {
        let links = self.model.machines.get(machine)?.filters();
        let own = links.filter_map(|link| Some((self.index.filter(link.id()?)?, link.source().cloned())));
        let places = self.hosts.places.of_machine(machine);
        let of_networks = places.flat_map(|(_, place)| place.network_filters(self.model, &self.index));
        let mut all = own.chain(of_networks.map(|at| (at, None)));
        all.find_map(|(at, source)| Some((open_default(self.model.filters.get(at)?)?, source)))
    }
}

fn open_default(filter: &PacketFilter) -> Option<Evidence> {
    let mut rules = filter.rules.iter();
    let opens = rules.any(|rule| {
        rule.direction == Direction::Ingress
            && rule.action == Action::Allow
            && !rule.traffic.must.is_empty()
            && !rule.peers.must.is_empty()
    });
    filter.default_of.clone().filter(|_| opens)
}
