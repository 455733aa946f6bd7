//! Changing one's own rights, or who may have a stronger role's.
//!
//! Source: pathfinding.cloud iam-001, iam-005, iam-009, iam-012; Rhino Security Labs, "AWS IAM Privilege
//! Escalation", 1, 2, 9, 12, 14 (read 2026-11-23).

use super::{Method, Need, Target};

pub(super) const METHODS: &[Method] = &[
    method(
        "create-policy-version",
        "writes a new version of a policy, with all rights in it",
        &[Need { any_of: &["iam:CreatePolicyVersion"], on: Target::OwnPolicy }],
        None,
    ),
    method(
        "set-default-policy-version",
        "brings back an earlier version of a policy that grants more",
        &[Need { any_of: &["iam:SetDefaultPolicyVersion"], on: Target::OwnPolicy }],
        Some("if an earlier version of a policy grants more"),
    ),
    method(
        "attach-role-policy",
        "attaches a stronger policy to its own role",
        &[Need { any_of: &["iam:AttachRolePolicy"], on: Target::OwnRole }],
        None,
    ),
    method(
        "put-role-policy",
        "writes a stronger policy into its own role",
        &[Need { any_of: &["iam:PutRolePolicy"], on: Target::OwnRole }],
        None,
    ),
    method(
        "update-assume-role-policy",
        "lets itself assume a stronger role",
        &[Need { any_of: &["iam:UpdateAssumeRolePolicy"], on: Target::StrongerRole }],
        None,
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
