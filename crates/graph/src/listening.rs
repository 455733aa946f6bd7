//! On which ports API servers and etcd members listen, and what says so.
//!
//! Source: kops `pkg/wellknownports` (commit 268927e2), etcd configuration options
//! <https://etcd.io/docs/v3.6/op-guide/configuration/>, kubeadm and Kubernetes ports
//! <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, read 2026-11-23.

use std::collections::BTreeMap;

use ringfence_model::{Document, Evidence, Machine, Model, ResourceId, Source};
use ringfence_packets::{PortSet, Protocol, Traffic};

/// A port that a process listens on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListeningPort {
    /// The TCP port.
    pub port: u16,
    /// What listens there.
    pub purpose: Purpose,
    /// Which of several: "etcd-manager-cilium"; empty if there is but one.
    pub of: String,
    /// True if nothing in the input says so and the default is assumed.
    pub assumed: bool,
    /// What says so.
    pub evidence: Evidence,
}

/// What listens on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// The Kubernetes API.
    Api,
    /// etcd for its clients.
    EtcdClient,
    /// etcd for its other members.
    EtcdPeer,
    /// What machines that join the cluster boot from.
    Bootstrap,
    /// The kubelet, for everybody.
    KubeletReadOnly,
}

/// The TCP traffic that reaches any of these ports.
pub(crate) fn traffic<'a>(ports: impl Iterator<Item = &'a ListeningPort>) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::from_ranges(ports.map(|p| (p.port, p.port))))
}

const PORTS_PAGE: Source =
    Source::Documented { url: "https://kubernetes.io/docs/reference/networking/ports-and-protocols/" };

/// Ports of the API server on a control-plane machine.
pub(crate) fn api(machine: &Machine) -> Vec<ListeningPort> {
    let mut found = Vec::new();
    for document in &machine.payloads {
        for flag in ["--secure-port=", "--apiserver-bind-port=", "--apiserver-bind-port ", "bindPort: "] {
            let numbers = numbers_after(document, flag).filter(|(port, _)| *port != 0);
            found.extend(numbers.map(|(port, evidence)| ListeningPort {
                port,
                purpose: Purpose::Api,
                of: String::new(),
                assumed: false,
                evidence,
            }));
        }
    }
    if found.is_empty() {
        found.push(kops(machine).unwrap_or_else(|| assumed(&machine.about.id, 6443, Purpose::Api)));
    }
    found
}

/// What shows that kops made a machine: its tags and payloads.
pub(crate) fn kops_sign(machine: &Machine) -> Option<Source> {
    let tag = machine.about.tags.iter().find(|tag| {
        tag.key.starts_with("kops.k8s.io/")
            || tag.key.starts_with("kops-k8s-io")
            || tag.key.starts_with("k8s-io-role-")
    });
    let in_payload = || {
        let document = machine.payloads.iter().find(|document| document.text.contains("NodeupConfigHash"))?;
        let at = document.text.find("NodeupConfigHash")?;
        Some(document.source_of(at, "NodeupConfigHash".len()))
    };
    tag.map(|tag| tag.source.clone()).or_else(in_payload)
}

/// kops serves the API on 443.
fn kops(machine: &Machine) -> Option<ListeningPort> {
    let source = kops_sign(machine)?;
    let evidence = Evidence::new(&machine.about.id, "made by kops, which serves the API on tcp 443", &source);
    Some(ListeningPort { port: 443, purpose: Purpose::Api, of: String::new(), assumed: false, evidence })
}

/// Ports of the etcd members of a machine: from its own payloads, else from the stack's manifests, else the
/// defaults.
pub(crate) fn etcd(machine: &Machine, of_stack: &[ListeningPort]) -> Vec<ListeningPort> {
    let own = etcd_in(machine.payloads.iter());
    if !own.is_empty() {
        return own;
    }
    if !of_stack.is_empty() {
        return of_stack.to_vec();
    }
    let id = &machine.about.id;
    vec![assumed(id, 2379, Purpose::EtcdClient), assumed(id, 2380, Purpose::EtcdPeer)]
}

/// Ports of etcd members that manifests of the stack tell of.
pub(crate) fn etcd_of_stack(model: &Model) -> Vec<ListeningPort> {
    etcd_in(model.documents.iter())
}

fn assumed(id: &ResourceId, port: u16, purpose: Purpose) -> ListeningPort {
    let fact = match purpose {
        Purpose::Api => format!("tcp {port} is the default port of the API server"),
        Purpose::EtcdClient => format!("tcp {port} is etcd's default client port"),
        Purpose::EtcdPeer => format!("tcp {port} is etcd's default peer port"),
        Purpose::Bootstrap | Purpose::KubeletReadOnly => format!("tcp {port} is a default port"),
    };
    let evidence = Evidence::new(id, fact, &PORTS_PAGE);
    ListeningPort { port, purpose, of: String::new(), assumed: true, evidence }
}

