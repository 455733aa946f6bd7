//! Signs in tags, labels and network tags.
//!
//! Source: kops `pkg/model/names.go` and its generated configuration (commit 268927e2), kubespray
//! `contrib/terraform`, read 2026-11-23.

use ringfence_model::{About, Role, RoleSignal, Strength, Tag};

/// Words in the sign of a machine that serves the API without running etcd.
pub(super) const API_SERVER_ONLY: &str = "API server without etcd";

/// The signs in a resource's tags.
pub(super) fn signals(about: &About) -> Vec<RoleSignal> {
    about.tags.iter().filter_map(of_tag).collect()
}

fn of_tag(tag: &Tag) -> Option<RoleSignal> {
    let (role, strength) = by_key(&tag.key).or_else(|| by_value(tag)).or_else(|| by_mark(tag))?;
    let detail = if is_api_server(&tag.key) { format!(" ({API_SERVER_ONLY})") } else { String::new() };
    let why = match tag.value.as_deref() {
        Some(value) if !value.is_empty() => format!("tag `{}` is `{value}`{detail}", tag.key),
        _ => format!("tag `{}` is set{detail}", tag.key),
    };
    Some(RoleSignal { role, strength, kind: "tag", why, source: tag.source.clone() })
}

/// Key prefixes after which the role's word stands, with what may come before them: nothing, or (network
/// tags) the cluster's name.
const ROLE_KEYS: [(&str, bool); 3] = [
    ("k8s.io/role/", false),
    ("k8s.io/cluster-autoscaler/node-template/label/node-role.kubernetes.io/", false),
    ("k8s-io-role-", true),
];

fn by_key(key: &str) -> Option<(Role, Strength)> {
    for (prefix, anywhere) in ROLE_KEYS {
        let at = if anywhere { key.find(prefix) } else { key.starts_with(prefix).then_some(0) };
        if let Some(role) = at.and_then(|at| key.get(at + prefix.len()..)).and_then(role_word) {
            return Some((role, Strength::Definite));
        }
    }
    let etcd = key.strip_prefix("k8s.io/etcd/").or_else(|| key.strip_prefix("k8s-io-etcd-"));
    etcd.map(|_| (Role::Etcd, Strength::Definite))
}

/// Tags whose value names the role: `Role = "master"`, `kubespray-role`.
fn by_value(tag: &Tag) -> Option<(Role, Strength)> {
    let value = tag.value.as_deref()?;
    match tag.key.to_ascii_lowercase().as_str() {
        "kubespray-role" | "k8s-role" | "kubernetes-role" | "kubernetes.io/role" => {
            role_word(value).map(|role| (role, Strength::Definite))
        }
        "role" => role_word(value).map(|role| (role, Strength::Strong)),
        _ => None,
    }
}

/// A tag without value groups machines, for rules that name it: `prod-worker`. Its words say for which role,
/// those of an expression in it (`${var.node_prefix}`) do not; keys with a path belong to some tool.
fn by_mark(tag: &Tag) -> Option<(Role, Strength)> {
    let is_mark = tag.value.as_deref() == Some("") && !tag.key.contains('/');
    let role = super::names::role_in(&literal(&tag.key)).filter(|_| is_mark)?;
    Some((role, Strength::Strong))
}

/// A text without the expressions in it; each leaves a break between words.
fn literal(text: &str) -> String {
    let mut parts = text.split("${");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push('-');
        kept.push_str(part.rsplit_once('}').map_or("", |(_, after)| after));
    }
    kept
}

fn role_word(word: &str) -> Option<Role> {
    match word.to_ascii_lowercase().as_str() {
        "master" | "control-plane" | "controlplane" | "apiserver" | "api-server" => Some(Role::ControlPlane),
        "etcd" => Some(Role::Etcd),
        "node" | "worker" => Some(Role::Node),
        "bastion" => Some(Role::Bastion),
        _ => None,
    }
}

fn is_api_server(key: &str) -> bool {
    key.ends_with("apiserver") || key.ends_with("api-server")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_without_value_hint_at_the_role_of_their_group() {
        let source = ringfence_model::Source::Documented { url: "https://example.com" };
        let role = |key: &str, value: &str| {
            by_mark(&Tag { key: key.into(), value: Some(value.into()), source: source.clone() })
        };
        assert_eq!(role("prod-controller", ""), Some((Role::ControlPlane, Strength::Strong)));
        assert_eq!(role("${var.cluster}-worker", ""), Some((Role::Node, Strength::Strong)));
        assert_eq!(role("${var.node_prefix}-web", ""), None, "a variable's name is no sign");
        assert_eq!(role("prod-worker", "a"), None, "a key with a value is no group");
        assert_eq!(role("example.com/node-template/x", ""), None);
    }

    #[test]
    fn keys_and_network_tags_name_the_role() {
        for (key, role) in [
            ("k8s.io/role/control-plane", Some(Role::ControlPlane)),
            ("k8s.io/role/node", Some(Role::Node)),
            ("k8s-io-role-node", Some(Role::Node)),
            ("my-cluster-k8s-io-role-control-plane", Some(Role::ControlPlane)),
            ("k8s.io/etcd/main", Some(Role::Etcd)),
            ("kubernetes.io/role/elb", None),
            ("my-k8s.io/role/node", None),
            ("k8s.io/role/other", None),
        ] {
            assert_eq!(by_key(key).map(|(role, _)| role), role, "{key}");
        }
    }
}
