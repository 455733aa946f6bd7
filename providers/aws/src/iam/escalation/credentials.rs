//! Getting the credentials of a stronger user, or giving rights to one that somebody holds.
//!
//! Source: pathfinding.cloud iam-002, iam-004, iam-006, iam-007, iam-008, iam-013; Rhino Security Labs, "AWS
//! IAM Privilege Escalation", 4, 5, 6, 7, 10, 13 (read 2026-11-23).

use super::{Method, Need, Target};

const USERS: &str = "arn:*?:iam::*?:user/*";

/// A role is no user: what it gives to users is no use to it alone.
const HOLDS_A_USER: &str = "if whoever uses it has the credentials of a user too";

pub(super) const METHODS: &[Method] = &[
    method(
        "create-access-key",
        "makes itself an access key of a stronger user",
        &[Need { any_of: &["iam:CreateAccessKey"], on: Target::Stronger(USERS) }],
        None,
    ),
    method(
        "create-login-profile",
        "gives a stronger user a console password of its own choice",
        &[Need { any_of: &["iam:CreateLoginProfile"], on: Target::Stronger(USERS) }],
        None,
    ),
    method(
        "update-login-profile",
        "changes the console password of a stronger user",
        &[Need { any_of: &["iam:UpdateLoginProfile"], on: Target::Stronger(USERS) }],
        None,
    ),
    method(
        "grant-to-user",
        "gives a user all rights",
        &[Need { any_of: &["iam:AttachUserPolicy", "iam:PutUserPolicy"], on: Target::Some(&[USERS]) }],
        Some(HOLDS_A_USER),
    ),
    method(
        "add-user-to-group",
        "puts a user into a stronger group",
        &[Need { any_of: &["iam:AddUserToGroup"], on: Target::Stronger("arn:*?:iam::*?:group/*") }],
        Some(HOLDS_A_USER),
    ),
];

const fn method(
    name: &'static str,
    how: &'static str,
    needs: &'static [Need],
    besides: Option<&'static str>,
) -> Method {
    Method { name, how, needs, passes_to: None, besides }
}
