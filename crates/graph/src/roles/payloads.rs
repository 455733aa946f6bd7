//! Signs in what a machine boots from.
//!
//! Source: the installers' own bootstrap texts (kops nodeup, kubeadm, k3s, RKE2, Talos, `OpenShift` machine
//! configuration), as listed in the research, read 2026-11-23.

use ringfence_model::{Document, Machine, Role, RoleSignal, Strength};

/// A text that decides a role when it stands in a boot payload.
struct Sign {
    role: Role,
    /// All of these must stand in the text; the first is shown and located.
    all: &'static [&'static str],
    /// None of these may.
    none: &'static [&'static str],
    note: &'static str,
}

const fn sign(role: Role, all: &'static [&'static str], none: &'static [&'static str]) -> Sign {
    Sign { role, all, none, note: "" }
}

/// An installer that says the role outright; if one of these matches, nothing else in the payload counts.
const OUTRIGHT: &[Sign] = &[
    sign(Role::ControlPlane, &["InstanceGroupRole: ControlPlane"], &[]),
    sign(Role::ControlPlane, &["InstanceGroupRole: Master"], &[]),
    Sign {
        role: Role::ControlPlane,
        all: &["InstanceGroupRole: APIServer"],
        none: &[],
        note: super::tags::API_SERVER_ONLY,
    },
    sign(Role::Node, &["InstanceGroupRole: Node"], &[]),
    sign(Role::Bastion, &["InstanceGroupRole: Bastion"], &[]),
    sign(Role::ControlPlane, &["type: controlplane"], &[]),
    sign(Role::Node, &["type: worker", "machine:"], &[]),
];

/// Signs that may stand together: an all-in-one machine has several roles.
const SIGNS: &[Sign] = &[
    sign(Role::ControlPlane, &["kubeadm init"], &[]),
    sign(Role::ControlPlane, &["kind: ClusterConfiguration"], &["kind: JoinConfiguration"]),
    sign(Role::ControlPlane, &["kubeadm join", "--control-plane"], &[]),
    sign(Role::ControlPlane, &["kind: JoinConfiguration", "controlPlane:"], &[]),
    sign(Role::ControlPlane, &["/etc/kubernetes/manifests/kube-apiserver"], &[]),
    sign(Role::ControlPlane, &["kube-apiserver"], &["kubeadm join"]),
    sign(Role::ControlPlane, &["bootkube"], &[]),
    sign(
        Role::Node,
        &["kubelet.service"],
        &["apiserver", "etcd", "ETCD_", "kubeadm", "bootkube", "k3s", "rke2", "node-role.kubernetes.io/"],
    ),
    sign(Role::ControlPlane, &["k3s server"], &["K3S_URL="]),
    sign(Role::ControlPlane, &["get.k3s.io"], &["K3S_URL=", "k3s agent", "sh -s - agent"]),
    sign(Role::ControlPlane, &["rke2-server"], &[]),
    sign(Role::ControlPlane, &["INSTALL_RKE2_TYPE=server"], &[]),
    sign(Role::ControlPlane, &["22623/config/master"], &[]),
    sign(Role::ControlPlane, &["register-with-taints=node-role.kubernetes.io/control-plane"], &[]),
    sign(Role::ControlPlane, &["register-with-taints=node-role.kubernetes.io/controller"], &[]),
    sign(Role::ControlPlane, &["register-with-taints=node-role.kubernetes.io/master"], &[]),
    sign(Role::Etcd, &["etcd-member.service"], &[]),
    sign(Role::Etcd, &["etcd.service"], &[]),
    sign(Role::Etcd, &["ETCD_INITIAL_CLUSTER"], &[]),
    sign(Role::Etcd, &["--listen-client-urls"], &[]),
    sign(Role::Node, &["kubeadm join"], &["--control-plane", "controlPlane:", "kubeadm init"]),
    sign(Role::Node, &["kind: JoinConfiguration"], &["controlPlane:"]),
    sign(Role::Node, &["K3S_URL="], &["k3s server"]),
    sign(Role::Node, &["k3s agent"], &[]),
    sign(Role::Node, &["rke2-agent"], &[]),
    sign(Role::Node, &["INSTALL_RKE2_TYPE=agent"], &[]),
    sign(Role::Node, &["22623/config/worker"], &[]),
    sign(Role::Node, &["kind: NodeConfig"], &[]),
];

/// The signs in a machine's boot payloads.
pub(super) fn signals(machine: &Machine) -> Vec<RoleSignal> {
    machine.payloads.iter().flat_map(of_document).collect()
}

fn of_document(document: &Document) -> Vec<RoleSignal> {
    let outright: Vec<RoleSignal> = OUTRIGHT.iter().filter_map(|sign| found(sign, document)).collect();
    if !outright.is_empty() {
        return outright;
    }
    SIGNS.iter().filter_map(|sign| found(sign, document)).collect()
}

fn found(sign: &Sign, document: &Document) -> Option<RoleSignal> {
    let (first, rest) = sign.all.split_first()?;
    let at = document.text.find(first)?;
    let fits = rest.iter().all(|text| document.text.contains(text))
        && !sign.none.iter().any(|text| document.text.contains(text));
    let note = if sign.note.is_empty() { String::new() } else { format!(" ({})", sign.note) };
    fits.then(|| RoleSignal {
        role: sign.role,
        strength: Strength::Definite,
        kind: "boot payload",
        why: format!("`{}` in its {}{note}", first.trim(), document.name),
        source: document.source_of(at, first.len()),
    })
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, ResourceId, Source, Span};

    use super::*;

    fn roles(text: &str) -> Vec<Role> {
        let span = Span { file: FileId(0), start: 100, end: 100 + u32::try_from(text.len()).unwrap() };
        let document = Document {
            id: ResourceId::new("m"),
            name: "user_data".into(),
            text: text.into(),
            source: Source::File(span),
            verbatim: Some(span),
            partial: false,
            over: None,
        };
        of_document(&document).into_iter().map(|signal| signal.role).collect()
    }

    #[test]
    fn installers_are_told_apart() {
        assert_eq!(roles("kubeadm init --config x"), [Role::ControlPlane]);
        assert_eq!(roles("kubeadm join 10.0.0.1:6443 --token x"), [Role::Node]);
        assert_eq!(roles("kubeadm join 10.0.0.1:6443 --control-plane"), [Role::ControlPlane]);
        assert_eq!(roles("curl -sfL https://get.k3s.io | sh -"), [Role::ControlPlane]);
        assert_eq!(roles("curl https://get.k3s.io | K3S_URL=https://a:6443 sh -"), [Role::Node]);
        assert_eq!(roles("InstanceGroupRole: Node\nkube-apiserver"), [Role::Node], "outright wins");
        assert_eq!(roles("systemctl enable kubelet.service"), [Role::Node], "a kubelet and no API server");
        assert_eq!(roles("systemctl enable kubelet.service\nkubeadm init"), [Role::ControlPlane]);
        assert_eq!(roles("apt-get install nginx"), []);
        let taint = "kubelet --register-with-taints=node-role.kubernetes.io/controller=:NoSchedule";
        assert_eq!(roles(taint), [Role::ControlPlane], "a kubelet that keeps workloads off a control plane");
        let both = format!("{taint}\nETCD_INITIAL_CLUSTER=a=https://a:2380");
        assert_eq!(roles(&both), [Role::ControlPlane, Role::Etcd]);
        assert_eq!(roles("kubelet --register-with-taints=example.com/gpu=:NoSchedule"), []);
    }
}
