//! Who can connect to a cluster's control plane.

use ringfence_model::{
    Attr, Evidence, Gap, GapKind, Level, Notice, NoticeId, PublicEndpoint, ResourceId, Source, Truth,
};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::Fields;
use ringfence_provider::{bool_attr, cidrs, source, widest_first};
use ringfence_terraform::{Record, Value};

use crate::list::elements;
use crate::pages::{GKE_ISOLATION, TF_CLUSTER};

/// Whether the control plane can be reached by address at all.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`ip_endpoints_config.enabled`, "Defaults to true"), read 2026-11-23.
pub(crate) fn by_address(record: &Record) -> Attr<bool> {
    let endpoints = record.block("control_plane_endpoints_config");
    match endpoints.and_then(|block| block.block("ip_endpoints_config")) {
        Some(block) => bool_attr(block, "enabled", Some((true, TF_CLUSTER))),
        None => Attr::Default { value: true, source: Source::Documented { url: TF_CLUSTER } },
    }
}

/// The endpoint on the internet.
pub(crate) fn public(record: &Record) -> PublicEndpoint {
    let id = ResourceId::new(record.address.clone());
    let enabled = enabled(record);
    let mut endpoint =
        PublicEndpoint { enabled, clients: Bounds::empty(), gaps: Vec::new(), evidence: Vec::new() };
    let lists = elements(record.get("master_authorized_networks_config"));
    if lists.is_empty() {
        let fact = "no authorized networks are set, so every address may connect to the control plane";
        endpoint.clients = Bounds::exact(AddressSet::all_v4());
        endpoint.evidence.push(Evidence::new(&id, fact, &Source::Documented { url: GKE_ISOLATION }));
        return endpoint;
    }
    for list in lists.certain() {
        authorized(&id, list, &mut endpoint);
    }
    if lists.certain().next().is_none() {
        for list in lists.possible() {
            authorized(&id, list, &mut endpoint);
        }
        endpoint.clients = endpoint.clients.union(&Bounds::at_most(AddressSet::all_v4()));
        endpoint.gaps.extend(lists.gaps);
    }
    endpoint
}

/// Whether there is an endpoint on the internet.
///
/// Unknown: `enable_private_endpoint` without `enable_private_nodes`; the provider's page says it has no effect
/// then, today's service applies it.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`private_cluster_config`), <https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation>, read
/// 2026-11-23.
fn enabled(record: &Record) -> Attr<bool> {
    let by_address = by_address(record);
    if by_address.truth() != Truth::Yes {
        return by_address;
    }
    let Some(config) = record.block("private_cluster_config") else {
        return Attr::Default { value: true, source: Source::Documented { url: GKE_ISOLATION } };
    };
    let only_private = bool_attr(config, "enable_private_endpoint", Some((false, TF_CLUSTER)));
    let nodes = bool_attr(config, "enable_private_nodes", Some((false, TF_CLUSTER)));
    if only_private.truth() == Truth::Yes && nodes.truth() != Truth::Yes {
        return Attr::Unknown(Gap {
            kind: GapKind::Unsupported,
            what: "`enable_private_endpoint` without `enable_private_nodes`".to_owned(),
            source: only_private.source().cloned(),
        });
    }
    only_private.map(|only_private| !only_private)
}

/// The networks of one list; a list without any lets nobody outside in.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// ("Omit the nested `cidr_blocks` attribute to disallow external access"), read 2026-11-23.
fn authorized(id: &ResourceId, list: &Value, endpoint: &mut PublicEndpoint) {
    let blocks = elements(list.get("cidr_blocks"));
    if blocks.is_empty() {
        let fact = "authorized networks are on and empty: nobody outside may connect";
        endpoint.evidence.push(Evidence::new(id, fact, &source(list)));
    }
    let listed = blocks.items.iter().filter_map(|block| {
        let mut read = cidrs(id, "cidr_block", block.get("cidr_block")?, &AddressSet::all());
        if block.maybe {
            read.set = Bounds::at_most(read.set.may);
        }
        Some(read)
    });
    let mut listed: Vec<_> = listed.collect();
    widest_first(&mut listed, |read| &read.set);
    for read in listed {
        endpoint.clients = endpoint.clients.union(&read.set);
        endpoint.evidence.extend(read.evidence);
        endpoint.gaps.extend(read.gaps);
    }
    if !blocks.gaps.is_empty() && blocks.possible().next().is_none() {
        endpoint.clients = endpoint.clients.union(&Bounds::at_most(AddressSet::all_v4()));
    }
    endpoint.gaps.extend(blocks.gaps);
    let everybody_inside = bool_attr(list, "gcp_public_cidrs_access_enabled", None);
    if everybody_inside.truth().possible() {
        endpoint.clients = endpoint.clients.union(&Bounds::at_most(AddressSet::all_v4()));
        endpoint.gaps.push(Gap {
            kind: GapKind::Unsupported,
            what: "which addresses the machines of all customers of the cloud have".to_owned(),
            source: everybody_inside.source().cloned(),
        });
    }
}

