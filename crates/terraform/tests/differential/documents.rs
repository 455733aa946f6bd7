//! Plans and states, read as documents, against what they say.

use std::path::Path;

use ringfence_model::Sources;
use ringfence_terraform::{Configured, DocumentKind, Options, document};
use serde_json::Value as Json;

use crate::agreement::options;
use crate::generate::Case;
use crate::terraform::apply;
use crate::{stack, state};

/// Where the plan, read as a document, is not what it says.
pub(crate) fn of_plan(plan: &Json, case: &Case, configured: Configured, dir: &Path) -> Vec<String> {
    let what = format!("as a document, configuration {configured:?}");
    let options = Options { configured, computed: true, ..options(case, dir) };
    match document(&dir.join("plan.json"), Some(DocumentKind::Plan), &options, &Sources::default()) {
        Err(error) => vec![format!("{what}: {error}")],
        Ok((_, stack)) => {
            let forgets_marks = case.forgets_marks && options.configured != Configured::Nowhere;
            let found = stack::differences(plan, &stack, forgets_marks);
            found.into_iter().map(|difference| format!("{difference}\n    {what}")).collect()
        }
    }
}

/// Where the two forms of the state are not what Terraform shows of it.
pub(crate) fn of_states(case: &Case, dir: &Path) -> Vec<String> {
    // What is wrong with a value is sometimes known only now.
    let Ok([file, shown]) = apply(case, dir) else { return Vec::new() };
    let theirs: Json = serde_json::from_str(&shown).unwrap();
    let mut differences = Vec::new();
    for (name, text) in [("file.json", &file), ("shown.json", &shown)] {
        std::fs::write(dir.join(name), text).unwrap();
        let options = options(case, dir);
        match document(&dir.join(name), Some(DocumentKind::State), &options, &Sources::default()) {
            Err(error) => differences.push(format!("state {name}: {error}")),
            Ok((_, stack)) => {
                let found = state::differences(&theirs, &stack);
                differences.extend(found.into_iter().map(|found| format!("{found}\n    state, {name}")));
            }
        }
    }
    differences
}
