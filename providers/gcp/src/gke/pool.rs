//! Node pools: groups of nodes that GKE keeps.

use ringfence_model::{
    About, Attr, Evidence, Interface, Link, Machine, MachineKind, ResourceId, Role, RoleSignal, Source,
    Strength, Tag, Truth, Volume,
};
use ringfence_provider::{Fields, about, bool_attr, source, tags};
use ringfence_terraform::{Record, Value};

use super::cluster::{network, node_group, private_nodes, subnet};
use super::metadata;
use crate::compute::{labels_and_tags, secure_tags, tag_groups};
use crate::iam::attach_nodes;
use crate::kinds::{CLUSTER, NETWORK};
use crate::list::elements;
use crate::network::{network_of, subnet_link};
use crate::pages::{DISK_ENCRYPTION, TF_CLUSTER};
use crate::stack::{Lowered, Stack};

/// The nodes that a cluster makes by itself: its default pool, pools written in it, or Autopilot's nodes.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`remove_default_node_pool`, `node_pool`, `enable_autopilot`), read 2026-11-23.
pub(crate) fn of_cluster(stack: &Stack<'_>, out: &mut Lowered<'_>, record: &Record) {
    if autopilot(record).truth().certain() {
        let defaults = record.block("cluster_autoscaling");
        let defaults = defaults.and_then(|block| block.block("auto_provisioning_defaults"));
        return add(stack, out, header(record, "autopilot", Truth::Yes), (Some(record), None, defaults));
    }
    let inline = elements(record.get("node_pool"));
    for (at, pool) in inline.items.iter().enumerate() {
        let about = header(record, &format!("node_pool[{at}]"), Truth::from(!pool.maybe).or(Truth::Unknown));
        let position = out.model.machines.len();
        add(stack, out, about, (Some(record), Some(pool), pool.block("node_config")));
        if let (Some(network), Some(machine)) =
            (pool.block("network_config"), out.model.machines.get_mut(position))
        {
            configure(stack, machine, network);
        }
    }
    let removed = bool_attr(record, "remove_default_node_pool", Some((false, TF_CLUSTER)));
    if inline.is_empty() && removed.truth() != Truth::Yes {
        let about = header(record, "default_node_pool", removed.truth().negate());
        add(stack, out, about, (Some(record), None, record.block("node_config")));
    }
}

/// A pool that stands by itself.
pub(crate) fn standalone(stack: &Stack<'_>, out: &mut Lowered<'_>, record: &Record) {
    let cluster = record.get("cluster").and_then(|value| CLUSTER.record(&stack.records, value));
    let mut header = about(record, "GKE node pool");
    header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
    let at = out.model.machines.len();
    add(stack, out, header, (cluster, None, record.block("node_config")));
    let Some(network) = record.block("network_config") else { return };
    if let Some(machine) = out.model.machines.get_mut(at) {
        configure(stack, machine, network);
    }
}

/// What a pool says of its nodes' network: whether they are private, and further interfaces.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool>
/// (`network_config`: `enable_private_nodes`, `subnetwork`, `additional_node_network_configs`), read 2026-11-23 in part.
fn configure(stack: &Stack<'_>, machine: &mut Machine, network: &Value) {
    if let Some(first) = machine.interfaces.first_mut() {
        if network.get("enable_private_nodes").is_some() {
            first.public_v4 = bool_attr(network, "enable_private_nodes", None).map(|private| !private);
        }
        if let Some(value) = network.get("subnetwork").filter(|value| value.as_str() != Some("")) {
            first.subnets = vec![subnet_link(stack, value)];
        }
    }
    for other in network.nested("additional_node_network_configs") {
        let network = other.get("network").map(|value| NETWORK.link(&stack.records, value));
        let subnet = other.get("subnetwork").map(|value| subnet_link(stack, value));
        let none = Attr::Default { value: false, source: Source::Documented { url: TF_CLUSTER } };
        machine.interfaces.push(Interface {
            network: network.or_else(|| Some(network_of(stack, subnet.as_ref()?))),
            subnets: subnet.into_iter().collect(),
            public_v4: none.clone(),
            public_v6: none,
            ..Interface::new(&machine.about.id)
        });
    }
}

/// Whether GKE manages the nodes.
pub(crate) fn autopilot(record: &Record) -> Attr<bool> {
    bool_attr(record, "enable_autopilot", Some((false, TF_CLUSTER)))
}

fn header(record: &Record, part: &str, exists: Truth) -> About {
    let mut header = about(record, "GKE node pool");
    header.id = ResourceId::new(format!("{}.{part}", record.address));
    header.exists = record.exists.and(exists);
    header
}

