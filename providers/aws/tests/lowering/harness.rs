//! A stack of one file, lowered.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ringfence_model::{
    Attached, Direction, FilterRule, Link, LoadBalancer, Machine, ManagedCluster, Model, PacketFilter, Route,
    RouteTarget, Router, Source, Sources, Subnet, Truth, Volume,
};
use ringfence_packets::{AddressSet, Bound, Bounds, Protocol};
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_terraform::{DocumentKind, Options, document, load};

pub(crate) struct Lowered {
    pub(crate) model: Model,
    pub(crate) sources: Sources,
}

/// Lowers one file.
pub(crate) fn lower(text: &str) -> Lowered {
    let folder = new_folder();
    std::fs::write(folder.join("main.tf"), text).unwrap();
    let sources = Sources::default();
    let stack = load(&folder, &Options::default(), &sources);
    std::fs::remove_dir_all(&folder).unwrap();
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    Lowered { model, sources }
}

/// Lowers a state with these resources: type, name, attributes as JSON.
pub(crate) fn lower_state(resources: &[(&str, &str, &str)]) -> Lowered {
    let one = |(kind, name, attributes): &(&str, &str, &str)| {
        format!(
            "{{\"mode\":\"managed\",\"type\":\"{kind}\",\"name\":\"{name}\",\"provider\":\"provider[\\\"registry.terraform.io/hashicorp/aws\\\"]\",\"instances\":[{{\"schema_version\":0,\"attributes\":{attributes}}}]}}"
        )
    };
    let all: Vec<String> = resources.iter().map(one).collect();
    let text = format!(
        "{{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":1,\"lineage\":\"l\",\"outputs\":{{}},\"resources\":[{}]}}",
        all.join(",")
    );
    let folder = new_folder();
    let file = folder.join("terraform.tfstate");
    std::fs::write(&file, text).unwrap();
    let sources = Sources::default();
    let (_, stack) = document(&file, Some(DocumentKind::State), &Options::default(), &sources).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    Lowered { model, sources }
}

