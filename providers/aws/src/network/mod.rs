//! What several resources decide together: routes, filters, and what stands outside the configuration.

mod acl;
mod edge_tables;
mod exclusive_rules;
mod gateway_endpoints;
mod line_ranges;
mod lines;
mod made_groups;
mod notices;
mod peers;
mod places;
mod prefix_lists;
mod public_access_block;
mod ranges;
mod route_target;
mod routers;
mod routes;
mod rule;
mod security_groups;
mod traffic;
mod unseen;

use ringfence_model::Model;

use crate::stack::Stack;

pub(crate) use gateway_endpoints::{EndpointKind, endpoint_kind};
pub(crate) use notices::notices;
pub(crate) use peers::peers;
pub(crate) use places::{places, vpc_of};
pub(crate) use routers::routers;
pub(crate) use rule::{Draft, Head, Pending, Side};
pub(crate) use traffic::{NETWORK_ACL, Names, SECURITY_GROUP_BLOCK, SECURITY_GROUP_RULE, traffic};
pub(crate) use unseen::{default_subnet, unseen_places};

/// Security groups and network ACLs: last, because they include those that other resources turned out to use.
pub(crate) fn filters(stack: &Stack<'_>, model: &mut Model) {
    security_groups::lower(stack, model);
    acl::lower(stack, model);
}
