//! The stages on a generated cluster: parse and evaluate, lower, reach, check.
//!
//! `cargo bench --bench stages`; figures are medians of one machine, worth comparing within one run only.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;
use std::path::PathBuf;

use divan::Bencher;
use ringfence_check::{RuleContext, Settings};
use ringfence_graph::Graph;
use ringfence_model::{Model, Sources};
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_terraform::{Options, Stack};

fn main() {
    divan::main();
}

/// How many nodes the cluster has.
const SIZES: [usize; 2] = [10, 100];

/// A network with a public subnet and a control plane.
const NETWORK: &str = r#"
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/20"
}
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "main" {
  subnet_id      = aws_subnet.main.id
  route_table_id = aws_route_table.main.id
}
resource "aws_security_group" "control" { vpc_id = aws_vpc.main.id }
resource "aws_instance" "control" {
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.control.id]
  tags                        = { "k8s.io/role/control-plane" = "1" }
}
"#;

/// The network, and so many nodes, each with a filter of its own.
fn cluster(nodes: usize) -> String {
    let mut text = NETWORK.to_owned();
    for node in 0..nodes {
        write!(
            text,
            r#"
resource "aws_security_group" "node{node}" {{ vpc_id = aws_vpc.main.id }}
resource "aws_security_group_rule" "etcd{node}" {{
  type                     = "ingress"
  security_group_id        = aws_security_group.control.id
  source_security_group_id = aws_security_group.node{node}.id
  protocol                 = "tcp"
  from_port                = 2379
  to_port                  = 2380
}}
resource "aws_instance" "node{node}" {{
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.node{node}.id]
  tags                   = {{ "k8s.io/role/node" = "1" }}
}}
"#
        )
        .unwrap();
    }
    text
}

fn folder(nodes: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ringfence-bench-{}-{nodes}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("main.tf"), cluster(nodes)).unwrap();
    folder
}

fn load(nodes: usize) -> (Sources, Stack) {
    let sources = Sources::default();
    let stack = ringfence_terraform::load(&folder(nodes), &Options::default(), &sources);
    (sources, stack)
}

fn model(nodes: usize) -> (Sources, Model) {
    let (sources, stack) = load(nodes);
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    (sources, model)
}

#[divan::bench(args = SIZES)]
fn parse_and_evaluate(bencher: Bencher<'_, '_>, nodes: usize) {
    let folder = folder(nodes);
    bencher.bench(|| ringfence_terraform::load(&folder, &Options::default(), &Sources::default()));
}

#[divan::bench(args = SIZES)]
fn lower(bencher: Bencher<'_, '_>, nodes: usize) {
    let (sources, stack) = load(nodes);
    bencher.bench(|| {
        let mut model = Model::default();
        Aws.lower(&stack.records, &sources, &mut model);
        model
    });
}

#[divan::bench(args = SIZES)]
fn reach(bencher: Bencher<'_, '_>, nodes: usize) {
    let (_, model) = model(nodes);
    bencher.bench(|| Graph::new(&model).classifications().len());
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher<'_, '_>, nodes: usize) {
    let (sources, model) = model(nodes);
    let graph = Graph::new(&model);
    let settings = Settings::default();
    bencher.bench(|| {
        let findings = ringfence_rules::ALL.iter().map(|rule| {
            let (graph, sources, settings) = (&graph, &sources, &settings);
            let cx = RuleContext { graph, sources, settings, stack: "bench", meta: rule.meta };
            (rule.check)(&cx).len()
        });
        findings.sum::<usize>()
    });
}
