//! Signs of a machine's role that only this cloud has: tags of its services and tools, its images, its scripts.

use ringfence_model::{Document, ResourceId, Role, RoleSignal, Source, Strength, Tag};
use ringfence_provider::{Fields, Records, shown, source};

use super::launch::Launch;
use crate::naming::NODE_POLICY;
use crate::stack::Stack;

/// Tag keys that EKS, eksctl and Karpenter set on nodes; a prefix if it ends in `/` or `:`.
///
/// Source: EKS User Guide, managed node groups; eksctl and Karpenter documentation (read 2026-11-23).
const NODE_TAGS: [&str; 7] = [
    "aws:eks:cluster-name",
    "eks:cluster-name",
    "eks:nodegroup-name",
    "alpha.eksctl.io/",
    "karpenter.sh/nodepool",
    "karpenter.sh/provisioner-name",
    "karpenter.k8s.aws/",
];

/// The role tag of Cluster API's provider for this cloud.
///
/// Source: cluster-api-provider-aws, `api/v1beta2/tags.go` (read 2026-11-23).
const CLUSTER_API_ROLE: &str = "sigs.k8s.io/cluster-api-provider-aws/role";

/// Words of EKS's boot scripts.
///
/// Source: EKS User Guide, launch templates and self-managed nodes (read 2026-11-23).
const NODE_SCRIPTS: [&str; 3] = ["/etc/eks/bootstrap.sh", "node.eks.aws/", "[settings.kubernetes]"];

/// Image names and parameters of the images for nodes.
///
/// Source: EKS User Guide, optimized images (read 2026-11-23).
const NODE_IMAGES: [&str; 4] =
    ["amazon-eks-node", "amazon-eks-gpu-node", "bottlerocket-aws-k8s", "/aws/service/eks/optimized-ami"];

/// All signs of one machine; `role` is the one it acts as.
pub(super) fn of_machine(
    stack: &Stack<'_>,
    launch: &Launch<'_>,
    tags: &[Tag],
    payloads: &[Document],
    role: Option<&ResourceId>,
) -> Vec<RoleSignal> {
    let mut found: Vec<RoleSignal> = tags.iter().filter_map(of_tag).collect();
    found.extend(payloads.iter().filter_map(of_script));
    found.extend(of_image(&stack.records, launch));
    found.extend(role.and_then(|role| of_policy(stack, role)));
    found
}

fn of_policy(stack: &Stack<'_>, role: &ResourceId) -> Option<RoleSignal> {
    let policy = stack.node_policies().of(role).first()?.record.field("policy_arn")?;
    Some(RoleSignal {
        role: Role::Node,
        strength: Strength::Strong,
        kind: "policy",
        why: format!("its role has the policy `{NODE_POLICY}`"),
        source: source(policy),
    })
}

fn of_tag(tag: &Tag) -> Option<RoleSignal> {
    let open = |key: &str| key.ends_with('/') && tag.key.starts_with(key);
    let role = if NODE_TAGS.iter().any(|key| *key == tag.key || open(key)) {
        Role::Node
    } else if tag.key == CLUSTER_API_ROLE {
        match tag.value.as_deref()? {
            "control-plane" | "apiserver" => Role::ControlPlane,
            "node" => Role::Node,
            "bastion" => Role::Bastion,
            _ => return None,
        }
    } else {
        return None;
    };
    let value = tag.value.as_deref().filter(|value| !value.is_empty());
    let why = value.map_or_else(
        || format!("tag `{}` is set", tag.key),
        |value| format!("tag `{}` is `{value}`", tag.key),
    );
    Some(RoleSignal { role, strength: Strength::Definite, kind: "tag", why, source: tag.source.clone() })
}

fn of_script(document: &Document) -> Option<RoleSignal> {
    let (at, word) = NODE_SCRIPTS.iter().find_map(|word| Some((document.text.find(word)?, word)))?;
    Some(RoleSignal {
        role: Role::Node,
        strength: Strength::Definite,
        kind: "boot payload",
        why: format!("`{word}` in its {}", document.name),
        source: document.source_of(at, word.len()),
    })
}

/// The image: named outright, or looked up by a name with wildcards.
fn of_image(records: &Records<'_>, launch: &Launch<'_>) -> Option<RoleSignal> {
    let value = ["ami", "image_id"].iter().find_map(|name| launch.field(name))?;
    let looked_up = records.record(value, &[]);
    let filters = looked_up.map(|record| record.nested("filter")).unwrap_or_default();
    let values = filters.iter().flat_map(|filter| filter.nested("values"));
    let names = looked_up.and_then(|record| record.field("name")).into_iter().chain([value]).chain(values);
    let of_nodes = |text: &str| NODE_IMAGES.iter().any(|image| text.contains(image));
    let name = names.into_iter().find(|name| name.as_str().is_some_and(of_nodes))?;
    Some(RoleSignal {
        role: Role::Node,
        strength: Strength::Strong,
        kind: "image",
        why: format!("its image is {}", shown(name)),
        source: source(name),
    })
}

/// The sign that a service runs a machine as a node of its cluster.
pub(super) fn managed_node(why: &str, at: &Source) -> RoleSignal {
    RoleSignal {
        role: Role::Node,
        strength: Strength::Definite,
        kind: "type",
        why: why.to_owned(),
        source: at.clone(),
    }
}
