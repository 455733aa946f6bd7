//! Roles with their policies, and the profiles by which instances have them.
//!
//! A policy's document is JSON in the reply: it is kept as the text that Terraform has, with the place of every part of
//! it. Policies that the vendor manages are left to the library of those.
//!
//! Source: IAM API `GetAccountAuthorizationDetails`, `RoleDetail`, `ManagedPolicyDetail`; `aws_iam_role`,
//! `aws_iam_policy`, `aws_iam_role_policy_attachment`, `aws_iam_instance_profile` (read 2026-11-25).

use ringfence_replies::{Body, field, items, path, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::put_tags;

pub(super) fn make(making: &mut Making<'_>) {
    for (object, arn) in making.each("RoleDetailList", "Arn") {
        role(making, object, arn);
    }
    for (object, arn) in making.each("Policies", "Arn") {
        if !arn.as_str().is_some_and(|arn| arn.contains(":iam::aws:")) {
            policy(making, object, arn);
        }
    }
}

fn role<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("RoleName", "name"),
            ("Path", "path"),
            ("PermissionsBoundary.PermissionsBoundaryArn", "permissions_boundary"),
        ],
    );
    if let Some(document) = field(value, "AssumeRolePolicyDocument") {
        body.set("assume_role_policy", as_text(document));
    }
    if let Some(list) = field(value, "RolePolicyList") {
        let block = |policy: &Value| {
            let mut block = Body::default();
            block.copy(policy, &[("PolicyName", "name")]);
            if let Some(document) = field(policy, "PolicyDocument") {
                block.set("policy", as_text(document));
            }
            block.block(policy.origin.at)
        };
        body.set_list(
            "inline_policy",
            items(value, "RolePolicyList").iter().map(block).collect(),
            list.origin.at,
        );
    }
    put_tags(&mut body, value);
    making.add("aws_iam_role", object, arn, body);
    let role = arn.as_str().unwrap_or_default();
    for policy in items(value, "AttachedManagedPolicies").iter().filter_map(|one| field(one, "PolicyArn")) {
        let mut body = Body::default();
        body.set_text("role", role, policy.origin.at);
        body.put("policy_arn", Some(policy));
        let address = format!("{role}/{}", policy.as_str().unwrap_or_default());
        making.add_as("aws_iam_role_policy_attachment", object, &address, policy.origin.at, body);
    }
    for profile in items(value, "InstanceProfileList") {
        let Some(own) = field(profile, "Arn") else { continue };
        let mut body = Body::default();
        body.put("arn", Some(own));
        body.copy(profile, &[("InstanceProfileName", "name"), ("Path", "path")]);
        body.set_text("role", role, own.origin.at);
        making.add("aws_iam_instance_profile", object, own, body);
    }
}

fn policy<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(value, &[("PolicyName", "name"), ("Path", "path")]);
    let default = text(value, "DefaultVersionId");
    let mut versions = items(value, "PolicyVersionList").iter();
    let version = versions.find(|version| default.is_some() && text(version, "VersionId") == default);
    if let Some(document) = version.and_then(|version| path(version, "Document")) {
        body.set("policy", as_text(document));
    } else {
        let why = "the document of a policy, which its description does not hold";
        body.set_unknown("policy", why, arn.origin.at);
    }
    making.add("aws_iam_policy", object, arn, body);
}

/// A document as the text of it; the API itself escapes it as in an address, its command line does not.
fn as_text(document: &Value) -> Value {
    let at = document.origin.at;
    match document.as_str() {
        Some(text) => Value::string(unescaped(text), at),
        None => Value::string(document.to_json(true), at).text_of(document.clone()),
    }
}

/// The text without the escapes of addresses.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit =
            |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_taken_away() {
        assert_eq!(unescaped("%7B%22a%22%3A%20%22%C3%A9%22%7D"), "{\"a\": \"é\"}");
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%zz%4"), "%zz%4");
    }
}
