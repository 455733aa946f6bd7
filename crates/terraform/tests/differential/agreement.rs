//! One root module: what Terraform makes of it, and what is read here.

use std::path::Path;

use ringfence_model::Sources;
use ringfence_terraform::{Configured, Options, VariableSource, load};
use serde_json::Value as Json;

use crate::documents::{of_plan, of_states};
use crate::generate::Case;
use crate::refusals::{Verdict, judge, wrong_blocks};
use crate::stack;
use crate::terraform::{Answer, plan};

/// How often what Terraform refuses is replaced.
const ROUNDS: usize = 5;

/// Whether Terraform plans the module once what it refuses is replaced. Errors: what differs, and the files.
pub(crate) fn check(mut case: Case, dir: &Path) -> Result<bool, String> {
    for _ in 0..ROUNDS {
        case.write(dir);
        let sources = Sources::default();
        let here = load(dir, &options(&case, dir), &sources);
        let wrong = wrong_blocks(&case, &here, &sources);
        let differ = |what: String| Err(format!("{what}\n{case}"));
        match plan(&case, dir) {
            Answer::Plan(text) => {
                if let Some((_, message)) = wrong.first() {
                    return differ(format!("refused here only: {message}"));
                }
                let plan: Json = serde_json::from_str(&text).unwrap();
                let mut differences = stack::differences(&plan, &here, case.forgets_marks);
                std::fs::write(dir.join("plan.json"), &text).unwrap();
                for configured in [Configured::Nowhere, Configured::In(dir.to_owned())] {
                    differences.extend(of_plan(&plan, &case, configured, dir));
                }
                if differences.is_empty() && case.applied {
                    differences.extend(of_states(&case, dir));
                }
                return if differences.is_empty() { Ok(true) } else { differ(differences.join("\n")) };
            }
            Answer::Refused(refusals) => match judge(&case, &refusals, &wrong) {
                Verdict::Differs(what) => return differ(what),
                Verdict::Agrees(refused) if refused.iter().all(|block| case.replace(*block)) => {}
                Verdict::Agrees(_) | Verdict::Undecided => return Ok(false),
            },
        }
    }
    Ok(false)
}

/// How Terraform reads the module, too.
pub(crate) fn options(case: &Case, dir: &Path) -> Options {
    let from_here = |source: &VariableSource| match source {
        VariableSource::File(path) => VariableSource::File(dir.join(path)),
        VariableSource::Value { .. } => source.clone(),
    };
    Options {
        display_base: Some(dir.to_owned()),
        variables: case.command_line.iter().map(from_here).collect(),
        environment: case.environment.clone(),
        workspace: case.workspace.clone(),
        ..Options::default()
    }
}
