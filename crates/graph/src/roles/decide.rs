//! From signs to roles.

use std::collections::BTreeSet;

use ringfence_model::{ManagedCluster, Role, RoleSignal, Strength};

use super::Classification;

/// The roles that the signs decide.
pub(super) fn roles(signals: &[RoleSignal]) -> BTreeSet<Role> {
    let definite: BTreeSet<Role> =
        signals.iter().filter(|s| s.strength == Strength::Definite).map(|s| s.role).collect();
    if definite == BTreeSet::from([Role::Etcd]) && is_backed(signals, Role::ControlPlane) {
        // Running etcd does not speak against running the API server: that is the usual case.
        return BTreeSet::from([Role::ControlPlane, Role::Etcd]);
    }
    if !definite.is_empty() {
        return definite;
    }
    let candidates: BTreeSet<Role> = signals.iter().map(|s| s.role).collect();
    let backed: Vec<Role> = candidates.into_iter().filter(|role| is_backed(signals, *role)).collect();
    // Two roles that rest on hints alone contradict each other: that is "unknown", not "both".
    match backed.as_slice() {
        [role] => BTreeSet::from([*role]),
        [Role::ControlPlane, Role::Etcd] => backed.into_iter().collect(),
        _ => BTreeSet::new(),
    }
}

/// Whether a strong sign is backed by another sign of a different kind.
fn is_backed(signals: &[RoleSignal], role: Role) -> bool {
    let mine = || signals.iter().filter(|s| s.role == role);
    mine().filter(|s| s.strength == Strength::Strong).any(|strong| mine().any(|s| s.kind != strong.kind))
}

/// Strongest first, then by kind, words and place, each once.
pub(super) fn sort(signals: &mut Vec<RoleSignal>) {
    signals.sort_by(|a, b| b.strength.cmp(&a.strength).then_with(|| a.cmp(b)));
    signals.dedup();
}

/// Control planes run their own etcd, unless another machine of the stack runs it.
///
/// Source: <https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/ha-topology/> ("stacked etcd
/// topology" is the default), read 2026-11-23.
pub(super) fn stacked_etcd(machines: &mut [Classification]) {
    if machines.iter().any(|machine| machine.plays(Role::Etcd)) {
        return;
    }
    for machine in machines {
        let Some(sign) = machine.sign_for(Role::ControlPlane).cloned() else { continue };
        if sign.why.contains(super::tags::API_SERVER_ONLY) {
            continue;
        }
        machine.roles.insert(Role::Etcd);
        let why = "control planes run etcd themselves unless other machines do".to_owned();
        machine.signals.push(RoleSignal { role: Role::Etcd, kind: "topology", why, ..sign });
    }
}

/// The sign that a managed cluster is an API endpoint: its type.
pub(super) fn managed(cluster: &ManagedCluster) -> RoleSignal {
    RoleSignal {
        role: Role::ApiEndpoint,
        strength: Strength::Definite,
        kind: "type",
        why: format!("a {} is a managed control plane", cluster.about.kind),
        source: cluster.about.declared_at.clone(),
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, Source, Span};

    use super::*;

    fn sign(role: Role, strength: Strength, kind: &'static str) -> RoleSignal {
        let source = Source::File(Span { file: FileId(0), start: 0, end: 1 });
        RoleSignal { role, strength, kind, why: String::new(), source }
    }

    #[test]
    fn one_definite_sign_decides_against_any_hints() {
        let signs = [
            sign(Role::Node, Strength::Definite, "tag"),
            sign(Role::ControlPlane, Strength::Strong, "filter name"),
            sign(Role::ControlPlane, Strength::Weak, "name"),
        ];
        assert_eq!(roles(&signs), BTreeSet::from([Role::Node]));
    }

    #[test]
    fn a_member_of_etcd_may_be_a_control_plane_as_well() {
        let etcd = sign(Role::Etcd, Strength::Definite, "boot payload");
        let strong = sign(Role::ControlPlane, Strength::Strong, "filter name");
        let weak = sign(Role::ControlPlane, Strength::Weak, "name");
        let alone = [etcd.clone(), strong.clone()];
        assert_eq!(roles(&alone), BTreeSet::from([Role::Etcd]), "one hint does not decide");
        let backed = [etcd.clone(), strong, weak];
        assert_eq!(roles(&backed), BTreeSet::from([Role::ControlPlane, Role::Etcd]));
        let node =
            [sign(Role::Node, Strength::Strong, "tag"), sign(Role::Node, Strength::Weak, "name"), etcd];
        assert_eq!(roles(&node), BTreeSet::from([Role::Etcd]), "a node is something else");
    }

    #[test]
    fn hints_decide_only_together_and_from_different_kinds() {
        let strong = sign(Role::Node, Strength::Strong, "filter name");
        let weak = sign(Role::Node, Strength::Weak, "name");
        assert!(roles(std::slice::from_ref(&strong)).is_empty(), "one strong sign alone");
        assert!(
            roles(&[weak.clone(), sign(Role::Node, Strength::Weak, "image")]).is_empty(),
            "two weak signs"
        );
        assert!(
            roles(&[strong.clone(), sign(Role::Node, Strength::Weak, "filter name")]).is_empty(),
            "one kind"
        );
        assert_eq!(roles(&[strong, weak]), BTreeSet::from([Role::Node]));
    }

    #[test]
    fn contradicting_hints_leave_the_role_unknown() {
        let both = |role| [sign(role, Strength::Strong, "filter name"), sign(role, Strength::Weak, "name")];
        let signs: Vec<_> = both(Role::Node).into_iter().chain(both(Role::Bastion)).collect();
        assert!(roles(&signs).is_empty());
    }
}
