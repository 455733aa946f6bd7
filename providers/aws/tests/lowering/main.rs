//! What configuration becomes: defaults, pitfalls, unknowns.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod balancers;
mod eks;
mod endpoints;
mod fronts;
mod harness;
mod interfaces;
mod machines;
mod network_acls;
mod peerings;
mod routes;
mod security_groups;
mod states;
mod transit_gateways;
mod volumes;
mod vpn_gateways;
