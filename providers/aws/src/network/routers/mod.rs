//! Routers between VPCs, and to places outside the cloud.

mod core_network;
mod ends;
mod peering;
mod peering_region;
mod transit_attachment;
mod transit_gateway;
mod transit_table;
mod vpn_gateway;

use ringfence_model::Model;

use crate::stack::Stack;

use ends::Ends;
pub(super) use vpn_gateway::propagated;

/// Every router that is declared, or of which an attachment is.
pub(crate) fn routers(stack: &Stack<'_>, model: &mut Model) {
    let ends = Ends::new(model);
    let mut found = peering::all(stack, &ends);
    found.extend(transit_gateway::all(stack, &ends));
    found.extend(vpn_gateway::all(stack, &ends));
    found.extend(core_network::all(stack));
    // One of which nothing at all is known is left out: a router that is not there may lead anywhere.
    found.retain(|router| !router.attachments.is_empty() || router.unseen.is_empty());
    model.routers.extend(found);
}
