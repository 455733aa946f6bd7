//! The rules, one file each.
//!
//! [`ALL`] is a plain list, and a test compares it with the folder: a rule that vanished by accident would be
//! a false "all clear".
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod api_closed;
mod beyond;
mod closed;
mod control_plane;
mod etcd;
mod exposure;
mod identity;
mod node;
mod powers;
mod sent_on;
mod service;

use ringfence_check::Rule;

/// Every rule, sorted by id.
pub const ALL: &[&Rule] = &[
    &control_plane::api_server_open_to_internet::RULE,
    &control_plane::api_server_open_beyond_allow_list::RULE,
    &control_plane::control_plane_host_public::RULE,
    &control_plane::control_plane_admin_port_open::RULE,
    &control_plane::control_plane_internal_port_open::RULE,
    &control_plane::bootstrap_port_open::RULE,
    &control_plane::private_endpoint_disabled::RULE,
    &node::node_open_to_internet::RULE,
    &node::node_public_address::RULE,
    &node::kubelet_open::RULE,
    &node::kubelet_read_only_port_open::RULE,
    &node::node_admin_port_open::RULE,
    &node::node_port_range_open::RULE,
    &node::overlay_port_open::RULE,
    &node::node_accepts_foreign_traffic::RULE,
    &node::cross_cluster_access::RULE,
    &node::default_firewall_in_use::RULE,
    &identity::administrator_identity::RULE,
    &identity::privilege_escalation_path::RULE,
    &identity::service_wildcard::RULE,
    &identity::shared_identity::RULE,
    &identity::default_identity::RULE,
    &identity::metadata_credentials_exposed::RULE,
    &etcd::etcd_open_to_internet::RULE,
    &etcd::etcd_open_beyond_control_plane::RULE,
    &etcd::etcd_peer_port_open::RULE,
    &etcd::etcd_disk_unencrypted::RULE,
];

/// The rule with this id or name.
pub fn find(id_or_name: &str) -> Option<&'static Rule> {
    ALL.iter()
        .copied()
        .find(|rule| rule.meta.id.eq_ignore_ascii_case(id_or_name) || rule.meta.name == id_or_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_names_and_severities_agree_with_their_scores() {
        assert!(ALL.windows(2).all(|pair| pair[0].meta.id < pair[1].meta.id));
        for rule in ALL {
            let meta = rule.meta;
            let score: f32 = meta.score.parse().unwrap();
            let band = match meta.severity {
                ringfence_check::Severity::Critical => 9.1..=10.0,
                ringfence_check::Severity::High => 7.0..=8.9,
                ringfence_check::Severity::Medium => 4.0..=6.9,
                _ => 0.1..=3.9,
            };
            assert!(band.contains(&score), "{} has {score} but is {}", meta.id, meta.severity);
            assert!(meta.taxa.iter().any(|taxon| taxon.catalogue == "CWE"), "{} names no CWE", meta.id);
            assert!(!meta.references.is_empty(), "{} has no reference", meta.id);
            assert!(std::ptr::eq(find(meta.name).unwrap(), *rule));
            assert!(std::ptr::eq(find(&meta.id.to_lowercase()).unwrap(), *rule));
        }
    }
}
