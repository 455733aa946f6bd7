//! Reading and evaluating a generated directory of 1,000 resources.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::BytesCount;
use ringfence_model::Sources;
use ringfence_terraform::{Options, load};

/// Resources of one cluster.
const CLUSTER: usize = 10;

fn main() {
    divan::main();
}

/// A cluster shaped as deployment tools write it: network, groups with rules, role with policy, machines.
fn cluster(index: usize) -> String {
    let c = format!("c{index}");
    let tags = format!(
        "tags = {{\n    \"Name\" = \"{c}.example.com\"\n    \"kubernetes.io/cluster/{c}\" = \"owned\"\n  }}"
    );
    let network = format!(
        "resource \"aws_vpc\" \"{c}\" {{\n  cidr_block = local.{c}_cidr\n  {tags}\n}}\n\
         resource \"aws_subnet\" \"{c}\" {{\n  count = 2\n  vpc_id = aws_vpc.{c}.id\n  \
         cidr_block = cidrsubnet(aws_vpc.{c}.cidr_block, 8, count.index)\n  {tags}\n}}\n\
         resource \"aws_security_group\" \"{c}\" {{\n  vpc_id = aws_vpc.{c}.id\n  name = \"{c}\"\n}}\n"
    );
    let mut rules = String::new();
    for port in [22, 443, 2379, 10250] {
        write!(
            rules,
            "resource \"aws_security_group_rule\" \"{c}-{port}\" {{\n  type = \"ingress\"\n  from_port = {port}\n  \
             to_port = {port}\n  protocol = \"tcp\"\n  cidr_blocks = [\"10.0.0.0/8\", local.{c}_cidr]\n  \
             security_group_id = aws_security_group.{c}.id\n}}\n"
        )
        .unwrap();
    }
    let identity = format!(
        "resource \"aws_iam_role\" \"{c}\" {{\n  name = \"{c}\"\n  assume_role_policy = jsonencode({{\n    \
         Statement = [{{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = {{ Service = \"ec2.amazonaws.com\" }} }}]\n  }})\n}}\n\
         resource \"aws_iam_role_policy\" \"{c}\" {{\n  role = aws_iam_role.{c}.name\n  policy = <<-EOT\n    \
         {{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::{c}/*\"}}]}}\n  EOT\n}}\n\
         resource \"aws_instance\" \"{c}\" {{\n  for_each = toset([\"a\", \"b\"])\n  subnet_id = aws_subnet.{c}[0].id\n  \
         user_data = base64encode(\"#!/bin/sh\\necho ${{each.key}}\\n\")\n  {tags}\n}}\n"
    );
    format!("locals {{\n  {c}_cidr = \"10.{index}.0.0/16\"\n}}\n{network}{rules}{identity}")
}

/// The directory, written anew, and how many bytes it has.
fn directory(resources: usize) -> (PathBuf, usize) {
    let dir = std::env::temp_dir().join(format!("ringfence-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let text: String = (0..resources / CLUSTER).map(cluster).collect();
    std::fs::write(dir.join("main.tf"), &text).unwrap();
    (dir, text.len())
}

#[divan::bench(args = [100, 1000])]
fn read_and_evaluate(bencher: Bencher<'_, '_>, resources: usize) {
    let (dir, bytes) = directory(resources);
    let run = |dir: &Path| load(dir, &Options::default(), &Sources::default()).records.len();
    bencher.counter(BytesCount::new(bytes)).bench(|| run(&dir));
    std::fs::remove_dir_all(dir).unwrap();
}
