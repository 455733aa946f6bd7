//! Values that are given to the root module's variables, in all the ways there are.

use ringfence_terraform::VariableSource;
use serde_json::json;

use super::case::Case;
use super::literal::{given, hcl};
use super::shape::Shape;
use crate::random::Random;

/// Files that Terraform reads by itself, in any order, and whether they are JSON.
const FILES: [(&str, bool); 6] = [
    ("terraform.tfvars", false),
    ("terraform.tfvars.json", true),
    ("a.auto.tfvars", false),
    ("a.auto.tfvars.json", true),
    ("b.auto.tfvars", false),
    ("z.auto.tfvars.json", true),
];

/// Gives a variable up to three values, of which one wins.
pub(crate) fn give(case: &mut Case, random: &mut Random, name: &str, shape: &Shape) {
    for _ in 0..random.below(3) {
        let value = given(random, shape);
        let written = if random.chance(10) { "null".to_owned() } else { hcl(&value) };
        let text = || match value.as_str() {
            Some(text) => text.to_owned(),
            None => hcl(&value),
        };
        match random.below(9) {
            0 => drop(case.environment.insert(name.to_owned(), text())),
            1 => case.command_line.push(VariableSource::Value { name: name.to_owned(), text: text() }),
            2 => {
                let path = format!("given-{name}.tfvars");
                case.blocks.retain(|block| block.path != path);
                case.add(&path, format!("{name} = {written}"), String::new());
                case.command_line.push(VariableSource::File(path.into()));
            }
            _ => {
                let (path, is_json) = *random.pick(&FILES);
                if is_json {
                    // A file is one document, so the last variable that is written into it is the only one.
                    case.blocks.retain(|block| block.path != path);
                    case.add(path, json!({ name: value }).to_string(), "{}".to_owned());
                } else if !case.blocks.iter().any(|block| block.path == path && block.text.starts_with(name))
                {
                    case.add(path, format!("{name} = {written}"), String::new());
                }
            }
        }
    }
    random.shuffle(&mut case.command_line);
}
