//! On which ports a kubelet answers without asking who it is.

use ringfence_model::Evidence;
use ringfence_packets::Protocol;

use crate::graph::Graph;
use crate::listening::{ListeningPort, Purpose, numbers_after};
use crate::reach::naming_rules;

/// Flags and settings before the number of the read-only port; 0 turns it off.
///
/// Source: the kubelet's help (`--read-only-port`: "set to 0 to disable", default 10255) as
/// <https://github.com/coreos/tectonic-installer/issues/227> cites it; `readOnlyPort: 0` in
/// <https://github.com/kubernetes/kops/pull/3303>, read 2026-11-25.
const FLAGS: [&str; 4] = ["--read-only-port=", "--read-only-port ", "readOnlyPort: ", "\"readOnlyPort\": "];

/// The read-only port where nobody chose another.
const READ_ONLY_PORT: u16 = 10255;

impl Graph<'_> {
    /// The kubelet's read-only ports on a machine that something says are used: its payload, or a rule that lets
    /// somebody in on just that port. The machine by its position in the model.
    ///
    /// Unknown: a payload that does not mention the port may be of a kubelet that has it on.
    pub fn read_only_ports(&self, machine: usize) -> Vec<ListeningPort> {
        let payloads = self.model.machines.get(machine).into_iter().flat_map(|machine| &machine.payloads);
        let mut set = false;
        let mut found: Vec<ListeningPort> = Vec::new();
        for document in payloads {
            for (port, evidence) in FLAGS.iter().flat_map(|flag| numbers_after(document, flag)) {
                set = true;
                if port != 0 {
                    found.push(listens(port, evidence));
                }
            }
        }
        if !set {
            let key = (Protocol::TCP, READ_ONLY_PORT);
            let rules = naming_rules(self.model, &self.hosts, machine, key).into_iter();
            found.extend(rules.take(1).map(|rule| listens(READ_ONLY_PORT, rule)));
        }
        found.sort();
        found.dedup_by_key(|port| port.port);
        found
    }
}

fn listens(port: u16, evidence: Evidence) -> ListeningPort {
    ListeningPort { port, purpose: Purpose::KubeletReadOnly, of: String::new(), assumed: false, evidence }
}
