//! `aws_s3_object` (also written `aws_s3_bucket_object`): manifests and configuration that clusters are made
//! from.
//!
//! Source: the provider's page; the layout of kops' state store, kops `util/pkg/vfs` and
//! `upup/models` (read 2026-11-23).

use ringfence_model::Model;
use ringfence_provider::{Encoding, Fields, payload};
use ringfence_terraform::Record;

use crate::stack::{Stack, id};

/// Parts of keys under which kops keeps what its machines run.
const KEYS: [&str; 4] = ["manifests/etcd", "manifests/static", "cluster-completed.spec", "igconfig/"];

/// Every object that says what machines run.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_types(&["aws_s3_object", "aws_s3_bucket_object"]) {
        let (name, encoding) = match record.field("content_base64") {
            Some(_) => ("content_base64", Encoding::Base64),
            None => ("content", Encoding::Plain),
        };
        let Some(value) = record.field(name) else { continue };
        let key = key(record);
        let known = KEYS.iter().any(|part| key.contains(part));
        if !known && !value.decoded_text().is_some_and(is_manifest) {
            continue;
        }
        model.documents.push(payload(&id(record), &key, value, encoding, stack.sources));
    }
}

fn key(record: &Record) -> String {
    let known = record.field("key").and_then(|value| value.as_str());
    known.unwrap_or(&record.name).to_owned()
}

/// Whether a text starts like a Kubernetes object.
fn is_manifest(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#') && *line != "---");
    first.is_some_and(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"))
}
