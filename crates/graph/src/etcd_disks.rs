//! Which disks hold etcd's data.

use std::collections::HashSet;

use ringfence_model::{Evidence, Model, Role};

use crate::index::Index;
use crate::roles::{Classification, Subject};

/// A disk that holds etcd's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtcdDisk {
    /// Position in [`Model::volumes`].
    pub volume: usize,
    /// Whether that is certain (a tag) or follows from where etcd keeps its data by default.
    pub certain: bool,
    /// What says so.
    pub evidence: Evidence,
}

/// The disks that hold etcd's data: those whose tags or name say so; where a stack has none, the disks of its
/// etcd members (data disks if there are any, else the root disk, where `/var/lib/etcd` lies).
pub(crate) fn find(model: &Model, index: &Index, classes: &[Classification]) -> Vec<EtcdDisk> {
    let mut found: Vec<EtcdDisk> = (0..model.volumes.len()).filter_map(|at| named(model, at)).collect();
    let known: HashSet<usize> = found.iter().map(|disk| disk.volume).collect();
    // Disks that no machine names here are attached while the cluster runs: they hold the data.
    let attached = model.machines.iter().flat_map(|machine| &machine.volumes);
    let attached: HashSet<usize> = attached.filter_map(|id| index.volume(id)).collect();
    if found.iter().all(|disk| attached.contains(&disk.volume)) {
        let members = classes.iter().filter(|class| class.plays(Role::Etcd));
        found.extend(members.flat_map(|class| unnamed(model, index, class, &known)));
    }
    found.sort_by_key(|disk| (disk.volume, !disk.certain));
    found.dedup_by_key(|disk| disk.volume);
    found
}

/// The disks of an etcd member none of whose disks says that it holds the data.
fn unnamed(model: &Model, index: &Index, class: &Classification, known: &HashSet<usize>) -> Vec<EtcdDisk> {
    let machine = match class.subject {
        Subject::Machine(at) => model.machines.get(at),
        Subject::Balancer(_) | Subject::Cluster(_) => None,
    };
    let Some(machine) = machine else { return Vec::new() };
    let own: Vec<usize> = machine.volumes.iter().filter_map(|id| index.volume(id)).collect();
    if own.iter().any(|volume| known.contains(volume)) {
        return Vec::new();
    }
    let why = class.sign_for(Role::Etcd).map_or("", |sign| sign.why.as_str());
    let is_data = |volume: &usize| model.volumes.get(*volume).is_some_and(|volume| !volume.root);
    let data: Vec<usize> = own.iter().copied().filter(is_data).collect();
    let holding = if data.is_empty() { own } else { data };
    let disk = |volume| EtcdDisk {
        volume,
        certain: false,
        evidence: Evidence::new(
            &class.id,
            format!("`{}` is an etcd member ({why}), and this is where it keeps its data", class.id),
            &machine.about.declared_at,
        ),
    };
    holding.into_iter().map(disk).collect()
}

fn named(model: &Model, at: usize) -> Option<EtcdDisk> {
    let about = &model.volumes.get(at)?.about;
    let by_key = about
        .tags
        .iter()
        .find(|tag| tag.key.starts_with("k8s.io/etcd/") || tag.key.starts_with("k8s-io-etcd-"));
    if let Some(tag) = by_key {
        let evidence = Evidence::new(&about.id, format!("tag `{}` marks etcd's disk", tag.key), &tag.source);
        return Some(EtcdDisk { volume: at, certain: true, evidence });
    }
    let tag_name = about.tags.iter().find(|tag| tag.key == "Name");
    let named = tag_name.and_then(|tag| Some((tag.value.as_deref()?, &tag.source)));
    let named = named.or_else(|| Some((about.name.as_deref()?, &about.declared_at)));
    let (name, source) =
        named.or_else(|| Some((about.id.as_str().rsplit('.').next()?, &about.declared_at)))?;
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let is_etcd = words
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
        .any(|w| w.eq_ignore_ascii_case("etcd"));
    is_etcd.then(|| EtcdDisk {
        volume: at,
        certain: true,
        evidence: Evidence::new(&about.id, format!("its name is `{name}`"), source),
    })
}
