//! What was not asked for: it is not known, and nobody may take it for absent.

use ringfence_model::NoticeId;
use ringfence_replies::Body;

use super::firewalls::listed;
use super::making::Making;
use super::shape::after;

/// Marks networks of which the rules were not listed, and says what else was not.
pub(super) fn make(making: &mut Making<'_>) {
    let (effective, by_project) = listed(making);
    for (network, at) in making.of_type("google_compute_network") {
        let of_project = after(&network, "projects").is_some_and(|project| by_project.contains(project));
        if effective.contains(network.as_ref()) {
            continue;
        }
        let what = if of_project {
            "the firewall policies were not listed"
        } else {
            "the firewall rules were not listed"
        };
        let mut own = Body::default();
        own.set_text("attachment_target", &network, at);
        own.set_unknown("firewall_policy", what, at);
        let address = format!("{network} (firewall rules that were not listed)");
        making.add("google_compute_network_firewall_policy_association", &address, at, own);
    }
    for (kind, what) in
        [("instance", "instances"), ("network", "networks"), ("subnetwork", "subnets"), ("route", "routes")]
    {
        if making.objects(kind).is_empty() && making.replies(kind).is_empty() {
            let message = format!("no reply lists {what}, so what depends on them is not known");
            making.note(NoticeId::Unsupported, message, None);
        }
    }
}
