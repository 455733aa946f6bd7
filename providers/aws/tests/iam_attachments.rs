//! Every way a role gets a policy, and where its statements stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod iam_support;

use iam_support::{Lowered, lower};
use ringfence_model::{Level, NoticeId, Truth};

const EC2: &str =
    r#"{ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] }"#;

const ROLE: &str = r#"
    resource "aws_iam_role" "r" {
      name = "harbor"
    }
    resource "aws_iam_policy" "ec2" {
      name   = "harbor-ec2"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }]
      })
    }
"#;

fn with(text: &str) -> Lowered {
    lower(&format!("{ROLE}{text}"), &[])
}

/// The first place of the only power.
fn place(lowered: &Lowered) -> String {
    let [power] = lowered.identity("aws_iam_role.r").powers.as_slice() else {
        panic!("{:?}", lowered.powers())
    };
    lowered.places(power)[0].clone()
}

/// Ways to attach a policy of the stack, the resource of which is `a`.
const WAYS: [(&str, &str); 5] = [
    ("aws_iam_role_policy_attachment", "role = aws_iam_role.r.name\n policy_arn = aws_iam_policy.ec2.arn"),
    ("aws_iam_role_policy_attachment", "role = \"harbor\"\n policy_arn = aws_iam_policy.ec2.arn"),
    (
        "aws_iam_policy_attachment",
        "roles = [aws_iam_role.r.name, \"elsewhere\"]\n policy_arn = aws_iam_policy.ec2.arn",
    ),
    (
        "aws_iam_role_policy_attachments_exclusive",
        "role_name = aws_iam_role.r.name\n policy_arns = [aws_iam_policy.ec2.arn]",
    ),
    (
        "aws_iam_role_policy_attachment",
        "role = aws_iam_role.r.name\n \
         policy_arn = \"arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/harbor-ec2\"",
    ),
];

#[test]
fn every_way_of_attaching_counts() {
    for (type_name, body) in WAYS {
        let text = format!(
            "data \"aws_caller_identity\" \"me\" {{}}\n resource \"{type_name}\" \"a\" {{\n{body}\n}}"
        );
        let lowered = with(&text);
        assert_eq!(lowered.powers(), ["! ec2:*"], "{text}");
        let identity = lowered.identity("aws_iam_role.r");
        let [grant] = identity.grants.as_slice() else { panic!("{text}: {:?}", identity.grants) };
        assert_eq!((grant.id.as_str(), grant.statements), (&*format!("{type_name}.a"), 1));
        assert_eq!(grant.name, "harbor-ec2");
        assert!(identity.unseen.is_empty());
        assert_eq!(place(&lowered), r#""ec2:*""#);
    }
}

#[test]
fn policies_in_the_role_itself_count() {
    let text = format!(
        r#"resource "aws_iam_role" "r" {{
             inline_policy {{
               name   = "machines"
               policy = jsonencode({EC2})
             }}
             inline_policy {{}}
             managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"]
           }}"#
    );
    let lowered = lower(&text, &[]);
    assert_eq!(lowered.powers(), ["! ec2:*"]);
    let grants = &lowered.identity("aws_iam_role.r").grants;
    let names: Vec<(&str, usize)> =
        grants.iter().map(|grant| (grant.name.as_str(), grant.statements)).collect();
    assert_eq!(names, [("machines", 1), ("AmazonEKSWorkerNodePolicy v3", 1)]);
}

#[test]
fn what_is_managed_elsewhere_is_unseen() {
    let attached = |arn: &str| {
        with(&format!(
            r#"resource "aws_iam_role_policy_attachment" "a" {{
               role = aws_iam_role.r.name
               policy_arn = "{arn}"
}}"#
        ))
    };
    for (arn, what) in [
        (
            "arn:aws:iam::123456789012:policy/edge",
            "policy `arn:aws:iam::123456789012:policy/edge`, which is not",
        ),
        (
            "arn:aws:iam::aws:policy/AmazonKendraFullAccess",
            "`AmazonKendraFullAccess`, which is not in the table of 20",
        ),
    ] {
        let lowered = attached(arn);
        let identity = lowered.identity("aws_iam_role.r");
        assert!(identity.unseen[0].what.contains(what), "{:?}", identity.unseen);
        assert_eq!((identity.powers.len(), identity.grants[0].statements), (0, 0));
    }
    assert!(
        attached("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")
            .identity("aws_iam_role.r")
            .unseen
            .is_empty()
    );
    assert_eq!(attached("arn:aws:iam::aws:policy/AdministratorAccess").powers(), ["! administrator"]);
    assert_eq!(attached("arn:aws-cn:iam::aws:policy/IAMFullAccess").powers()[0], "! attach-role-policy");
}

#[test]
fn an_unread_policy_may_deny_what_another_grants() {
    let text = r#"
        resource "aws_iam_role_policy_attachment" "a" {
          role       = aws_iam_role.r.name
          policy_arn = aws_iam_policy.ec2.arn
        }
        resource "aws_iam_role_policy_attachment" "b" {
          role       = aws_iam_role.r.name
          policy_arn = "arn:aws:iam::123456789012:policy/edge"
        }"#;
    let lowered = with(text);
    assert_eq!(lowered.powers(), ["? ec2:*"]);
    let unless = &lowered.identity("aws_iam_role.r").powers[0].unless;
    assert_eq!(
        unless,
        &["unless policy `arn:aws:iam::123456789012:policy/edge`, which is not declared here denies it"]
    );
    let harmless = text.replace("123456789012:policy/edge", "aws:policy/AmazonKendraFullAccess");
    assert_eq!(with(&harmless).powers(), ["! ec2:*"], "that one denies nothing");
}

