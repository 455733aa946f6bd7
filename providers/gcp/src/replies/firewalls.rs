//! Rules of networks, and the policies that hold for them.

use std::collections::BTreeSet;

use ringfence_model::Span;
use ringfence_replies::{Body, Reply, field, items, text};
use ringfence_terraform::Value;

use super::kinds::EFFECTIVE;
use super::making::Making;
use super::networks::undescribed;
use super::shape::{after, body, last, path};

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for object in making.objects("firewall") {
        rule(making, object, &mut seen);
    }
    for reply in making.replies(EFFECTIVE) {
        for object in items(&reply.value, "firewalls") {
            rule(making, object, &mut seen);
        }
        if let Some(network) = network(making, reply) {
            undescribed(making, &network, reply.value.origin.at);
            policies(making, reply, &network);
        }
    }
}

/// The network that effective rules are of: that of the first rule, else the one that the file is named for.
fn network(making: &Making<'_>, reply: &Reply) -> Option<String> {
    let named = items(&reply.value, "firewalls").iter().find_map(|rule| text(rule, "network"));
    let of_file = || {
        let stem = reply.file.strip_suffix(".json").unwrap_or(&reply.file);
        let links = making.objects("network").into_iter().filter_map(|object| text(object, "selfLink"));
        let mut fitting = links.filter(|link| stem.ends_with(last(link)));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    named.or_else(of_file).map(|link| path(link).to_owned())
}

/// The networks of which all rules and policies were listed, and the projects of which all rules were.
pub(super) fn listed(making: &Making<'_>) -> (BTreeSet<String>, BTreeSet<String>) {
    let effective =
        making.replies(EFFECTIVE).into_iter().filter_map(|reply| network(making, reply)).collect();
    let rules = making.projects("firewall").into_iter().map(str::to_owned).collect();
    (effective, rules)
}

fn rule(making: &mut Making<'_>, object: &Value, seen: &mut BTreeSet<String>) {
    let Some(link) = text(object, "selfLink").or_else(|| text(object, "name")) else { return };
    let renamed = [("allowed", "allow"), ("denied", "deny"), ("IPProtocol", "protocol")];
    let own = body(object, &renamed);
    // The same rule is listed of its network and in what holds for it.
    let same = format!(
        "{} {} {:?}",
        path(link),
        text(object, "direction").unwrap_or_default(),
        field(object, "priority").and_then(Value::as_i64)
    );
    if seen.insert(same) {
        making.add("google_compute_firewall", path(link), object.origin.at, own);
    }
}

/// The policies that hold for a network, in the order in which they do.
///
/// Shape: those of folders and organizations become policies of a line of folders made up for it, which ends in an
/// organization, so that their order is known and it is known that they hold.
/// Source: <https://cloud.google.com/compute/docs/reference/rest/v1/networks/getEffectiveFirewalls> (`firewallPolicys`
/// with `type` and `rules`), remembered; checked against saved replies.
fn policies(making: &mut Making<'_>, reply: &Reply, network: &str) {
    let listed = items(&reply.value, "firewallPolicys");
    line(making, &listed.iter().filter(|policy| is_above(policy)).collect::<Vec<_>>(), reply, network);
    for policy in listed.iter().filter(|policy| !is_above(policy)) {
        let regional = text(policy, "type").is_some_and(|kind| kind.contains("REGIONAL"));
        let type_name = if regional {
            "google_compute_region_network_firewall_policy"
        } else {
            "google_compute_network_firewall_policy"
        };
        tie(making, policy, (network, policy.origin.at), type_name);
    }
}

/// The policies of a project's line, once: all its networks have the same ones.
fn line(making: &mut Making<'_>, above: &[&Value], reply: &Reply, network: &str) {
    let project = after(network, "projects").unwrap_or("an unknown project").to_owned();
    let Some(lowest) = above.len().checked_sub(1).filter(|_| !making.has(&format!("projects/{project}")))
    else {
        return;
    };
    for (at, policy) in above.iter().enumerate() {
        let span = policy.origin.at;
        let target = format!("folders/line of {project} {at}");
        let parent = match at.checked_sub(1) {
            Some(up) => format!("folders/line of {project} {up}"),
            None => format!("organizations/line of {project}"),
        };
        let mut folder = Body::default();
        folder.set_text("name", last(&target), span);
        folder.set_text("parent", &parent, span);
        making.add("google_folder", &target, span, folder);
        tie(making, policy, (&target, span), "google_compute_firewall_policy");
    }
    let span = reply.value.origin.at;
    let mut own = Body::default();
    own.set_text("project_id", &project, span);
    own.set_text("folder_id", &format!("folders/line of {project} {lowest}"), span);
    making.add("google_project", &format!("projects/{project}"), span, own);
}

/// Whether a policy comes before the rules of the network: those of the cloud's own services do too.
fn is_above(policy: &Value) -> bool {
    text(policy, "type").is_none_or(|kind| kind == "HIERARCHY" || kind.starts_with("SYSTEM"))
}

/// A policy with its rules, and what ties it to what it holds for.
fn tie(making: &mut Making<'_>, policy: &Value, (target, at): (&str, Span), type_name: &str) {
    let name = text(policy, "shortName").or_else(|| text(policy, "name")).unwrap_or("unnamed");
    let address = format!("{target}/firewallPolicies/{name}");
    let mut own = body(policy, &[("rules", "rule")]);
    own.set_text("name", &address, policy.origin.at);
    making.add(&format!("{type_name}_with_rules"), &address, policy.origin.at, own);
    let mut tied = Body::default();
    tied.set_text("attachment_target", target, at);
    tied.set_text("firewall_policy", &address, at);
    making.add(&format!("{type_name}_association"), &format!("{address}/association"), at, tied);
}
