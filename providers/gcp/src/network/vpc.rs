//! Networks: declared, implicit, and only referred to.

use std::collections::{BTreeMap, HashSet};

use ringfence_model::{About, Level, Link, Model, Network, Notice, NoticeId, ResourceId, Source, Truth};
use ringfence_packets::Bounds;
use ringfence_provider::{about, bool_attr, undeclared};
use ringfence_terraform::{Record, Value};

use super::{route, subnet, tagged};
use crate::pages::NETWORKS;
use crate::stack::{Lowered, Stack};

/// Lowers every declared network, with the subnets it makes by itself.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network>
/// (`auto_create_subnetworks`, true unless set), read 2026-11-23.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_type("google_compute_network") {
        let mut header = about(record, "network");
        header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
        let automatic = automatic(record);
        if automatic.possible() {
            let source = Source::File(record.header);
            let exists = automatic.and(record.exists);
            out.model.subnets.push(subnet::of_auto_mode(&header.id, &source, exists));
        }
        let ranges = subnet::ranges_of(stack, out, &header.id);
        let routes = tagged::for_all(out, &header.id, route::of_network(stack, record));
        out.model.networks.push(Network { about: header, ranges, routes, filters: Vec::new() });
    }
}

/// Whether a network makes its subnets by itself.
pub(crate) fn automatic(record: &Record) -> Truth {
    bool_attr(record, "auto_create_subnetworks", Some((true, NETWORKS))).truth()
}

/// Lowers the networks that something refers to and nothing declares.
pub(crate) fn lower_outside(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for (id, source) in mentioned(stack, out.model) {
        let mut header = undeclared(&id, "network", &source);
        if id == super::default_network() {
            header = of_default(&id, out, &source);
        }
        header.name = id.as_str().strip_prefix("networks/").map(str::to_owned);
        let known = subnet::ranges_of(stack, out, &id);
        let ranges = if id == super::default_network() {
            known
        } else {
            Bounds::new(known.must, known.may.union(&subnet::private()))
        };
        let routes = tagged::for_all(out, &id, route::of_undeclared(stack, &id));
        out.model.networks.push(Network { about: header, ranges, routes, filters: Vec::new() });
    }
}

/// The network that every project comes with.
///
/// Source: <https://cloud.google.com/vpc/docs/vpc> ("Default network": auto mode, pre-populated firewall
/// rules), read 2026-11-23.
fn of_default(id: &ResourceId, out: &mut Lowered<'_>, source: &Source) -> About {
    out.model.subnets.push(subnet::of_auto_mode(id, source, Truth::Yes));
    out.model.notices.push(Notice {
        id: NoticeId::UnknownValue,
        level: Level::Note,
        message:
            "the project's default network is used and not managed here: it is taken to be as documented, \
                  with rules that let everybody reach ports 22 and 3389"
                .to_owned(),
        source: Some(source.clone()),
    });
    let mut header = undeclared(id, "network", &Source::Documented { url: NETWORKS });
    header.exists = Truth::Yes;
    header
}

/// Every network that is named somewhere and is not in the model, with the first place that names it.
fn mentioned(stack: &Stack<'_>, model: &Model) -> BTreeMap<ResourceId, Source> {
    let machines = model.machines.iter().flat_map(ringfence_model::Machine::networks);
    let balancers = model.balancers.iter().filter_map(|balancer| balancer.network.as_ref());
    let clusters = model.clusters.iter().filter_map(|cluster| cluster.network.as_ref());
    let subnets = model.subnets.iter().map(|subnet| &subnet.network);
    let firewalls = super::firewall::networks(stack);
    let links = machines.chain(balancers).chain(clusters).chain(subnets).chain(&firewalls);
    let known: HashSet<&ResourceId> = model.networks.iter().map(|network| &network.about.id).collect();
    let mut found = BTreeMap::new();
    for link in links {
        let Link::To { id, source } = link else { continue };
        if !known.contains(id) && !found.contains_key(id) {
            found.insert(id.clone(), source.clone());
        }
    }
    found
}