/// Adds the nodes of a pool: cluster, the block of the pool, the block that configures its nodes.
fn add(
    stack: &Stack<'_>,
    out: &mut Lowered<'_>,
    mut about: About,
    (cluster, pool, config): (Option<&Record>, Option<&Value>, Option<&Value>),
) {
    let network = cluster.map(|record| network(stack, record));
    let subnet = cluster.zip(network.as_ref()).and_then(|(record, network)| subnet(stack, record, network));
    let attached = attach_nodes(stack, out, config);
    about.tags = config.map(labels_and_tags).unwrap_or_default();
    about.tags.extend(tags(config.and_then(|config| config.get("resource_labels"))));
    about.tags.extend(cluster.and_then(cluster_label));
    about.tags.sort_by(|a, b| a.key.cmp(&b.key));
    let mut groups = config.map(|config| tag_groups(config, network.as_ref())).unwrap_or_default();
    groups.extend(node_link(cluster, network.as_ref()));
    groups.extend(attached.group);
    groups.extend(secure_tags(stack, config.and_then(|config| config.get("resource_manager_tags"))));
    let volume = boot_disk(&about, config);
    let machine = Machine {
        kind: MachineKind::Group,
        parts: Vec::new(),
        evidence: placed(&about, network.as_ref()),
        interfaces: vec![Interface {
            network,
            subnets: subnet.into_iter().collect(),
            public_v4: public(cluster, pool),
            groups,
            ..Interface::new(&about.id)
        }],
        identity: attached.identity,
        metadata: metadata::of_nodes(cluster, config),
        payloads: Vec::new(),
        volumes: vec![volume.about.id.clone()],
        signals: vec![type_sign(&about)],
        about,
    };
    out.model.volumes.push(volume);
    out.model.machines.push(machine);
}

/// The label that GKE gives every node.
///
/// Source: signs of roles and clusters as listed in the research (`goog-k8s-cluster-name`), read 2026-11-23.
fn cluster_label(cluster: &Record) -> Option<Tag> {
    let name = cluster.get("name")?;
    let value = name.as_str().map(str::to_owned);
    Some(Tag { key: "goog-k8s-cluster-name".to_owned(), value, source: source(name) })
}

/// Nodes have public addresses unless they are private; a pool may say otherwise than its cluster.
fn public(cluster: Option<&Record>, pool: Option<&Value>) -> Attr<bool> {
    let own = pool.and_then(|pool| pool.block("network_config"));
    if let Some(block) = own.filter(|block| block.get("enable_private_nodes").is_some()) {
        return bool_attr(block, "enable_private_nodes", None).map(|private| !private);
    }
    match cluster {
        Some(record) => private_nodes(record).map(|private| !private),
        None => Attr::Unknown(ringfence_model::Gap {
            kind: ringfence_model::GapKind::OutsideInput,
            what: "whether the cluster's nodes are private".to_owned(),
            source: None,
        }),
    }
}

fn node_link(cluster: Option<&Record>, network: Option<&Link>) -> Option<Link> {
    match (cluster, network) {
        (Some(record), Some(Link::To { id, source })) => {
            Some(Link::To { id: node_group(id, &record.address), source: source.clone() })
        }
        (_, Some(Link::Unknown(gap))) => Some(Link::Unknown(gap.clone())),
        _ => None,
    }
}

/// Every node boots from a disk that is encrypted with Google's key, or the customer's.
///
/// Source: <https://cloud.google.com/compute/docs/disks/disk-encryption>, read 2026-11-23.
fn boot_disk(about: &About, config: Option<&Value>) -> Volume {
    let documented = || Source::Documented { url: DISK_ENCRYPTION };
    let key = match config.and_then(|config| config.get("boot_disk_kms_key")) {
        Some(value) => Attr::Set {
            value: Some(ResourceId::new(value.as_str().unwrap_or("a key of the customer"))),
            source: Source::File(value.origin.used_at()),
        },
        None => Attr::Default { value: None, source: documented() },
    };
    Volume {
        about: About {
            id: ResourceId::new(format!("{}.boot_disk", about.id)),
            kind: "disk",
            name: None,
            tags: Vec::new(),
            ..about.clone()
        },
        encrypted: Attr::Default { value: true, source: documented() },
        key,
        root: true,
        device: None,
    }
}

fn type_sign(about: &About) -> RoleSignal {
    RoleSignal {
        role: Role::Node,
        strength: Strength::Definite,
        kind: "type",
        why: "a GKE node pool is a group of nodes".to_owned(),
        source: about.declared_at.clone(),
    }
}

fn placed(about: &About, network: Option<&Link>) -> Vec<Evidence> {
    let at = network.and_then(Link::source);
    at.map(|at| Evidence::new(&about.id, "its cluster's network", at)).into_iter().collect()
}