/// Flags and variables after which etcd's URLs stand.
const URL_FLAGS: [(&str, Purpose); 14] = [
    ("--client-urls=", Purpose::EtcdClient),
    ("--listen-client-urls=", Purpose::EtcdClient),
    ("--listen-client-urls ", Purpose::EtcdClient),
    ("ETCD_LISTEN_CLIENT_URLS=", Purpose::EtcdClient),
    ("listen-client-urls: ", Purpose::EtcdClient),
    ("ETCD_ADVERTISE_CLIENT_URLS=", Purpose::EtcdClient),
    ("--peer-urls=", Purpose::EtcdPeer),
    ("--listen-peer-urls=", Purpose::EtcdPeer),
    ("--listen-peer-urls ", Purpose::EtcdPeer),
    ("ETCD_LISTEN_PEER_URLS=", Purpose::EtcdPeer),
    ("listen-peer-urls: ", Purpose::EtcdPeer),
    ("ETCD_INITIAL_ADVERTISE_PEER_URLS=", Purpose::EtcdPeer),
    ("name: listen-client-urls", Purpose::EtcdClient),
    ("name: listen-peer-urls", Purpose::EtcdPeer),
];

fn etcd_in<'a>(documents: impl Iterator<Item = &'a Document>) -> Vec<ListeningPort> {
    let mut found: BTreeMap<(u16, Purpose), ListeningPort> = BTreeMap::new();
    for document in documents {
        if !document.text.contains("etcd") && !document.text.contains("ETCD") {
            continue;
        }
        for (flag, purpose) in URL_FLAGS {
            for (at, _) in document.text.match_indices(flag) {
                for (port, offset, length) in url_ports(&document.text, at + flag.len()) {
                    let what = if purpose == Purpose::EtcdPeer { "its peers" } else { "clients" };
                    let fact =
                        format!("etcd listens for {what} on tcp {port}, says `{}`", short(&document.name));
                    let source = document.source_of(offset, length);
                    let evidence = Evidence { subject: document.id.clone(), fact: fact.into(), source };
                    let of = etcd_name(&document.text).unwrap_or_default();
                    found.entry((port, purpose)).or_insert(ListeningPort {
                        port,
                        purpose,
                        of,
                        assumed: false,
                        evidence,
                    });
                }
            }
        }
    }
    found.into_values().collect()
}

fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Which of several etcd clusters a manifest is for: `cilium` of `--volume-name-tag=k8s.io/etcd/cilium`.
fn etcd_name(text: &str) -> Option<String> {
    let (_, rest) = text
        .split_once("--volume-name-tag=k8s.io/etcd/")
        .or_else(|| text.split_once("name: etcd-manager-"))?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Ports in a comma-separated list of URLs that other machines can reach (not the loopback's), with the place
/// of each URL.
///
/// Units: bytes of `text`.
fn url_ports(text: &str, start: usize) -> Vec<(u16, usize, usize)> {
    let rest = text.get(start..).unwrap_or("");
    // kubeadm's newer form puts the value on a line of its own.
    let rest = rest.trim_start().strip_prefix("value:").map_or(rest, str::trim_start);
    let rest = rest.trim_start_matches(['"', '\'']);
    let start = text.len() - rest.len();
    let end = rest.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').unwrap_or(rest.len());
    let mut found = Vec::new();
    let mut at = start;
    for url in rest.get(..end).unwrap_or("").split(',') {
        if let Some(port) = url_port(url) {
            found.push((port, at, url.len()));
        }
        at += url.len() + 1;
    }
    found
}

fn url_port(url: &str) -> Option<u16> {
    let (_, authority) = url.split_once("://")?;
    let (host, rest) = authority.rsplit_once(':')?;
    if matches!(host, "127.0.0.1" | "localhost" | "[::1]") {
        return None;
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..digits)?.parse().ok().filter(|port| *port != 0)
}

/// The numbers that stand in a document behind a flag; 0, which turns a port off, among them.
pub(crate) fn numbers_after<'a>(
    document: &'a Document,
    flag: &'a str,
) -> impl Iterator<Item = (u16, Evidence)> + 'a {
    document.text.match_indices(flag).filter_map(move |(at, _)| {
        let rest = document.text.get(at + flag.len()..)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let port: u16 = rest.get(..digits)?.parse().ok()?;
        let source = document.source_of(at, flag.len() + digits);
        let fact = format!("`{}{port}` in its {}", flag, document.name);
        Some((port, Evidence { subject: document.id.clone(), fact: fact.into(), source }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_give_ports_that_others_can_reach() {
        let text = "--listen-client-urls=https://10.0.0.1:2379,https://127.0.0.1:2379,https://${ip}:4001 x";
        let ports: Vec<u16> = url_ports(text, "--listen-client-urls=".len()).iter().map(|p| p.0).collect();
        assert_eq!(ports, [2379, 4001]);
        let (_, at, length) = url_ports(text, "--listen-client-urls=".len())[1];
        assert_eq!(&text[at..at + length], "https://${ip}:4001");
        let kubeadm = "- name: listen-client-urls\n  value: \"https://10.0.0.1:2479\"";
        assert_eq!(url_ports(kubeadm, "- name: listen-client-urls".len()).first().map(|p| p.0), Some(2479));
        assert_eq!(url_port("https://__name__:4003/"), Some(4003));
        assert_eq!(url_port("https://[::]:2379"), Some(2379));
        assert_eq!(url_port("unix:///run/etcd.sock"), None);
    }

    #[test]
    fn a_manifest_names_its_cluster() {
        assert_eq!(etcd_name("- --volume-name-tag=k8s.io/etcd/cilium\n").as_deref(), Some("cilium"));
        assert_eq!(etcd_name("nothing"), None);
    }
}
