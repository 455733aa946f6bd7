//! What a module holds: locals, resources, calls, outputs.

use super::calls::call;
use super::case::Case;
use super::literal::{hcl, literal};
use super::shape::Shape;
use super::writer::{Named, Writer};

/// Expressions inside each other.
const DEPTH: usize = 3;

/// Fills a directory, which is that of a module's key, with modules so deep below it; its outputs.
pub(crate) fn fill(
    case: &mut Case,
    writer: &mut Writer<'_>,
    dir: &str,
    key: &str,
    left: usize,
) -> Vec<Named> {
    let blocks = if key.is_empty() { 3 + writer.random.below(6) } else { 1 + writer.random.below(3) };
    for number in 0..blocks {
        match writer.random.below(7) {
            0 | 1 => resource(case, writer, dir, &format!("r{number}")),
            2 if left > 0 => call(case, writer, dir, key, &format!("m{number}"), left - 1),
            _ => local(case, writer, dir, &format!("l{number}")),
        }
    }
    if key.is_empty() {
        return Vec::new();
    }
    let mut outputs = Vec::new();
    for number in 0..=writer.random.below(2) {
        let shape = Shape::any(writer.random, 2);
        let (text, secret, known) = writer.tracked(&shape, 2);
        case.forgets_marks |= secret;
        let marked = if secret { "  sensitive = true\n" } else { "" };
        let spare = hcl(&literal(writer.random, &shape));
        let written = |value: &str| format!("output \"o{number}\" {{\n  value = {value}\n{marked}}}");
        case.add(&format!("{dir}outputs.tf"), written(&text), written(&spare));
        outputs.push(Named { text: format!("o{number}"), shape, secret, known });
    }
    outputs
}

/// What shows a value: a resource its marks and, in the root module, an output its type.
pub(super) fn shown(dir: &str, name: &str, value: &str) -> String {
    let resource = format!("resource \"terraform_data\" \"{name}\" {{\n  input = {value}\n}}");
    if !dir.is_empty() {
        return resource;
    }
    format!("{resource}\noutput \"{name}\" {{\n  value = {value}\n  sensitive = true\n}}")
}

/// A local value.
fn local(case: &mut Case, writer: &mut Writer<'_>, dir: &str, name: &str) {
    let shape = Shape::any(writer.random, 2);
    let (mut text, mut secret, mut known) = writer.tracked(&shape, DEPTH);
    let spare = hcl(&literal(writer.random, &shape));
    if writer.random.chance(8) {
        let json = serde_json::json!({ "locals": { name: format!("${{{text}}}") } });
        let empty = serde_json::json!({ "locals": { name: literal(writer.random, &Shape::Number) } });
        case.add(&format!("{dir}{name}.tf.json"), json.to_string(), empty.to_string());
        let seen = shown(dir, name, &format!("local.{name}"));
        case.add(&format!("{dir}main.tf"), seen.clone(), seen);
    } else {
        if shape == Shape::Text && writer.random.chance(30) {
            (secret, known) = (true, false);
            text = writer.heredoc(DEPTH - 1);
        }
        let seen = shown(dir, name, &format!("local.{name}"));
        let written = |value: &str| format!("locals {{\n  {name} = {value}\n}}\n{seen}");
        case.add(&format!("{dir}main.tf"), written(&text), written(&spare));
    }
    writer.names.push(Named { text: format!("local.{name}"), shape, secret, known });
}

/// A resource, whose attributes are in scope afterwards.
fn resource(case: &mut Case, writer: &mut Writer<'_>, dir: &str, name: &str) {
    let repetition = writer.repetition();
    let shape = Shape::any(writer.random, 2);
    let (text, secret, known) = writer.tracked_with(repetition.scope.clone(), &shape, DEPTH);
    let spare = hcl(&literal(writer.random, &shape));
    let triggers = if writer.random.chance(20) {
        let shape = Shape::any(writer.random, 1);
        let (text, ..) = writer.tracked_with(repetition.scope.clone(), &shape, DEPTH);
        format!("  triggers_replace = {text}\n")
    } else {
        String::new()
    };
    let rules = match writer.random.below(12) {
        0 => {
            "  lifecycle {\n    precondition {\n      condition = path.module != \"\"\n      error_message = \"m\"\n    }\n  }\n"
        }
        1 => "  lifecycle {\n    create_before_destroy = true\n    ignore_changes = [input]\n  }\n",
        _ => "",
    };
    let written = |repetition: &str, input: &str, triggers: &str| {
        format!(
            "resource \"terraform_data\" \"{name}\" {{\n{repetition}  input = {input}\n{triggers}{rules}}}"
        )
    };
    let path = format!("{dir}main.tf");
    let spare = written(&repetition.spare, &spare, "");
    case.add(&path, written(&repetition.written, &text, &triggers), spare);
    case.last().is_there &= repetition.is_there();
    if writer.random.chance(5) {
        let other = writer.tracked_with(repetition.scope.clone(), &shape, 1);
        let text = format!("resource \"terraform_data\" \"{name}\" {{\n  input = {}\n}}", other.0);
        case.add(&format!("{dir}{name}_override.tf"), text, String::new());
        case.last().is_there &= repetition.is_there();
        return;
    }
    let address = format!("terraform_data.{name}");
    let attribute = |name: &str, shape: &Shape, secret, known| Named {
        text: name.to_owned(),
        shape: shape.clone(),
        secret,
        known,
    };
    let mut attributes =
        vec![attribute("input", &shape, secret, known), attribute("id", &Shape::Text, false, false)];
    if !secret {
        // Terraform forgets that it is sensitive, which is remembered here.
        attributes.push(attribute("output", &shape, false, false));
    }
    for attribute in attributes {
        writer.names.extend(repetition.references(&address, &attribute));
    }
    writer.addresses.push(address);
}
