//! Routers between VPCs, and to places outside the cloud.

mod core_network;
mod ends;
mod peering;
mod peering_region;
mod transit_attachment;
mod transit_gateway;
mod transit_table;
mod unseen;
mod vpn_gateway;

use ringfence_model::Model;

use crate::stack::Stack;

use ends::Ends;
pub(super) use vpn_gateway::propagated;

/// Every router that is declared or that a route leads to.
pub(crate) fn routers(stack: &Stack<'_>, model: &mut Model) {
    let ends = Ends::new(model);
    let mut found = peering::all(stack, &ends);
    found.extend(transit_gateway::all(stack, &ends));
    found.extend(vpn_gateway::all(stack, &ends));
    found.extend(core_network::all(stack));
    found.extend(unseen::routers(model, &found));
    model.routers.extend(found);
}
