//! Hints in names: of the machine, of its filters, of its identity.

use ringfence_model::{About, Machine, Model, Role, RoleSignal, Source, Strength};

use crate::index::Index;

/// The signs in names.
pub(super) fn signals(model: &Model, index: &Index, machine: &Machine) -> Vec<RoleSignal> {
    let own =
        [machine.about.name.as_deref(), tag_name(&machine.about), last_label(machine.about.id.as_str())];
    let own = own
        .into_iter()
        .flatten()
        .filter_map(|name| sign(name, Strength::Weak, "name", "its name", &machine.about.declared_at));
    let filters = machine.filters().filter_map(|link| {
        let about = &model.filters.get(index.filter(link.id()?)?)?.about;
        let name = about.name.as_deref().or_else(|| last_label(about.id.as_str()))?;
        sign(name, Strength::Strong, "filter name", "the name of its packet filter", link.source()?)
    });
    let identity = machine.identity.value().and_then(Option::as_ref).and_then(|id| {
        let name =
            index.identity(id).and_then(|at| model.identities.get(at)).and_then(|i| i.about.name.as_deref());
        let name = name.or_else(|| last_label(id.as_str()))?;
        sign(name, Strength::Strong, "identity name", "the name of its identity", machine.identity.source()?)
    });
    own.chain(filters).chain(identity).collect()
}

/// The role that a name hints at, if it hints at one.
pub(super) fn role_in(name: &str) -> Option<Role> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let control_plane = words.windows(2).any(|pair| matches!(pair, ["control", "plane"]));
    // "bastion" and "etcd" say more than the words around them: "k8s-master-etcd", "bastion for nodes".
    if has(&["bastion", "bastions", "jumphost", "jumpbox"]) {
        Some(Role::Bastion)
    } else if has(&["master", "masters", "controlplane", "controlplanes", "controller", "controllers", "cp"])
        || control_plane
    {
        Some(Role::ControlPlane)
    } else if has(&["etcd"]) {
        Some(Role::Etcd)
    } else if has(&["worker", "workers", "node", "nodes", "minion", "minions"]) {
        Some(Role::Node)
    } else {
        None
    }
}

fn sign(
    name: &str,
    strength: Strength,
    kind: &'static str,
    what: &str,
    source: &Source,
) -> Option<RoleSignal> {
    let role = role_in(name)?;
    Some(RoleSignal { role, strength, kind, why: format!("{what} is `{name}`"), source: source.clone() })
}

fn tag_name(about: &About) -> Option<&str> {
    about.tags.iter().find(|tag| tag.key == "Name").and_then(|tag| tag.value.as_deref())
}

/// The resource's own label: `worker` of `module.a.x_instance.worker[0]`.
fn last_label(address: &str) -> Option<&str> {
    let without_key = match address.strip_suffix(']') {
        Some(keyed) => keyed.rsplit_once('[').map_or(keyed, |(base, _)| base),
        None => address,
    };
    without_key.rsplit('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hint_by_whole_words() {
        for (name, role) in [
            ("masters.a.example.com", Some(Role::ControlPlane)),
            ("a-control-plane-2", Some(Role::ControlPlane)),
            ("prod-controller-0", Some(Role::ControlPlane)),
            ("master0", Some(Role::ControlPlane)),
            ("nodes.a.example.com", Some(Role::Node)),
            ("etcd-1", Some(Role::Etcd)),
            ("nodejs-app", None),
            ("postmaster", None),
            ("bastion-node", Some(Role::Bastion)),
            ("web", None),
        ] {
            assert_eq!(role_in(name), role, "{name}");
        }
    }

    #[test]
    fn the_label_is_the_last_part_of_an_address() {
        assert_eq!(last_label("module.a[\"x.y\"].t_instance.worker[0]"), Some("worker"));
        assert_eq!(last_label("t_instance.worker[\"a\"]"), Some("worker"));
    }
}
