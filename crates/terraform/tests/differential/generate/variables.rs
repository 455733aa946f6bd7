//! Variables with types and defaults.

use super::case::Case;
use super::literal::{given, hcl};
use super::shape::Shape;
use super::writer::{Named, Writer};
use crate::random::Random;

/// Adds a variable; it is in scope afterwards.
pub(crate) fn variable(case: &mut Case, writer: &mut Writer<'_>, name: &str) {
    let shape = Shape::any(writer.random, 2);
    let mut default = |random: &mut Random, shape: &Shape| hcl(&given(random, shape));
    let ty = shape.constraint(writer.random, &mut default);
    let secret = writer.random.chance(15);
    let mut text = format!("variable \"{name}\" {{\n");
    let mut spare = text.clone();
    let typed = !writer.random.chance(10);
    if typed {
        text.extend([format!("  type = {ty}\n")]);
    }
    if !writer.random.chance(5) {
        text.extend([format!("  default = {}\n", default(writer.random, &shape))]);
    }
    if writer.random.chance(10) {
        let condition = format!("can(var.{name}) || var.{name} == null");
        text.extend([format!(
            "  validation {{\n    condition = {condition}\n    error_message = \"m\"\n  }}\n"
        )]);
    }
    spare.extend([format!("  default = {}\n", hcl(&super::literal::literal(writer.random, &shape)))]);
    if secret {
        text += "  sensitive = true\n";
        spare += "  sensitive = true\n";
    }
    if writer.random.chance(12) {
        text.extend([format!("  nullable = {}\n", writer.random.chance(30))]);
    }
    let seen = super::module::shown("", name, &format!("var.{name}"));
    case.add("variables.tf", format!("{text}}}\n{seen}"), format!("{spare}}}\n{seen}"));
    super::values::give(case, writer.random, name, &shape);
    writer.names.push(Named { text: format!("var.{name}"), shape, secret, known: true });
}
