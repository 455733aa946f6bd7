//! Ways between networks, and out of the cloud: peerings, lines, hubs.

mod hub;
mod line;
mod peering;

use std::collections::BTreeMap;

use ringfence_model::{Attached, Attachment, Evidence, Link, ResourceId, Route, RouteTarget, Router, Truth};
use ringfence_packets::{AddressSet, Bounds};

use super::subnet::private;
use crate::stack::{Lowered, Stack};

/// Adds every router, and the routes that lead to them to their networks.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    let ranges: BTreeMap<ResourceId, Bounds<AddressSet>> =
        out.model.networks.iter().map(|network| (network.about.id.clone(), network.ranges.clone())).collect();
    let mut found = Found { ranges: &ranges, routers: Vec::new(), routes: BTreeMap::new() };
    peering::find(stack, &mut found);
    line::find(stack, &mut found);
    hub::find(stack, &mut found);
    let Found { routers, mut routes, .. } = found;
    out.model.routers.extend(routers);
    for network in &mut out.model.networks {
        let Some(Learnt { subnets, others }) = routes.remove(&network.about.id) else { continue };
        // Routes to subnets, also those of peers, are tried before all others.
        let own = std::mem::take(&mut network.routes);
        network.routes = subnets.into_iter().chain(own).chain(others).collect();
    }
}

/// Routers, and the routes that networks learn of them.
struct Found<'a> {
    ranges: &'a BTreeMap<ResourceId, Bounds<AddressSet>>,
    routers: Vec<Router>,
    routes: BTreeMap<ResourceId, Learnt>,
}

/// Routes of one network.
#[derive(Default)]
struct Learnt {
    /// To subnets of other networks.
    subnets: Vec<Route>,
    /// To anything else.
    others: Vec<Route>,
}

impl Found<'_> {
    /// The ranges of a network.
    ///
    /// Unknown: those of one that is not in the model are private.
    fn of(&self, network: &Link) -> Bounds<AddressSet> {
        let known = network.id().and_then(|id| self.ranges.get(id));
        known.cloned().unwrap_or_else(|| Bounds::at_most(private()))
    }

    /// A side: a network of the model, or the places that stand for one which is not.
    fn side(&self, network: &Link) -> Attached {
        match network.id() {
            Some(id) if !self.ranges.contains_key(id) => {
                Attached::Outside { id: id.clone(), ranges: self.of(network) }
            }
            _ => Attached::Network(network.clone()),
        }
    }

    fn learns(&mut self, network: &Link, of_subnet: bool, route: Route) {
        let Some(id) = network.id() else { return };
        let learnt = self.routes.entry(id.clone()).or_default();
        if of_subnet { &mut learnt.subnets } else { &mut learnt.others }.push(route);
    }
}

/// What is certainly so, or possibly at most.
fn if_so(certain: Truth, set: Bounds<AddressSet>) -> Bounds<AddressSet> {
    match certain {
        Truth::Yes => set,
        Truth::Unknown => Bounds::at_most(set.may),
        Truth::No => Bounds::empty(),
    }
}

fn to_router(to: Bounds<AddressSet>, router: &ResourceId, evidence: Vec<Evidence>) -> Route {
    Route { to, target: RouteTarget::Router(router.clone()), evidence }
}

fn to_side(to: Bounds<AddressSet>, side: &ResourceId, evidence: Vec<Evidence>) -> Route {
    Route { to, target: RouteTarget::Attachment(side.clone()), evidence }
}

fn side_id(router: &ResourceId, name: &str) -> ResourceId {
    ResourceId::new(format!("{router}/{name}"))
}

fn attachment(
    id: ResourceId,
    exists: Truth,
    to: Attached,
    routes: Vec<Route>,
    evidence: Vec<Evidence>,
) -> Attachment {
    Attachment { id, exists, to, subnets: Vec::new(), zonal: false, routes, evidence }
}
