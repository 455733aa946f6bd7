//! Whether a disk is encrypted, and with which key.

use ringfence_model::{Attr, Link, ResourceId, Source};
use ringfence_provider::{Fields, bool_attr, gap};
use ringfence_terraform::Value;

use crate::links::ANY;
use crate::pages;
use crate::stack::{Stack, may_not_exist, outside};

/// Whether what a body describes is encrypted.
///
/// Documented: not, unless the region encrypts by default: then always, whatever is written.
///
/// Source: `aws_ebs_volume`, `aws_instance`, `aws_ebs_encryption_by_default`; EBS encryption (read 2026-11-23).
/// Unknown: a disk made from a snapshot is encrypted if that is.
pub(super) fn encrypted(stack: &Stack<'_>, body: &dyn Fields, page: &'static str) -> Attr<bool> {
    if let Some(region) = by_default(stack) {
        if region.truth().certain() {
            return region;
        }
        if region.truth().possible() && body.field("encrypted").and_then(Value::as_bool) != Some(true) {
            return region;
        }
    }
    if body.field("encrypted").is_none()
        && let Some(snapshot) = body.field("snapshot_id").filter(|value| value.as_str() != Some(""))
    {
        let at = Source::File(snapshot.origin.used_at());
        return Attr::Unknown(outside("whether the snapshot is encrypted", Some(at)));
    }
    bool_attr(body, "encrypted", Some((false, page)))
}

/// What the region does, where the stack decides it.
fn by_default(stack: &Stack<'_>) -> Option<Attr<bool>> {
    let record = stack.records.of_type("aws_ebs_encryption_by_default").first()?;
    let header = Source::File(record.header);
    match bool_attr(*record, "enabled", Some((true, pages::EBS_ENCRYPTION_BY_DEFAULT))) {
        Attr::Set { value: true, .. } | Attr::Default { value: true, .. } if !record.exists.certain() => {
            Some(Attr::Unknown(may_not_exist(record)))
        }
        Attr::Set { value: true, source } => Some(Attr::Set { value: true, source }),
        Attr::Default { value: true, .. } => Some(Attr::Set { value: true, source: header }),
        Attr::Unknown(gap) => Some(Attr::Unknown(gap)),
        _ => None,
    }
}

/// The customer's key, if one is named.
pub(super) fn key(stack: &Stack<'_>, body: &dyn Fields, page: &'static str) -> Attr<Option<ResourceId>> {
    match body.field("kms_key_id").filter(|value| value.as_str() != Some("")) {
        None => Attr::Default { value: None, source: Source::Documented { url: page } },
        Some(value) => match stack.link(value, &ANY) {
            Link::To { id, source } => Attr::Set { value: Some(id), source },
            Link::Unknown(_) => Attr::Unknown(gap(value)),
        },
    }
}
