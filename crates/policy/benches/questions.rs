//! How long it takes to read a policy of a control plane's size, and to ask it twenty questions.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::{Bencher, black_box};
use ringfence_policy::{AttachedPolicy, Document, Grants, ResourceQuery};

fn main() {
    divan::main();
}

const QUESTIONS: [&str; 20] = [
    "iam:PassRole",
    "iam:CreatePolicyVersion",
    "iam:AttachRolePolicy",
    "iam:PutRolePolicy",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "ec2:RunInstances",
    "ec2:AttachVolume",
    "ec2:CreateSnapshot",
    "ec2:DescribeInstances",
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "kms:Decrypt",
    "kms:CreateGrant",
    "ssm:SendCommand",
    "lambda:CreateFunction",
    "cloudformation:CreateStack",
    "secretsmanager:GetSecretValue",
    "autoscaling:SetDesiredCapacity",
];

/// Six statements: reads of everything, writes by tag, a store's objects, and a denial.
fn policy() -> String {
    let reads: Vec<String> = (0..50).map(|n| format!("\"ec2:DescribeThing{n}\"")).collect();
    let writes: Vec<String> = (0..30).map(|n| format!("\"ec2:ChangeThing{n}\"")).collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [
        {{"Effect": "Allow", "Action": [{}, "ec2:Describe*"], "Resource": "*"}},
        {{"Effect": "Allow", "Action": [{}, "ec2:AttachVolume", "autoscaling:*"], "Resource": "*",
          "Condition": {{"StringEquals": {{"aws:ResourceTag/cluster": "a.example"}}}}}},
        {{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"],
          "Resource": ["arn:aws:s3:::state", "arn:aws:s3:::state/a.example/*"]}},
        {{"Effect": "Allow", "Action": ["s3:PutObject", "s3:DeleteObject"],
          "Resource": "arn:aws:s3:::state/a.example/backups/etcd/*"}},
        {{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "arn:aws:kms:*:1:key/*"}},
        {{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::state/a.example/backups/etcd/keep/*"}}]}}"#,
        reads.join(","),
        writes.join(",")
    )
}

fn grants() -> Grants {
    let document = Document::parse(&policy()).unwrap().document;
    Grants::new(vec![AttachedPolicy { id: "control-plane".to_owned(), document }])
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(policy).bench_values(|text| Document::parse(&text));
}

#[divan::bench]
fn twenty_questions(bencher: Bencher<'_, '_>) {
    let grants = grants();
    bencher.bench(|| QUESTIONS.map(|action| black_box(&grants).can(action, ResourceQuery::ANY).truth));
}

#[divan::bench]
fn administrator(bencher: Bencher<'_, '_>) {
    let grants = grants();
    bencher.bench(|| black_box(&grants).is_administrator().truth);
}

#[divan::bench]
fn service_wildcards(bencher: Bencher<'_, '_>) {
    let grants = grants();
    bencher.bench(|| black_box(&grants).service_wildcards());
}
