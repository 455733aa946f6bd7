//! Firewall policies: not evaluated, so a network that has one has rules that were not seen.

use ringfence_model::{Gap, GapKind, ResourceId, Source};
use ringfence_terraform::Record;

use crate::stack::Stack;

/// Policies of folders and organizations, which hold for every network below them.
const OF_EVERYTHING: [&str; 2] =
    ["google_compute_firewall_policy_association", "google_compute_organization_security_policy_association"];

/// Why there may be rules of a network that were not read: the policies attached to it or above it.
///
/// Source: <https://cloud.google.com/firewall/docs/firewall-policies-rule-eval-order> (hierarchical policies are
/// evaluated before the network's own rules, network policies after or before them), read 2026-11-23.
pub(crate) fn attached(stack: &Stack<'_>, network: &ResourceId) -> Vec<Gap> {
    let own = stack.policies().of_or_unknown(network).into_iter().map(|naming| naming.record);
    own.chain(stack.records.of_types(&OF_EVERYTHING)).map(gap).collect()
}

fn gap(record: &Record) -> Gap {
    Gap {
        kind: GapKind::Unsupported,
        what: format!("the firewall policy that `{}` attaches", record.address),
        source: Some(Source::File(record.header)),
    }
}
