//! One expression each, as the only output of a root module.

use ringfence_model::Sources;
use ringfence_terraform::{Options, load};

use crate::{Tally, compare, directory, vectors};

/// How many agreed when this was last looked at.
const FLOOR: usize = 320;

/// What is wrong in Terraform and taken here, since nothing that it could mean is lost.
const LENIENT: [&str; 1] = ["\"%{ for i, x in [\"a\",\"b\"] ~}\n${i}=${x}\n%{ endfor ~}\""];

#[test]
fn expressions_evaluate_as_in_terraform() {
    let Some(recorded) = vectors("expressions.json") else { return };
    let mut tally = Tally::default();
    let dir = directory("expressions", &recorded["files"]);
    for case in recorded["cases"].as_array().unwrap() {
        let expr = case["expr"].as_str().unwrap();
        if LENIENT.contains(&expr) {
            println!("skipped: {expr}");
            continue;
        }
        std::fs::write(dir.join("main.tf"), format!("output \"o\" {{\n  value = {expr}\n}}\n")).unwrap();
        let stack = load(&dir, &Options::default(), &Sources::default());
        let Some(ours) = stack.outputs.get("o") else {
            let unparsed = if case.get("error").is_some() {
                compare::Verdict::Agree
            } else {
                compare::Verdict::Unknown(format!("not parsed: {:?}", stack.notices))
            };
            tally.add(expr, unparsed);
            continue;
        };
        let verdict = if case.get("error").is_some() {
            compare::error(ours)
        } else if case.get("unknown").is_some() {
            compare::unknown(ours)
        } else {
            compare::value(ours, &case["value"])
        };
        tally.add(expr, verdict);
    }
    tally.assert(FLOOR);
}
