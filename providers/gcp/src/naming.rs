//! Which records name which resource: routes and peerings of networks, attached disks, members of pools.

use std::collections::HashMap;
use std::sync::OnceLock;

use ringfence_model::{Attr, Gap, Link, ListenerSource, ResourceId, Source};
use ringfence_provider::{Naming, source};
use ringfence_terraform::Value;

use crate::balancer::{Region, proxy_subnets, regions};
use crate::compute::{MANAGED, bound_tags};
use crate::kind::Kind;
use crate::kinds::{CLUSTER, ENDPOINT_GROUP, INSTANCE, NETWORK, SECURITY_POLICY, TARGET_POOL, VPN_TUNNEL};
use crate::list::elements;
use crate::network::network_of_record;
use crate::stack::Stack;

/// Every such index, each worked out when it is first asked for: most stacks have no such resources.
#[derive(Debug, Default)]
pub(crate) struct Namings<'a> {
    routes: OnceLock<Naming<'a>>,
    pools: OnceLock<Naming<'a>>,
    security_rules: OnceLock<Naming<'a>>,
    endpoints: OnceLock<Naming<'a>>,
    tunnel_routes: OnceLock<Naming<'a>>,
    bound_tags: OnceLock<HashMap<ResourceId, Vec<Link>>>,
    attached_disks: OnceLock<Naming<'a>>,
    pooled: OnceLock<Pooled<'a>>,
    external_v6: OnceLock<HashMap<ResourceId, Source>>,
    proxy_subnets: OnceLock<Attr<ListenerSource>>,
    regions: OnceLock<Vec<Region>>,
}

/// Managed groups by the target pools they join.
#[derive(Debug)]
pub(crate) struct Pooled<'a> {
    pub(crate) groups: Naming<'a>,
    /// Why any pool may have members that could not be seen.
    pub(crate) unseen: Vec<Gap>,
}

impl<'a> Stack<'a> {
    /// By what an attribute of records of these types names.
    fn naming(&self, types: &[&str], attribute: &str, kind: &Kind) -> Naming<'a> {
        let records = self.records.of_types(types);
        let values = records.filter_map(|record| Some((record, record.get(attribute)?)));
        Naming::new(values.map(|(record, value)| (record, value, kind.link(&self.records, value))))
    }

    /// Routes by network.
    pub(crate) fn routes(&self) -> &Naming<'a> {
        self.namings.routes.get_or_init(|| self.naming(&["google_compute_route"], "network", &NETWORK))
    }

    /// Subnets by region and network.
    pub(crate) fn regions(&self) -> &[Region] {
        self.namings.regions.get_or_init(|| regions(self))
    }

    /// Rules that stand by themselves, by the security policy they belong to.
    pub(crate) fn security_rules(&self) -> &Naming<'a> {
        let types = ["google_compute_region_security_policy_rule", "google_compute_security_policy_rule"];
        let make = || self.naming(&types, "security_policy", &SECURITY_POLICY);
        self.namings.security_rules.get_or_init(make)
    }

    /// Node pools by their cluster.
    pub(crate) fn pools(&self) -> &Naming<'a> {
        let types = ["google_container_node_pool"];
        self.namings.pools.get_or_init(|| self.naming(&types, "cluster", &CLUSTER))
    }

    /// Endpoints by their group.
    pub(crate) fn endpoints(&self) -> &Naming<'a> {
        let types = ["google_compute_network_endpoint", "google_compute_network_endpoints"];
        let make = || self.naming(&types, "network_endpoint_group", &ENDPOINT_GROUP);
        self.namings.endpoints.get_or_init(make)
    }

    /// Routes by the tunnel that they lead to.
    pub(crate) fn tunnel_routes(&self) -> &Naming<'a> {
        let types = ["google_compute_route"];
        self.namings.tunnel_routes.get_or_init(|| self.naming(&types, "next_hop_vpn_tunnel", &VPN_TUNNEL))
    }

    /// Secure tags that resources of their own bind, by machine.
    pub(crate) fn bound_tags(&self) -> &HashMap<ResourceId, Vec<Link>> {
        self.namings.bound_tags.get_or_init(|| bound_tags(self))
    }

    /// Disks that resources of their own attach, by instance.
    pub(crate) fn attached_disks(&self) -> &Naming<'a> {
        let types = ["google_compute_attached_disk"];
        self.namings.attached_disks.get_or_init(|| self.naming(&types, "instance", &INSTANCE))
    }

    /// Managed groups by the target pools they join.
    pub(crate) fn pooled(&self) -> &Pooled<'a> {
        self.namings.pooled.get_or_init(|| {
            let mut links = Vec::new();
            let mut unseen = Vec::new();
            for record in self.records.of_types(&MANAGED) {
                let pools = elements(record.get("target_pools"));
                unseen.extend(pools.gaps);
                let named = pools.items.iter().flat_map(|value: &'a Value| {
                    let links = TARGET_POOL.links(&self.records, value).into_iter();
                    links.map(move |link| (record, value, link))
                });
                for (record, value, link) in named {
                    match link {
                        Link::Unknown(gap) => unseen.push(gap),
                        link @ Link::To { .. } => links.push((record, value, link)),
                    }
                }
            }
            Pooled { groups: Naming::new(links), unseen }
        })
    }

    /// The addresses of proxies that stand in subnets of their own.
    pub(crate) fn proxy_subnets(&self) -> &Attr<ListenerSource> {
        self.namings.proxy_subnets.get_or_init(|| proxy_subnets(self))
    }

    /// Where the first subnet of a network says that its machines can have addresses of the IPv6 internet.
    pub(crate) fn external_v6(&self, network: &ResourceId) -> Option<&Source> {
        let by_network = self.namings.external_v6.get_or_init(|| {
            let mut found = HashMap::new();
            for record in self.records.of_type("google_compute_subnetwork") {
                let access = record.get("ipv6_access_type");
                let access = access.filter(|value| value.as_str().is_none_or(|text| text == "EXTERNAL"));
                let network = network_of_record(self, record);
                if let (Some(access), Some(network)) = (access, network.id()) {
                    found.entry(network.clone()).or_insert_with(|| source(access));
                }
            }
            found
        });
        by_network.get(network)
    }
}
