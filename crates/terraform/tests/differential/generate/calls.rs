//! Modules that the root module calls, and those that they call.

use super::case::Case;
use super::literal::{hcl, literal};
use super::module::{fill, shown};
use super::repetition::Repetition;
use super::shape::Shape;
use super::writer::{Named, Writer};
use crate::random::Random;

/// Adds a call and the module that it calls; the module's outputs are in scope afterwards.
pub(crate) fn call(case: &mut Case, writer: &mut Writer<'_>, dir: &str, key: &str, name: &str, left: usize) {
    let repetition = writer.repetition();
    let child = format!("{dir}mod-{name}/");
    let Arguments { given, spare, inside } = arguments(case, writer, &repetition, &child);
    let depends = match writer.addresses.last() {
        Some(address) if writer.random.chance(10) => format!("  depends_on = [{address}]\n"),
        _ => String::new(),
    };
    let written = |repetition: &str, given: &str| {
        format!("module \"{name}\" {{\n  source = \"./mod-{name}\"\n{repetition}{given}{depends}}}")
    };
    case.add(
        &format!("{dir}main.tf"),
        written(&repetition.written, &given),
        written(&repetition.spare, &spare),
    );
    case.last().is_there &= repetition.is_there();
    let key = if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    case.modules.push((key.clone(), format!("./mod-{name}"), child.trim_end_matches('/').to_owned()));
    let outermost = case.empty_below.is_none() && !repetition.is_there();
    if outermost {
        case.empty_below = Some(child.clone());
    }
    let outputs = {
        let mut inner = Writer::new(writer.random, writer.wild);
        inner.names = inside;
        fill(case, &mut inner, &child, &key, left)
    };
    if outermost {
        case.empty_below = None;
    }
    let address = format!("module.{name}");
    let seen = format!("resource \"terraform_data\" \"{name}\" {{\n  input = {address}\n}}");
    case.add(&format!("{dir}main.tf"), seen.clone(), seen);
    for output in outputs {
        writer.names.extend(repetition.references(&address, &output));
    }
    writer.addresses.push(address);
}

/// The arguments of a call.
#[derive(Default)]
struct Arguments {
    given: String,
    /// The same with literal values.
    spare: String,
    /// The variables that take them.
    inside: Vec<Named>,
}

/// Arguments for variables that are added to the module.
fn arguments(case: &mut Case, writer: &mut Writer<'_>, repetition: &Repetition, child: &str) -> Arguments {
    let mut arguments = Arguments::default();
    for number in 0..writer.random.below(3) {
        let shape = Shape::any(writer.random, 2);
        let (text, secret, known) = writer.tracked_with(repetition.scope.clone(), &shape, 2);
        arguments.given.extend([format!("  p{number} = {text}\n")]);
        arguments.spare.extend([format!("  p{number} = {}\n", hcl(&literal(writer.random, &shape)))]);
        let mut typed = String::new();
        if writer.random.chance(60) {
            let mut default = |random: &mut Random, shape: &Shape| hcl(&literal(random, shape));
            typed = format!("  type = {}\n", shape.constraint(writer.random, &mut default));
        }
        let seen = shown(child, &format!("p{number}"), &format!("var.p{number}"));
        let declared = |typed: &str| format!("variable \"p{number}\" {{\n{typed}}}\n{seen}");
        case.add(&format!("{child}variables.tf"), declared(&typed), declared(""));
        arguments.inside.push(Named { text: format!("var.p{number}"), shape, secret, known });
    }
    arguments
}
