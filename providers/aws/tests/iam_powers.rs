//! What policies amount to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod iam_support;

use iam_support::{lower, powers_of, role_with};

fn allow(actions: &str, resources: &str) -> String {
    format!("{{ Effect = \"Allow\", Action = {actions}, Resource = {resources} }},")
}

const NONE: [&str; 0] = [];

#[test]
fn everything_is_administrator_and_nothing_else_is_said() {
    assert_eq!(powers_of(&allow(r#""*""#, r#""*""#)), ["! administrator"]);
    assert_eq!(powers_of(&allow(r#""*:*""#, r#"["*"]"#)), ["! administrator"]);
    let split = allow(r#""*""#, r#"["arn:aws:s3:::a", "arn:aws:s3:::a/*"]"#);
    assert_eq!(powers_of(&split), NONE, "everything on one thing is not everything");
}

#[test]
fn a_denial_takes_away_exactly_what_it_names() {
    let all = allow(r#""*""#, r#""*""#);
    let deny =
        |actions: &str| format!("{all} {{ Effect = \"Deny\", Action = {actions}, Resource = \"*\" }},");
    assert_eq!(powers_of(&deny(r#""*""#)), NONE);
    let without_iam = powers_of(&deny(r#"["iam:*", "ssm:*", "lambda:*", "cloudformation:*"]"#));
    assert_eq!(without_iam, NONE, "{without_iam:?}");
    let without_one = powers_of(&deny(r#""s3:DeleteBucket""#));
    assert!(!without_one.iter().any(|power| power.contains("administrator")), "{without_one:?}");
    assert!(without_one.contains(&"! put-role-policy".to_owned()), "{without_one:?}");
}

#[test]
fn a_condition_makes_it_possible_and_is_named() {
    let lowered = lower(
        &role_with(
            r#"{ Effect = "Allow", Action = "*", Resource = "*",
                 Condition = { StringEquals = { "aws:ResourceTag/team" = "harbor" } } }"#,
        ),
        &[],
    );
    assert_eq!(lowered.powers(), ["? administrator"]);
    let power = &lowered.identity("aws_iam_role.r").powers[0];
    assert_eq!(power.unless, [r#"if StringEquals aws:ResourceTag/team "harbor""#]);
    assert_eq!(lowered.places(power), [r#""*""#]);
}

#[test]
fn whole_services_are_found_where_they_are_whole() {
    let two = allow(r#"["ec2:*", "elasticloadbalancing:*"]"#, r#""*""#);
    assert_eq!(powers_of(&two), ["! ec2:*", "! elasticloadbalancing:*"]);
    assert_eq!(powers_of(&allow(r#""s3:*""#, r#""arn:aws:s3:::kubernetes-*""#)), NONE);
    assert_eq!(powers_of(&allow(r#""ec2:Describe*""#, r#""*""#)), NONE);
    assert_eq!(powers_of(&allow(r#"["s3:*", "S3:*"]"#, r#""*""#)), ["! s3:*"]);
    let but_one = format!(
        "{}{{ Effect = \"Deny\", Action = \"s3:DeleteBucket\", Resource = \"*\" }}",
        allow(r#""s3:*""#, r#""*""#)
    );
    assert_eq!(powers_of(&but_one), NONE, "not the whole");
}

#[test]
fn all_but_some_actions_is_read_as_what_it_is() {
    let but = r#"{ Effect = "Allow", NotAction = ["iam:*", "ssm:*", "cloudformation:*"], Resource = "*" }"#;
    assert_eq!(powers_of(but), ["! update-function-code"]);
}

#[test]
fn an_unknown_action_may_be_everything() {
    let text = role_with(r#"{ Effect = "Allow", Action = var.actions, Resource = "*" }"#);
    let lowered = lower(&format!("{text}\nvariable \"actions\" {{}}"), &[]);
    assert_eq!(lowered.powers(), ["? administrator"]);
    let power = &lowered.identity("aws_iam_role.r").powers[0];
    assert_eq!(power.unless, ["var.actions"]);
    assert_eq!(lowered.places(power), ["var.actions"]);
}

#[test]
fn a_boundary_limits() {
    let bounded = |boundary: &str| {
        let text = role_with(&allow(r#""*""#, r#""*""#));
        let named = format!("name = \"harbor\"\n permissions_boundary = {boundary}");
        let policy = r#"
            resource "aws_iam_policy" "boundary" {
              policy = jsonencode({ Version = "2012-10-17", Statement = [
                { Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
            }"#;
        lower(&(text.replace("name               = \"harbor\"", &named) + policy), &[]).powers()
    };
    assert_eq!(bounded("aws_iam_policy.boundary.arn"), NONE);
    assert_eq!(bounded(r#""arn:aws:iam::aws:policy/AdministratorAccess""#), ["! administrator"]);
    assert_eq!(bounded(r#""arn:aws:iam::123456789012:policy/edge""#), ["? administrator"]);
}

#[test]
fn only_the_statements_that_give_it_are_named() {
    let read = allow(r#"["ec2:Describe*", "ssm:GetParameter"]"#, r#""*""#);
    for (all, power) in [(allow(r#""*""#, r#""*""#), r#""*""#), (allow(r#""ec2:*""#, r#""*""#), r#""ec2:*""#)]
    {
        let text = role_with(&format!("{read}{all}"))
            + r#"
            resource "aws_iam_role_policy_attachment" "node" {
              role       = aws_iam_role.r.name
              policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
            }"#;
        let lowered = lower(&text, &[]);
        assert_eq!(lowered.places(&lowered.identity("aws_iam_role.r").powers[0]), [power]);
    }
}