/// Who may connect to the endpoint inside the network: everybody, unless the authorized networks are enforced there
/// too; the cluster's own nodes and pods always.
///
/// Unknown: whether they are enforced, if nothing is written; it depends on how the cluster was made.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`private_endpoint_enforcement_enabled`: "Whether master authorized networks is enforced on private endpoint or
/// not"), read 2026-11-25; that nodes and pods may always connect is remembered from
/// <https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks>.
pub(crate) fn private_clients(record: &Record, inside: &Bounds<AddressSet>) -> Option<Bounds<AddressSet>> {
    let lists = elements(record.get("master_authorized_networks_config"));
    if lists.is_empty() {
        return None;
    }
    let enforced =
        lists.items.first().map(|list| bool_attr(list, "private_endpoint_enforcement_enabled", None));
    let enforced = match enforced {
        Some(Attr::NotApplicable) | None => Truth::Unknown,
        Some(written) => written.truth(),
    };
    if enforced == Truth::No {
        return None;
    }
    let mut listed = public(record).clients.union(inside);
    if enforced == Truth::Unknown || lists.certain().next().is_none() {
        listed.may = AddressSet::all();
    }
    Some(listed)
}

/// Whether the private endpoint answers to clients from other networks and regions.
///
/// Unknown: without global access clients of its own region may come from other networks, by tunnels for example.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`master_global_access_config`: "Whether the cluster master is accessible globally or not"), read 2026-11-25.
pub(crate) fn from_afar(record: &Record) -> Attr<bool> {
    let config = record.block("private_cluster_config");
    let block = config.and_then(|config| config.block("master_global_access_config"));
    let enabled = block.map(|block| bool_attr(block, "enabled", Some((false, TF_CLUSTER))));
    match enabled {
        Some(enabled) if enabled.truth() != Truth::No => enabled,
        other => Attr::Unknown(Gap {
            kind: GapKind::Unsupported,
            what: "which clients of other networks are in the region of the control plane".to_owned(),
            source: other.as_ref().and_then(Attr::source).cloned().or(Some(Source::File(record.header))),
        }),
    }
}

/// What the list of authorized networks does not limit.
///
/// The DNS endpoint does not count as an API server that is open to the internet: the name leads to the front of
/// Google's own APIs, which hands on only what a principal with `container.clusters.connect` asks for, so nobody
/// without an identity reaches the API server. It is said, since the network does not limit it.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks> (public addresses of all
/// Compute Engine machines), read 2026-11-23;
/// <https://docs.cloud.google.com/kubernetes-engine/docs/concepts/network-isolation> (the DNS-based endpoint is
/// accessible from any network that reaches Google's APIs, and needs IAM roles and a token), read 2026-11-25.
pub(crate) fn notices(record: &Record) -> Vec<Notice> {
    let mut found = Vec::new();
    let list = elements(record.get("master_authorized_networks_config"));
    let unset = list.items.iter().find(|list| list.get("gcp_public_cidrs_access_enabled").is_none());
    if let Some(list) = unset.filter(|_| super::cluster::private_nodes(record).truth() != Truth::Yes) {
        let why = "machines of other customers of the cloud may be let in beside the authorized networks; \
                   `gcp_public_cidrs_access_enabled = false` shuts them out";
        found.push(notice(record, why, source(list)));
    }
    let endpoints = record.block("control_plane_endpoints_config");
    if let Some(block) = endpoints.and_then(|block| block.block("dns_endpoint_config"))
        && bool_attr(block, "allow_external_traffic", Some((false, TF_CLUSTER))).truth().possible()
    {
        let why = "the control plane's DNS endpoint takes connections from everywhere, and only IAM decides who \
                   gets in";
        found.push(notice(record, why, source(block)));
    }
    found
}

fn notice(record: &Record, why: &str, at: Source) -> Notice {
    Notice {
        id: NoticeId::Unsupported,
        level: Level::Note,
        message: format!("`{}`: {why}", record.address),
        source: Some(at),
    }
}
