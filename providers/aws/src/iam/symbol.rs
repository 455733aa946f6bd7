//! Names for what is not known but can be told apart: the account, roles and policies of the same stack.
//!
//! An ARN like `arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/nodes` is not known, yet it
//! is plain which role it means. Where a policy says so, this text stands for it, and the question about that
//! role uses the same text.

use ringfence_policy::{UNKNOWN_CLOSE, UNKNOWN_OPEN};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Reference};

use crate::stack::Stack;

/// The account that everything is made in.
const ACCOUNT: &str = "000000000000";

/// The partition that everything is made in.
const PARTITION: &str = "aws";

/// How ARNs of the own account's identities and policies begin.
pub(super) const HERE: &str = "arn:aws:iam::000000000000";

/// The text that stands for an attribute of a record, if there is one.
///
/// Shape: of characters that need no escape in JSON and are no wildcards.
pub(super) fn of_reference(stack: &Stack<'_>, reference: &Reference) -> Option<String> {
    let attribute = reference.attribute()?;
    match stack.records.referenced(reference) {
        [record] => of_attribute(record, attribute),
        _ => None,
    }
}

fn of_attribute(record: &Record, attribute: &str) -> Option<String> {
    match (record.type_name.as_ref(), attribute) {
        ("aws_caller_identity", "account_id" | "id") => Some(ACCOUNT.to_owned()),
        ("aws_partition", "partition" | "id") => Some(PARTITION.to_owned()),
        ("aws_iam_role", "arn") => Some(format!("{HERE}:{}", role(record))),
        ("aws_iam_policy", "arn" | "id") => Some(format!("{HERE}:{}", policy(record))),
        ("aws_iam_role", "name" | "id") | ("aws_iam_policy", "name") => Some(name(record)),
        _ => None,
    }
    .filter(|text| text.chars().all(is_plain))
}

/// The end of a role's ARN: `role/nodes`.
pub(super) fn role(record: &Record) -> String {
    format!("role{}{}", path(record), name(record))
}

/// The end of a role's ARN, with an unknown piece for what is not known of its name.
pub(super) fn possible_role(record: &Record) -> String {
    if record.field("name").and_then(|value| value.as_str()).is_some() {
        return role(record);
    }
    let prefix = record.field("name_prefix").and_then(|value| value.as_str()).unwrap_or_default();
    format!("role{}{prefix}{UNKNOWN_OPEN}0{UNKNOWN_CLOSE}", path(record))
}

/// The end of a policy's ARN: `policy/nodes`.
pub(super) fn policy(record: &Record) -> String {
    format!("policy{}{}", path(record), name(record))
}

/// Source: `aws_iam_role`, `path` is `/` if it is not written (read 2026-11-23).
fn path(record: &Record) -> &str {
    record.field("path").and_then(|value| value.as_str()).unwrap_or("/")
}

/// The name, or one made of the address, which no real name has: it is longer than names can be.
///
/// Source: IAM quotas, names have up to 128 characters (read 2026-11-23).
fn name(record: &Record) -> String {
    if let Some(name) = record.field("name").and_then(|value| value.as_str()) {
        return name.to_owned();
    }
    let address: String = record.address.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("{:-<129}", format!("unnamed.{address}."))
}

/// Whether a character may stand in a role's name, and means itself everywhere.
///
/// Source: IAM API reference, `CreateRole`, `RoleName` and `Path` (read 2026-11-23).
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-/:".contains(c)
}
