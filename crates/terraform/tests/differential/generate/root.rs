//! A root module: variables, locals, resources, outputs.

use super::case::Case;
use super::literal::{hcl, literal};
use super::shape::Shape;
use super::variables::variable;
use super::writer::{Named, Writer};
use crate::random::Random;

/// Expressions inside each other.
const DEPTH: usize = 3;

/// The root module of a seed.
pub(crate) fn generate(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let mut case = Case::default();
    let wild = if random.chance(60) { 1 } else { 0 };
    let mut writer = Writer::new(&mut random, wild);
    for number in 0..writer.random.below(4) {
        variable(&mut case, &mut writer, &format!("v{number}"));
    }
    for number in 0..3 + writer.random.below(6) {
        match writer.random.below(3) {
            0 => resource(&mut case, &mut writer, &format!("r{number}")),
            _ => local(&mut case, &mut writer, &format!("l{number}")),
        }
    }
    case
}

/// A local value.
fn local(case: &mut Case, writer: &mut Writer<'_>, name: &str) {
    let shape = Shape::any(writer.random, 2);
    let (mut text, mut secret, mut known) = writer.tracked(&shape, DEPTH);
    if shape == Shape::Text && writer.random.chance(30) {
        (secret, known) = (true, false);
        text = writer.heredoc(DEPTH - 1);
    }
    let spare = hcl(&literal(writer.random, &shape));
    let seen = shown(name, &format!("local.{name}"));
    let written = |value: &str| format!("locals {{\n  {name} = {value}\n}}\n{seen}");
    case.add("main.tf", written(&text), written(&spare));
    writer.names.push(Named { text: format!("local.{name}"), shape, secret, known });
}

/// What shows a value: a resource its marks, an output its type.
pub(super) fn shown(name: &str, value: &str) -> String {
    format!(
        "resource \"terraform_data\" \"{name}\" {{\n  input = {value}\n}}\n\
         output \"{name}\" {{\n  value = {value}\n  sensitive = true\n}}"
    )
}

/// A resource, whose attributes are in scope afterwards.
fn resource(case: &mut Case, writer: &mut Writer<'_>, name: &str) {
    let shape = Shape::any(writer.random, 2);
    let (text, secret, known) = writer.tracked(&shape, DEPTH);
    let spare = hcl(&literal(writer.random, &shape));
    let triggers = if writer.random.chance(20) {
        let shape = Shape::any(writer.random, 1);
        format!("  triggers_replace = {}\n", writer.expression(&shape, DEPTH))
    } else {
        String::new()
    };
    let written = |input: &str, triggers: &str| {
        format!("resource \"terraform_data\" \"{name}\" {{\n  input = {input}\n{triggers}}}")
    };
    case.add("main.tf", written(&text, &triggers), written(&spare, ""));
    let address = format!("terraform_data.{name}");
    let named = |attribute: &str, shape: &Shape, secret, known| Named {
        text: format!("{address}.{attribute}"),
        shape: shape.clone(),
        secret,
        known,
    };
    writer.names.push(named("input", &shape, secret, known));
    if !secret {
        // Terraform forgets that it is sensitive, which is remembered here.
        writer.names.push(named("output", &shape, false, false));
    }
    writer.names.push(named("id", &Shape::Text, false, false));
}
