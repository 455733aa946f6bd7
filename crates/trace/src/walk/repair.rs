//! Routes that are not there and that one change would add.

use ringfence_model::{Attached, ResourceId, Truth};
use ringfence_packets::AddressSet;

use super::{Aim, Walk};
use crate::path::{Header, Path};
use crate::place::Place;
use crate::trace::Disposition;
use crate::{Decision, What};

/// What a subnet lacks that nothing leads to the internet from.
pub(super) const NO_GATEWAY: &str = "has no route to an internet gateway";

impl Walk<'_, '_> {
    /// Where a subnet's packets would go with one more route: to a gateway of the network, into a router.
    pub(super) fn other_routes(&mut self, path: &Path, place: &Place, header: &Header, why: &Decision) {
        let owner = path.steps.last().map_or_else(Self::internet, |step| step.node.clone());
        let missing =
            |fact: String| Decision { truth: Truth::No, subject: owner.clone(), fact, ..why.clone() };
        if self.mode.answer && self.aim == Aim::Internet || self.may_be_public(header) {
            let gateway = self.gateways(place).into_iter().next();
            let gateway = gateway.unwrap_or_else(|| ResourceId::new("internet gateway"));
            let mut path = path.clone();
            path.settle(missing(NO_GATEWAY.to_owned()), Disposition::NoRoute);
            if let Some(path) = self.at_network(path, place.network) {
                self.to_internet(path, header, &gateway);
            }
        }
        for router in &self.model.routers {
            if self.sides(router, place.network).is_empty()
                || path.steps.iter().any(|s| s.node == router.about.id)
            {
                continue;
            }
            let mut path = path.clone();
            path.settle(
                missing(format!(
                    "has no route for {} to the router `{}`",
                    header.destination, router.about.id
                )),
                Disposition::NoRoute,
            );
            if let Some(path) = self.at_network(path, place.network) {
                self.to_router(path, place, header, &router.about.id);
            }
        }
    }

    fn may_be_public(&self, header: &Header) -> bool {
        header.destination.is_in(&AddressSet::internet()).possible() || self.aim == Aim::Internet
    }

    /// Where a router's packets would go with one more route: out by the sides that lead to whom the packet is for.
    pub(super) fn other_sides(&mut self, path: &Path, from: (usize, usize), header: &Header, why: &Decision) {
        let Some(router) = self.model.routers.get(from.0) else { return };
        for (side, attachment) in router.attachments.iter().enumerate().filter(|(side, _)| *side != from.1) {
            let leads = match &attachment.to {
                Attached::Network(link) => {
                    let network = link.id().and_then(|id| self.index.network(id));
                    let network = network.and_then(|at| self.model.networks.get(at));
                    network.is_some_and(|n| header.destination.is_within(&n.ranges).possible())
                }
                Attached::Outside { ranges, .. } => header.destination.is_within(ranges).possible(),
                Attached::Router(_) => true,
            };
            if !leads {
                continue;
            }
            let fact = format!("has no route for {} out by `{}`", header.destination, attachment.id);
            let mut path = path.clone();
            let decision = Decision { what: What::Route, truth: Truth::No, fact, ..why.clone() };
            path.settle(decision, Disposition::NoRoute);
            self.out_of_router(path, from.0, side, header);
        }
    }
}