#[test]
fn an_attachment_that_may_not_exist_makes_it_possible() {
    let text = r#"
        variable "machines" {}
        resource "aws_iam_role_policy_attachment" "a" {
          count      = var.machines
          role       = aws_iam_role.r.name
          policy_arn = aws_iam_policy.ec2.arn
        }"#;
    let lowered = with(text);
    assert_eq!(lowered.powers(), ["? ec2:*"]);
}

#[test]
fn a_role_that_is_only_named_is_not_declared() {
    let text = r#"
        resource "aws_iam_role_policy_attachment" "a" {
          role       = "made-by-hand"
          policy_arn = aws_iam_policy.ec2.arn
        }
        resource "aws_instance" "machine" {
          ami                  = "ami-0123456789abcdef0"
          instance_type        = "m7i.large"
          iam_instance_profile = "made-by-others"
        }"#;
    let lowered = with(text);
    let named = lowered.identity("made-by-hand");
    assert!(!named.about.declared && named.about.exists == Truth::Yes);
    assert_eq!(named.unseen.len(), 1);
    assert_eq!(lowered.powers_of("made-by-hand"), ["! ec2:*"]);
    let profile = lowered.identity("made-by-others");
    assert!(!profile.about.declared && profile.unseen.len() == 1 && profile.grants.is_empty());
}

const JSON: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow",
    "Action": ["ec2:*"], "Resource": "*"}]
}
"#;

#[test]
fn the_place_is_the_action_whatever_the_policy_is_written_in() {
    let policy = |value: &str, more: &str| {
        let text = format!(
            "{more}\n resource \"aws_iam_role\" \"r\" {{}}\n \
             resource \"aws_iam_role_policy\" \"p\" {{\n role = aws_iam_role.r.id\n policy = {value}\n}}\n"
        );
        lower(
            &text,
            &[
                ("policy.json", JSON),
                ("policy.tpl", &JSON.replace("\"Resource\": \"*\"", "\"Resource\": \"${all}\"")),
            ],
        )
    };
    for (value, more) in [
        ("file(\"policy.json\")", ""),
        ("templatefile(\"policy.tpl\", { all = \"*\" })", ""),
        (&format!("<<EOF\n{JSON}EOF"), ""),
        (&format!("<<-EOF\n    {}    EOF", JSON.replace('\n', "\n    ")), ""),
        (&format!("jsonencode({EC2})"), ""),
        ("local.policy", &format!("locals {{ policy = jsonencode({EC2}) }}")),
        (
            "data.aws_iam_policy_document.d.json",
            r#"data "aws_iam_policy_document" "d" {
                 statement {
                   resources = ["*"]
                   actions   = ["ec2:*"]
                 }
               }"#,
        ),
        (
            "jsonencode({ Version = \"2012-10-17\", Statement = local.s })",
            r#"locals { s = [{ Effect = "Allow", Action = local.a, Resource = "*" }] }
               locals { a = ["ec2:*"] }"#,
        ),
    ] {
        let lowered = policy(value, more);
        assert_eq!(lowered.powers(), ["! ec2:*"], "{value}");
        assert_eq!(place(&lowered), r#""ec2:*""#, "{value}");
    }
}

#[test]
fn a_policy_that_is_none_is_noticed_and_the_rest_goes_on() {
    let text = format!(
        r#"resource "aws_iam_role" "r" {{}}
           resource "aws_iam_role_policy" "bad" {{
             role   = aws_iam_role.r.id
             policy = "{{\"Version\": \"2012-10-17\", Statement"
           }}
           resource "aws_iam_role_policy" "good" {{
             role   = aws_iam_role.r.id
             policy = jsonencode({EC2})
           }}"#
    );
    let lowered = lower(&text, &[]);
    let notices: Vec<_> =
        lowered.model.notices.iter().filter(|notice| notice.id == NoticeId::Policy).collect();
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(notice.level, Level::Warning);
    assert!(
        notice.message.contains("`aws_iam_role_policy.bad`") && notice.source.is_some(),
        "{}",
        notice.message
    );
    assert_eq!(lowered.powers(), ["? ec2:*"], "the broken one may deny it");
    assert_eq!(lowered.identity("aws_iam_role.r").unseen.len(), 1);
}

#[test]
fn a_policy_of_which_nothing_is_known_is_unseen() {
    let text = r#"
        variable "policy" {}
        resource "aws_iam_role" "r" {}
        resource "aws_iam_role_policy" "p" {
          role   = aws_iam_role.r.id
          policy = var.policy
        }"#;
    let identity = lower(text, &[]);
    let identity = identity.identity("aws_iam_role.r");
    assert_eq!(identity.unseen[0].what, "var.policy");
    assert!(identity.powers.is_empty());
}

#[test]
fn an_attachment_to_a_role_nobody_knows_is_noticed() {
    let text = r#"
        variable "role" {}
        resource "aws_iam_role_policy_attachment" "a" {
          role       = var.role
          policy_arn = aws_iam_policy.ec2.arn
        }"#;
    let lowered = with(text);
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("(var.role)")));
}
