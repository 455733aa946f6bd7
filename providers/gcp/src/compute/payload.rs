//! What machines run when they boot, from their metadata.

use ringfence_model::{Document, ResourceId};
use ringfence_provider::{Encoding, Fields};
use ringfence_terraform::Value;

use crate::stack::Stack;

/// Metadata keys whose value is a program or the configuration of one.
///
/// Source: <https://cloud.google.com/compute/docs/instances/startup-scripts/linux> (`startup-script`),
/// <https://cloud.google.com/container-optimized-os/docs/how-to/create-configure-instance> (`user-data`,
/// `gce-container-declaration`), kops and GKE (`kube-env`), read 2026-11-23.
const KEYS: [&str; 6] = [
    "configure-sh",
    "gce-container-declaration",
    "kube-env",
    "startup-script",
    "user-data",
    "windows-startup-script-ps1",
];

/// The texts that an instance or template boots from.
///
/// Unknown: metadata of which nothing is known is one text without content.
pub(crate) fn payloads(stack: &Stack<'_>, id: &ResourceId, body: &impl Fields) -> Vec<Document> {
    let read = |name: &str, value: &Value, encoding| {
        ringfence_provider::payloads(&stack.records, id, name, value, encoding, stack.sources)
    };
    let mut found = Vec::new();
    if let Some(metadata) = body.field("metadata") {
        if metadata.as_map().is_none() {
            found.extend(read("metadata", metadata, Encoding::Plain));
        }
        for key in KEYS {
            let encoding = encoding(metadata, key);
            found.extend(metadata.get(key).into_iter().flat_map(|value| read(key, value, encoding)));
        }
    }
    let script = body.field("metadata_startup_script").into_iter();
    found.extend(script.flat_map(|value| read("metadata_startup_script", value, Encoding::Plain)));
    found
}

/// Cloud-init reads `user-data` as base64 if `user-data-encoding` says so.
///
/// Source: <https://cloudinit.readthedocs.io/en/latest/reference/datasources/gce.html>, read 2026-11-23.
fn encoding(metadata: &Value, key: &str) -> Encoding {
    let declared = metadata.get("user-data-encoding").and_then(Value::as_str);
    if key == "user-data" && declared == Some("base64") { Encoding::Base64 } else { Encoding::Plain }
}
