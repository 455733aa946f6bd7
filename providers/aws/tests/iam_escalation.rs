//! Known ways to more rights: when they are certain, possible, or none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod iam_support;

use iam_support::{lower, powers_of, role_with};

const NONE: [&str; 0] = [];

fn allow(actions: &str, resources: &str) -> String {
    format!("{{ Effect = \"Allow\", Action = {actions}, Resource = {resources} }},")
}

/// What a single action on everything comes to.
#[test]
fn each_method_has_its_permissions() {
    for (actions, found) in [
        (r#"["iam:PassRole", "ec2:RunInstances"]"#, "! pass-role-to-instance"),
        (r#"["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]"#, "! pass-role-to-function"),
        (
            r#"["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"]"#,
            "! pass-role-to-function",
        ),
        (r#"["iam:PassRole", "cloudformation:CreateStack"]"#, "! pass-role-to-stack"),
        (r#"["iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"]"#, "! pass-role-to-build"),
        (r#"["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"]"#, "! pass-role-to-container-task"),
        (r#"["iam:PassRole", "glue:CreateDevEndpoint"]"#, "! pass-role-to-glue-endpoint"),
        (r#""iam:CreatePolicyVersion""#, "! create-policy-version"),
        (r#""iam:SetDefaultPolicyVersion""#, "? set-default-policy-version"),
        (r#""iam:AttachRolePolicy""#, "! attach-role-policy"),
        (r#""iam:PutRolePolicy""#, "! put-role-policy"),
        (r#""iam:UpdateAssumeRolePolicy""#, "! update-assume-role-policy"),
        (r#""iam:CreateAccessKey""#, "! create-access-key"),
        (r#""iam:CreateLoginProfile""#, "! create-login-profile"),
        (r#""iam:UpdateLoginProfile""#, "! update-login-profile"),
        (r#""iam:AttachUserPolicy""#, "? grant-to-user"),
        (r#""iam:PutUserPolicy""#, "? grant-to-user"),
        (r#""iam:AddUserToGroup""#, "? add-user-to-group"),
        (r#""lambda:UpdateFunctionCode""#, "! update-function-code"),
        (r#""ssm:SendCommand""#, "! send-command"),
        (r#""ssm:StartSession""#, "! start-session"),
        (r#""cloudformation:UpdateStack""#, "! update-stack"),
        (r#""IAM:createaccesskey""#, "! create-access-key"),
    ] {
        assert_eq!(powers_of(&allow(actions, r#""*""#)), [found], "{actions}");
    }
    for harmless in
        ["iam:PassRole", "ec2:RunInstances", "iam:CreateServiceLinkedRole", "iam:GetRole", "ec2:*Describe*"]
    {
        assert_eq!(powers_of(&allow(&format!("\"{harmless}\""), r#""*""#)), NONE, "{harmless}");
    }
}

#[test]
fn permissions_of_two_policies_come_together() {
    let text = role_with(&allow(r#""iam:PassRole""#, r#""*""#))
        + r#"
        resource "aws_iam_policy" "run" {
          name   = "run"
          policy = jsonencode({ Version = "2012-10-17", Statement = {
            Effect = "Allow", Action = ["ec2:Describe*", "ec2:RunInstances"], Resource = "*" } })
        }
        resource "aws_iam_role_policy_attachment" "run" {
          role       = aws_iam_role.r.name
          policy_arn = aws_iam_policy.run.arn
        }"#;
    let lowered = lower(&text, &[]);
    assert_eq!(lowered.powers(), ["! pass-role-to-instance"]);
    let power = &lowered.identity("aws_iam_role.r").powers[0];
    assert_eq!(lowered.places(power), [r#""iam:PassRole""#, r#""ec2:RunInstances""#]);
    assert!(power.unless.is_empty());
}

#[test]
fn passing_a_role_depends_on_which() {
    let passing = |roles: &str, more: &str| {
        let run = allow(r#""ec2:RunInstances""#, r#""*""#);
        lower(&(role_with(&(run + &allow(r#""iam:PassRole""#, roles))) + more), &[]).powers()
    };
    assert_eq!(passing("aws_iam_role.r.arn", ""), NONE, "its own role gives it nothing");
    assert_eq!(passing(r#""arn:aws:iam::123456789012:role/harbor""#, ""), NONE, "written out");
    let here = r#"data "aws_caller_identity" "me" {}"#;
    let own = r#""arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/harbor""#;
    assert_eq!(passing(own, here), NONE, "by the account's number");
    assert_eq!(passing(r#""arn:aws:iam::123456789012:role/*""#, ""), ["! pass-role-to-instance"]);
    assert_eq!(passing(r#""arn:aws:iam::123456789012:role/other""#, ""), ["? pass-role-to-instance"]);
    let administrator = r#"
        resource "aws_iam_role" "strong" { name = "strong" }
        resource "aws_iam_role_policy_attachment" "strong" {
          role       = aws_iam_role.strong.name
          policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
        }"#;
    assert_eq!(passing("aws_iam_role.strong.arn", administrator), ["! pass-role-to-instance"]);
    assert_eq!(passing(r#""arn:aws:iam::*:role/st*""#, administrator), ["! pass-role-to-instance"]);
    assert_eq!(passing(r#""arn:aws:iam::*:role/we*""#, administrator), ["? pass-role-to-instance"]);
}

#[test]
fn a_role_passed_to_another_service_starts_no_instance() {
    let passing = |service: &str| {
        powers_of(&format!(
            r#"{{ Effect = "Allow", Action = "ec2:RunInstances", Resource = "*" }},
               {{ Effect = "Allow", Action = "iam:PassRole", Resource = "*",
                  Condition = {{ StringEquals = {{ "iam:PassedToService" = "{service}" }} }} }}"#
        ))
    };
    assert_eq!(passing("ec2.amazonaws.com"), ["! pass-role-to-instance"]);
    assert_eq!(passing("eks.amazonaws.com"), NONE);
}

#[test]
fn changing_its_own_rights_needs_its_own_role() {
    let on = |resource: &str| powers_of(&allow(r#""iam:PutRolePolicy""#, resource));
    assert_eq!(on("aws_iam_role.r.arn"), ["! put-role-policy"]);
    assert_eq!(on(r#""arn:aws:iam::*:role/har*""#), ["! put-role-policy"]);
    assert_eq!(on(r#""arn:aws:iam::123456789012:role/harbor""#), ["! put-role-policy"]);
    assert_eq!(on(r#""arn:aws:iam::123456789012:role/other""#), NONE, "a role it cannot become");
    let other = r#""arn:aws:iam::123456789012:role/other""#;
    let both = powers_of(&(allow(r#""iam:PutRolePolicy""#, other) + &allow(r#""sts:AssumeRole""#, other)));
    assert_eq!(both, ["? put-role-policy"]);
    assert_eq!(on("var.role"), ["? put-role-policy"]);
}

#[test]
fn a_role_without_a_known_name_may_be_meant() {
    let text = role_with(&allow(r#""iam:PutRolePolicy""#, r#""arn:aws:iam::123456789012:role/har*""#));
    let prefix = text.replace("name               = \"harbor\"", "name_prefix = \"harbor-\"");
    assert_eq!(lower(&prefix, &[]).powers(), ["! put-role-policy"]);
    let unnamed = text.replace("name               = \"harbor\"", "");
    assert_eq!(lower(&unnamed, &[]).powers(), ["? put-role-policy"]);
}

#[test]
fn policy_versions_of_aws_cannot_be_written() {
    let on = |resource: &str| powers_of(&allow(r#""iam:CreatePolicyVersion""#, resource));
    assert_eq!(on(r#""arn:aws:iam::aws:policy/harbor-*""#), NONE);
    assert_eq!(on(r#""arn:aws:iam::*:policy/harbor-*""#), ["? create-policy-version"]);
    let held = r#"
        resource "aws_iam_role" "r" { name = "harbor" }
        resource "aws_iam_policy" "own" {
          name   = "harbor-own"
          policy = jsonencode({ Version = "2012-10-17", Statement = [{
            Effect = "Allow", Action = "iam:CreatePolicyVersion"
            Resource = "arn:aws:iam::*:policy/harbor-*" }] })
        }
        resource "aws_iam_role_policy_attachment" "own" {
          role       = aws_iam_role.r.name
          policy_arn = aws_iam_policy.own.arn
        }"#;
    assert_eq!(lower(held, &[]).powers(), ["! create-policy-version"]);
}

#[test]
fn dates_in_the_past_decide() {
    let since = |operator: &str| {
        powers_of(&format!(
            r#"{{ Effect = "Allow", Action = "iam:CreatePolicyVersion", Resource = "*",
                  Condition = {{ {operator} = {{ "aws:TokenIssueTime" = "2020-01-01T00:00:01Z" }} }} }}"#
        ))
    };
    assert_eq!(since("DateGreaterThan"), ["! create-policy-version"]);
    assert_eq!(since("DateLessThan"), NONE);
}

#[test]
fn a_denial_under_conditions_is_named() {
    let lowered = lower(
        &role_with(
            r#"{ Effect = "Allow", Action = "iam:CreateAccessKey", Resource = "*" },
               { Effect = "Deny", Action = "iam:*", Resource = "*",
                 Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }"#,
        ),
        &[],
    );
    assert_eq!(lowered.powers(), ["? create-access-key"]);
    let power = &lowered.identity("aws_iam_role.r").powers[0];
    assert_eq!(power.unless, [r#"unless BoolIfExists aws:MultiFactorAuthPresent "false""#]);
}