fn new_folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("lowering-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Lowered {
    pub(crate) fn filter(&self, id: &str) -> &PacketFilter {
        let found = self.model.filters.iter().find(|filter| filter.about.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no filter {id} among {:?}", self.filters()))
    }

    pub(crate) fn filters(&self) -> Vec<&str> {
        self.model.filters.iter().map(|filter| filter.about.id.as_str()).collect()
    }

    pub(crate) fn machine(&self, id: &str) -> &Machine {
        self.model.machines.iter().find(|machine| machine.about.id.as_str() == id).unwrap()
    }

    pub(crate) fn subnet(&self, id: &str) -> &Subnet {
        self.model.subnets.iter().find(|subnet| subnet.about.id.as_str() == id).unwrap()
    }

    pub(crate) fn balancer(&self, id: &str) -> &LoadBalancer {
        self.model.balancers.iter().find(|balancer| balancer.about.id.as_str() == id).unwrap()
    }

    pub(crate) fn router(&self, id: &str) -> &Router {
        let ids: Vec<&str> = self.model.routers.iter().map(|router| router.about.id.as_str()).collect();
        let found = self.model.routers.iter().find(|router| router.about.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no router {id} among {ids:?}"))
    }

    /// An attachment of a router: what stands there, whether it exists, and its table, `?` before what is possible.
    pub(crate) fn attachment(&self, router: &str, id: &str) -> (String, Truth, Vec<String>) {
        let router = self.router(router);
        let ids: Vec<&str> = router.attachments.iter().map(|one| one.id.as_str()).collect();
        let found = router.attachments.iter().find(|one| one.id.as_str() == id);
        let found = found.unwrap_or_else(|| panic!("no attachment {id} among {ids:?}"));
        let name = |link: &Link| link.id().map_or_else(|| "?".to_owned(), ToString::to_string);
        let to = match &found.to {
            Attached::Network(link) => name(link),
            Attached::Outside { id, ranges } => format!("{id} {}..{}", ranges.must, ranges.may),
            Attached::Router(link) => format!("router {}", name(link)),
        };
        (to, found.exists, found.routes.iter().map(route).collect())
    }

    pub(crate) fn volume(&self, id: &str) -> &Volume {
        let ids: Vec<&str> = self.model.volumes.iter().map(|v| v.about.id.as_str()).collect();
        let found = self.model.volumes.iter().find(|volume| volume.about.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no volume {id} among {ids:?}"))
    }

    pub(crate) fn cluster(&self) -> &ManagedCluster {
        &self.model.clusters[0]
    }

    /// The only inbound rule of a filter.
    pub(crate) fn inbound(&self, id: &str) -> &FilterRule {
        let all = self.inbounds(id);
        assert_eq!(all.len(), 1, "{all:#?}");
        all[0]
    }

    pub(crate) fn inbounds(&self, id: &str) -> Vec<&FilterRule> {
        self.filter(id).rules.iter().filter(|rule| rule.direction == Direction::Ingress).collect()
    }

    /// The traffic of the only inbound rule of `aws_security_group.g`, certain and possible.
    pub(crate) fn traffic(&self) -> (String, String) {
        let rule = self.inbound("aws_security_group.g");
        (rule.traffic.must.to_string(), rule.traffic.may.to_string())
    }

    /// The peers of a rule by name.
    pub(crate) fn peers(&self, rule: &FilterRule, bound: Bound) -> String {
        let peers = rule.peers.at(bound);
        let groups = peers.groups.named().filter_map(|group| self.model.groups.name(group));
        let groups: Vec<String> = groups.map(ToString::to_string).collect();
        match (peers.addresses.is_empty(), groups.is_empty()) {
            (true, _) => groups.join(", "),
            (false, true) => peers.addresses.to_string(),
            (false, false) => format!("{} and {}", peers.addresses, groups.join(", ")),
        }
    }

    /// The text that a source covers.
    pub(crate) fn text(&self, source: &Source) -> String {
        self.sources.text(source.span().unwrap())
    }

    /// Routes of a subnet: destination, certain or not, target.
    pub(crate) fn routes(&self, subnet: &str) -> Vec<String> {
        let kind =
            |target: &RouteTarget| format!("{target:?}").split(['(', '{', ' ']).next().unwrap().to_owned();
        let routes = self.subnet(subnet).routes.iter();
        routes.map(|r| format!("{}{} {}", doubt(&r.to), r.to.may, kind(&r.target))).collect()
    }

    /// The same with the targets' ids.
    pub(crate) fn targets(&self, subnet: &str) -> Vec<String> {
        self.subnet(subnet).routes.iter().map(route).collect()
    }
}

fn doubt(to: &Bounds<AddressSet>) -> &'static str {
    if to.is_exact() { "" } else { "? " }
}

fn route(route: &Route) -> String {
    let target = match &route.target {
        RouteTarget::Internet(id)
        | RouteTarget::OutboundOnly(id)
        | RouteTarget::Router(id)
        | RouteTarget::Attachment(id)
        | RouteTarget::Service(id)
        | RouteTarget::Middlebox(id) => id.to_string(),
        RouteTarget::Dropped => "dropped".to_owned(),
        RouteTarget::Unknown(_) => "?".to_owned(),
    };
    format!("{}{} {target}", doubt(&route.to), route.to.may)
}

/// Links by their ids, `?` for an unknown one.
pub(crate) fn ids(links: &[ringfence_model::Link]) -> Vec<String> {
    links.iter().map(|link| link.id().map_or_else(|| "?".to_owned(), ToString::to_string)).collect()
}

pub(crate) fn world() -> AddressSet {
    AddressSet::all_v4()
}

pub(crate) const TCP: Protocol = Protocol::TCP;
