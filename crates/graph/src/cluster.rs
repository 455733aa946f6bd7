//! Which cluster a machine belongs to.
//!
//! Source: the tags that installers and managed services give their machines (kops at 268927e2, providers of
//! cluster-api), as listed in the research, read 2026-11-23.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Model, Tag};
use ringfence_packets::Traffic;

use crate::graph::Graph;
use crate::outsiders::Outsiders;
use crate::reach::Neighbours;

/// The machines of one cluster, or of several that share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Its name; machines of several clusters have several.
    pub names: BTreeSet<String>,
    /// Positions in the model, in order.
    pub machines: Vec<usize>,
}

impl Cluster {
    /// So many clusters of one stack are compared: each takes a look at the others' machines.
    pub const MOST: usize = 64;
}

/// The clusters of a model, by name.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    all: Vec<Cluster>,
    /// Position in `all` of each machine's.
    of_machines: Vec<Option<usize>>,
}

/// Keys of tags before a cluster's name.
const PREFIXES: [&str; 1] = ["kubernetes.io/cluster/"];

/// Ends of the keys of tags whose value is a cluster's name, after whatever its maker puts before.
const NAMED_BY: [&str; 4] = [":cluster-name", "/cluster-name", "k8s-cluster-name", "k8s-io-cluster-name"];

/// A tag of cluster-api: before this the maker, behind it the name.
const CLUSTER_API: (&str, &str) = ("sigs.k8s.io/cluster-api-provider-", "/cluster/");

impl Clusters {
    pub(crate) fn new(model: &Model) -> Self {
        let mut numbers: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
        let mut found = Self::default();
        for (at, machine) in model.machines.iter().enumerate() {
            let names: BTreeSet<String> = machine.about.tags.iter().filter_map(cluster_name).collect();
            let number = (!names.is_empty()).then(|| {
                *numbers.entry(names).or_insert_with_key(|names| {
                    found.all.push(Cluster { names: names.clone(), machines: Vec::new() });
                    found.all.len() - 1
                })
            });
            if let Some(cluster) = number.and_then(|number| found.all.get_mut(number)) {
                cluster.machines.push(at);
            }
            found.of_machines.push(number);
        }
        found
    }
}

impl Graph<'_> {
    /// The clusters that the machines' tags name.
    ///
    /// Shape: in the order of their first machines.
    /// Unknown: a machine without such a tag belongs to none of them, though it may belong to one.
    pub fn clusters(&self) -> &[Cluster] {
        &self.clusters.all
    }

    /// The cluster of a machine, by its position in the model.
    pub fn cluster_of(&self, machine: usize) -> Option<&Cluster> {
        self.clusters.all.get((*self.clusters.of_machines.get(machine)?)?)
    }

    /// For some machines of a cluster, the machines of other ones that can send them some traffic.
    ///
    /// Shape: as the machines that were asked about, each as [`Graph::outsiders`].
    pub fn foreigners(&self, of: &Cluster, asked: &[(usize, Traffic)]) -> Vec<Vec<Outsiders>> {
        let mut sources: Vec<Vec<usize>> = self.hosts.cohorts.iter().map(|_| Vec::new()).collect();
        let others = self.clusters.all.iter().filter(|other| other.names.is_disjoint(&of.names));
        let mut machines: Vec<usize> = others.flat_map(|other| other.machines.iter().copied()).collect();
        machines.sort_unstable();
        for machine in machines {
            if let Some(cohort) = self.hosts.number_of(machine).and_then(|at| sources.get_mut(at)) {
                cohort.push(machine);
            }
        }
        let sources = Neighbours::new(&self.hosts, sources);
        asked.iter().map(|(to, traffic)| self.reaching(*to, traffic, &sources)).collect()
    }
}

/// The cluster that a tag names.
///
/// Unknown: a name that is not known, in part or whole, is none.
fn cluster_name(tag: &Tag) -> Option<String> {
    let value = || tag.value.as_deref().filter(|value| !value.is_empty());
    let in_key = PREFIXES.iter().find_map(|prefix| tag.key.strip_prefix(prefix));
    let of_api = || Some(tag.key.strip_prefix(CLUSTER_API.0)?.split_once(CLUSTER_API.1)?.1);
    let by_value = || {
        let named = tag.key == "KubernetesCluster" || NAMED_BY.iter().any(|end| tag.key.ends_with(end));
        value().filter(|_| named)
    };
    let name = in_key.or_else(of_api).or_else(by_value)?;
    (!name.is_empty() && !name.contains("${")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_clusters() {
        let source = ringfence_model::Source::Documented { url: "https://example.com" };
        let name = |key: &str, value: &str| {
            let value = Some(value.to_owned());
            cluster_name(&Tag { key: key.into(), value, source: source.clone() })
        };
        assert_eq!(name("kubernetes.io/cluster/blue", "owned").as_deref(), Some("blue"));
        assert_eq!(name("KubernetesCluster", "blue.example.com").as_deref(), Some("blue.example.com"));
        assert_eq!(name("sigs.k8s.io/cluster-api-provider-x/cluster/blue", "owned").as_deref(), Some("blue"));
        assert_eq!(name("x:cluster-name", "blue").as_deref(), Some("blue"));
        assert_eq!(name("k8s-io-cluster-name", "blue").as_deref(), Some("blue"));
        assert_eq!(name("sigs.k8s.io/cluster-api-provider-x/role", "node"), None);
        assert_eq!(name("kubernetes.io/cluster/${var.name}", "owned"), None, "not known");
        assert_eq!(name("KubernetesCluster", ""), None);
        assert_eq!(name("Name", "blue"), None);
    }
}
