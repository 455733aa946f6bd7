//! Which networks packets may come from into another one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ringfence_model::{Attached, Link, Model, RouteTarget};
use ringfence_packets::{AddressSet, Bounds};

use super::place::Places;
use crate::index::Index;

/// Networks by those that packets may come from, beside themselves.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// By position of the network.
    from: BTreeMap<usize, BTreeSet<usize>>,
    /// Every address set that a router's table tells apart.
    pub(crate) tables: Vec<AddressSet>,
    /// A number for the routes of each place, the same where they are; 0 for all where no two networks are linked.
    roads: Vec<usize>,
    /// The destinations of the routes of each place, where networks are linked.
    destinations: Vec<Vec<AddressSet>>,
}

impl Linked {
    /// Works it out.
    ///
    /// Unknown: a router that is not declared, one whose attachments are not all known, and a route of which it is not
    /// known where it leads, may lead to any network.
    pub(crate) fn new(model: &Model, index: &Index, places: &Places) -> Self {
        let all: BTreeSet<usize> = (0..model.networks.len()).collect();
        let mut groups: Vec<BTreeSet<usize>> = Vec::new();
        for router in &model.routers {
            let links = router.attachments.iter().filter_map(|attachment| match &attachment.to {
                Attached::Network(link) => Some(link),
                _ => None,
            });
            let unknown = links.clone().any(|link| matches!(link, Link::Unknown(_)));
            // Packets go from router to router, so all networks of routers that are joined are one group.
            let joined = router.attachments.iter().any(|a| matches!(a.to, Attached::Router(_)));
            let own: BTreeSet<usize> = links.filter_map(|link| index.network(link)).collect();
            groups.push(if unknown || joined || !router.unseen.is_empty() { all.clone() } else { own });
        }
        let anywhere = places.all.iter().filter(|place| {
            place.routes(model).iter().any(|route| match &route.target {
                RouteTarget::Router(id) => index.router(id).is_none(),
                RouteTarget::Unknown(_) => true,
                _ => false,
            })
        });
        let anywhere: BTreeSet<usize> = anywhere.filter_map(|place| place.network).collect();
        let mut from: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for group in &groups {
            for network in group {
                from.entry(*network).or_default().extend(group);
            }
        }
        if !anywhere.is_empty() {
            for network in &all {
                from.entry(*network).or_default().extend(&anywhere);
            }
        }
        for (network, sources) in &mut from {
            sources.remove(network);
        }
        from.retain(|_, sources| !sources.is_empty());
        let routes = model.routers.iter().flat_map(|router| &router.attachments).flat_map(|a| &a.routes);
        let mut tables: Vec<AddressSet> = routes.map(|route| route.to.may.clone()).collect();
        tables.extend(model.networks.iter().map(|network| network.ranges.may.clone()));
        let tables = if groups.is_empty() { Vec::new() } else { tables };
        let mut found = Self { from, tables, roads: Vec::new(), destinations: Vec::new() };
        found.read_routes(model, places);
        found
    }

    fn read_routes(&mut self, model: &Model, places: &Places) {
        if !self.any() {
            return;
        }
        let mut known: HashMap<Vec<(&Bounds<AddressSet>, &RouteTarget)>, usize> = HashMap::new();
        for place in &places.all {
            let routes = place.routes(model);
            self.destinations.push(routes.iter().map(|route| route.to.may.clone()).collect());
            let next = known.len();
            let table = routes.iter().map(|route| (&route.to, &route.target)).collect();
            self.roads.push(*known.entry(table).or_insert(next));
        }
    }

    /// The destinations of the routes of a place, by its number, where networks are linked.
    pub(crate) fn routes(&self, place: usize) -> &[AddressSet] {
        self.destinations.get(place).map_or(&[], Vec::as_slice)
    }

    /// The number of the routes of a place, by its number.
    pub(crate) fn road(&self, place: usize) -> usize {
        self.roads.get(place).copied().unwrap_or_default()
    }

    /// The networks that packets may come from into a network.
    pub(crate) fn sources_of(&self, network: usize) -> impl Iterator<Item = usize> + '_ {
        self.from.get(&network).into_iter().flatten().copied()
    }

    /// Whether any two networks are linked.
    pub(crate) fn any(&self) -> bool {
        !self.from.is_empty()
    }
}
