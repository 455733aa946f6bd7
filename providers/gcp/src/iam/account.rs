//! Service accounts, by every way a configuration names them.

use ringfence_model::{Gap, ResourceId};
use ringfence_provider::{Records, gap};
use ringfence_terraform::{Part, Record, RecordKind, Reference, Value};

/// The account that machines use if they name none. The project's number is not known.
///
/// Source: <https://cloud.google.com/compute/docs/access/service-accounts> ("Compute Engine default service
/// account"), read 2026-11-23.
pub(crate) const DEFAULT_ACCOUNT: &str = "PROJECT_NUMBER-compute@developer.gserviceaccount.com";

/// How the address of every project's default account ends.
const DEFAULT_SUFFIX: &str = "-compute@developer.gserviceaccount.com";

/// The word before an account in lists of members.
const MEMBER: &str = "serviceAccount:";

/// The id of the account that a value names: an address, an id, or a member of a binding.
///
/// Shape: a declared account's Terraform address, [`DEFAULT_ACCOUNT`], or the account's mail address.
/// Errors: which account it is cannot be known.
pub(crate) fn account(records: &Records<'_>, value: &Value) -> Result<ResourceId, Gap> {
    if let Some(reference) = reference(value)
        && let Some(id) = referred(records, reference)
    {
        return Ok(id);
    }
    match (value.as_str(), value.parts()) {
        (Some(text), _) => Ok(written(records, text)),
        (None, Some(parts)) => of_parts(records, parts).ok_or_else(|| gap(value)),
        (None, None) => Err(gap(value)),
    }
}

/// Whether a member of a binding is a service account; nothing if that is not known.
pub(crate) fn is_account(value: &Value) -> Option<bool> {
    if reference(value).is_some_and(|reference| is_account_type(&reference.address)) {
        return Some(true);
    }
    let text = match (value.as_str(), value.parts().and_then(<[Part]>::first)) {
        (Some(text), _) => text,
        (None, Some(Part::Known(text))) => text.as_ref(),
        _ => return None,
    };
    // Workloads that borrow an account are members of their own kind: `serviceAccount:P.svc.id.goog[ns/sa]`.
    Some(text.starts_with(MEMBER) && !text.contains(".svc.id.goog["))
}

/// The attribute a value was read from, also where it is only part of the value.
fn reference(value: &Value) -> Option<&Reference> {
    if let Some(reference) = value.reference() {
        return Some(reference);
    }
    let all = value.reason().filter(|_| value.is_opaque())?.references();
    let mut accounts = all.into_iter().filter(|reference| is_account_type(&reference.address));
    accounts.next().filter(|_| accounts.next().is_none())
}

fn referred(records: &Records<'_>, reference: &Reference) -> Option<ResourceId> {
    if reference.address.contains("data.google_compute_default_service_account.") {
        return Some(ResourceId::new(DEFAULT_ACCOUNT));
    }
    if !is_account_type(&reference.address) {
        return None;
    }
    match records.referenced(reference) {
        [record] => Some(of_record(records, record)),
        [] => Some(ResourceId::new(reference.address.clone())),
        _ => None,
    }
}

fn is_account_type(address: &str) -> bool {
    address
        .split('.')
        .any(|part| part == "google_service_account" || part == "google_compute_default_service_account")
}

/// A data source looks an account up by `account_id`, which may be declared here too.
fn of_record(records: &Records<'_>, record: &Record) -> ResourceId {
    let looked_up = record.get("account_id").and_then(Value::as_str);
    match (record.kind, looked_up) {
        (RecordKind::Data, Some(text)) => written(records, text),
        _ => ResourceId::new(record.address.clone()),
    }
}

/// The account of a literal: an alias, a mail address, a member, a path.
fn written(records: &Records<'_>, text: &str) -> ResourceId {
    let text = text.strip_prefix(MEMBER).unwrap_or(text);
    let text = text.rsplit('/').next().unwrap_or(text);
    if text == "default" || text.ends_with(DEFAULT_SUFFIX) {
        return ResourceId::new(DEFAULT_ACCOUNT);
    }
    let (name, project) = match text.split_once('@') {
        Some((name, host)) => (name, host.strip_suffix(".iam.gserviceaccount.com")),
        None => (text, None),
    };
    match declared(records, name, project) {
        Some(record) => ResourceId::new(record.address.clone()),
        None => ResourceId::new(text),
    }
}

/// The declared account of that id; its project is compared where both are known.
fn declared<'a>(records: &Records<'a>, name: &str, project: Option<&str>) -> Option<&'a Record> {
    let in_project = |record: &&Record| {
        let own = record.get("project").and_then(Value::as_str);
        own.zip(project).is_none_or(|(own, project)| own == project)
    };
    records.with_literal("google_service_account", "account_id", name).into_iter().find(in_project)
}

/// `serviceAccount:${google_service_account.a.email}`, `a@${var.project}.iam.gserviceaccount.com`.
fn of_parts(records: &Records<'_>, parts: &[Part]) -> Option<ResourceId> {
    if let Some(Part::Known(text)) = parts.last()
        && text.ends_with(DEFAULT_SUFFIX)
    {
        return Some(ResourceId::new(DEFAULT_ACCOUNT));
    }
    match parts {
        [Part::Known(word), Part::Unknown(unknown)] if word.as_ref() == MEMBER => {
            referred(records, unknown.reference()?)
        }
        [Part::Known(text), ..] => {
            let (name, _) = text.strip_prefix(MEMBER).unwrap_or(text).split_once('@')?;
            declared(records, name, None).map(|record| ResourceId::new(record.address.clone()))
        }
        _ => None,
    }
}
