//! Parsing a generated file of 1,000 clusters, and reading a JSON document of the same size.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::BytesCount;
use ringfence_hcl::{Names, json, parse_body, parse_template};

/// Clusters of the file.
const CLUSTERS: usize = 1_000;

fn main() {
    divan::main();
}

/// A cluster shaped as deployment tools write it: network, groups with rules, role with policy, machines.
fn cluster(text: &mut String, index: usize) {
    let c = format!("c{index}");
    write!(
        text,
        "resource \"aws_vpc\" \"{c}\" {{\n  cidr_block           = \"10.{index}.0.0/16\"\n  enable_dns_hostnames = true\n  \
         tags = {{\n    \"Name\"                        = \"vpc.{c}.example.com\"\n    \
         \"kubernetes.io/cluster/{c}\" = \"owned\"\n  }}\n}}\n\n"
    )
    .unwrap();
    for port in [22, 443, 2379, 10250] {
        write!(
            text,
            "# Port {port} of the nodes.\nresource \"aws_security_group_rule\" \"{c}-{port}\" {{\n  type              = \"ingress\"\n  \
             from_port         = {port}\n  to_port           = {port}\n  protocol          = \"tcp\"\n  \
             cidr_blocks       = [\"10.0.0.0/8\", local.office]\n  security_group_id = aws_security_group.{c}.id\n}}\n\n"
        )
        .unwrap();
    }
    write!(
        text,
        "resource \"aws_iam_role\" \"{c}\" {{\n  name = \"{c}\"\n  assume_role_policy = jsonencode({{\n    \
         Statement = [{{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = {{ Service = \"ec2.amazonaws.com\" }} }}]\n  \
         }})\n}}\n\nresource \"aws_instance\" \"{c}\" {{\n  count         = var.enabled && var.size > 0 ? 3 : 0\n  \
         subnet_id     = element(aws_subnet.{c}[*].id, count.index)\n  instance_type = lookup(var.types, \"{c}\", \"m5.large\")\n  \
         user_data     = <<-EOT\n    #!/bin/sh\n    echo ${{var.name}}-${{count.index}} > /etc/hostname\n    exec /usr/bin/kubelet\n  EOT\n  \
         tags          = {{ for key, value in local.tags : key => \"${{value}}-{c}\" if value != \"\" }}\n  \
         lifecycle {{\n    ignore_changes = [ami]\n  }}\n}}\n\n"
    )
    .unwrap();
}

fn file() -> String {
    let mut text = String::new();
    (0..CLUSTERS).for_each(|index| cluster(&mut text, index));
    text
}

/// A document shaped as a plan.
fn document() -> String {
    let mut text = String::from("{\"planned_values\":{\"root_module\":{\"resources\":[");
    for index in 0..CLUSTERS * 5 {
        let comma = if index == 0 { "" } else { "," };
        write!(
            text,
            "{comma}{{\"address\":\"aws_security_group_rule.c{index}\",\"mode\":\"managed\",\"type\":\"aws_security_group_rule\",\
             \"name\":\"c{index}\",\"schema_version\":2,\"values\":{{\"cidr_blocks\":[\"10.0.0.0/8\"],\"description\":null,\
             \"from_port\":{index},\"self\":false,\"tags\":{{\"Name\":\"rule \\\"c{index}\\\"\"}}}}}}"
        )
        .unwrap();
    }
    text + "]}}}"
}

#[divan::bench]
fn body(bencher: Bencher<'_, '_>) {
    let text = file();
    let mut names = Names::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse_body(&text, &mut names));
}

/// What a file costs that is wrong in every hundredth block.
#[divan::bench]
fn broken_body(bencher: Bencher<'_, '_>) {
    let text = file().replace("c99\" {", "c99\" {\n  tags = [").replace("vpc.c1", "vpc.${c1");
    let mut names = Names::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse_body(&text, &mut names));
}

#[divan::bench]
fn template(bencher: Bencher<'_, '_>) {
    let text = "server ${name} {\n  listen 80;\n%{ for host in hosts ~}\n  allow ${host};\n%{ endfor ~}\n}\n"
        .repeat(CLUSTERS);
    let mut names = Names::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse_template(&text, 0, &mut names));
}

#[divan::bench]
fn json_document(bencher: Bencher<'_, '_>) {
    let text = document();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| json::parse(&text).unwrap());
}
