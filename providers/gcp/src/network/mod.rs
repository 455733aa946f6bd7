//! Networks, subnets, routes and firewall rules.

mod firewall;
mod groups;
mod links;
mod peers;
mod policy;
mod prepopulated;
mod route;
mod rule;
mod subnet;
mod tagged;
mod targets;
mod traffic;
mod vpc;

use ringfence_model::ResourceId;

use crate::kinds::NETWORK;

pub(crate) use firewall::lower as lower_firewalls;
pub(crate) use groups::tag_group;
pub(crate) use links::lower as lower_links;
pub(crate) use prepopulated::auto_mode_range;
pub(crate) use route::Ranked as RankedRoute;
pub(crate) use rule::{Ranked, documented};
pub(crate) use subnet::{
    all_ranges, auto_id, link as subnet_link, lower as lower_subnets, network_of, network_of_record, private,
    secondary_named,
};
pub(crate) use tagged::lower as lower_tagged_routes;
pub(crate) use traffic::range;
pub(crate) use vpc::{automatic, lower as lower_networks, lower_outside};

/// The id of the network that every project comes with, where Terraform does not manage it.
pub(crate) fn default_network() -> ResourceId {
    NETWORK.outside("default")
}
