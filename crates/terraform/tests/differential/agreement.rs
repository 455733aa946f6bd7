//! One root module: what Terraform makes of it, and what is read here.

use std::collections::BTreeSet;
use std::path::Path;

use ringfence_model::{NoticeId, Sources};
use ringfence_terraform::{Configured, DocumentKind, Options, Stack, VariableSource, document, load};
use serde_json::Value as Json;

use crate::generate::Case;
use crate::terraform::{Answer, Refusal, apply, plan};
use crate::{stack, state};

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
                    differences.extend(of_document(&plan, &case, configured, dir));
                }
                if differences.is_empty() && case.applied {
                    differences.extend(of_states(&case, dir));
                }
                return if differences.is_empty() { Ok(true) } else { differ(differences.join("\n")) };
            }
            Answer::Refused(refusals) => {
                let mut refused = BTreeSet::new();
                let elsewhere = refusals.iter().any(|refusal| block_of(&case, refusal).is_none());
                if elsewhere && !wrong.is_empty() {
                    // A value on the command line is in no block, and is not replaced.
                    return Ok(false);
                }
                for refusal in &refusals {
                    match block_of(&case, refusal) {
                        Some(block) if wrong.iter().any(|(at, _)| *at == Some(block)) => {
                            refused.insert(block);
                        }
                        // What nobody gives is no mistake here, but unknown.
                        Some(block) if refusal.message.starts_with("No value for required variable") => {
                            refused.insert(block);
                        }
                        Some(block) if refusal.message.starts_with("Invalid value for input variable") => {
                            // Of a sensitive one Terraform shows the variable, not the value.
                            refused.extend(wrong.iter().filter_map(|(at, _)| *at));
                            refused.insert(block);
                        }
                        Some(at) if is_early(&refusal.message) || !case.blocks[at].is_there => {
                            return Ok(false);
                        }
                        Some(_) => return differ(format!("not refused here: {}", refusal.message)),
                        // No value of a plan is infinite; that is found where it is written.
                        None if refusal.message.contains("infinity") => return Ok(false),
                        None => return differ(format!("refused nowhere: {}", refusal.message)),
                    }
                }
                if !refused.into_iter().all(|block| case.replace(block)) {
                    return Ok(false);
                }
            }
        }
    }
    Ok(false)
}

/// Where the plan, read as a document, is not what it says.
fn of_document(plan: &Json, case: &Case, configured: Configured, dir: &Path) -> Vec<String> {
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
fn of_states(case: &Case, dir: &Path) -> Vec<String> {
    let [file, shown] = match apply(case, dir) {
        Ok(states) => states,
        // What is wrong with a value is sometimes known only now.
        Err(_) => return Vec::new(),
    };
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

/// Whether Terraform refuses what only its validation finds wrong, in which nothing of any resource is known, not even
/// types: `tolist([[1], terraform_data.a.input])` is refused there whatever `input` is.
fn is_early(message: &str) -> bool {
    let types = ["list", "set", "map"].map(|kind| format!("to {kind} of any single type"));
    types.iter().any(|end| message.contains(end))
        || message.starts_with("Inconsistent conditional result types")
}

fn block_of(case: &Case, refusal: &Refusal) -> Option<usize> {
    let (path, line) = refusal.place.as_ref()?;
    case.block_at(path, *line)
}

fn options(case: &Case, dir: &Path) -> Options {
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

/// What is refused here, and in which block.
fn wrong_blocks(case: &Case, stack: &Stack, sources: &Sources) -> Vec<(Option<usize>, String)> {
    let wrong = stack.notices.iter().filter(|notice| {
        matches!(notice.id, NoticeId::Syntax | NoticeId::UnknownValue | NoticeId::Cycle)
            && notice.level != ringfence_model::Level::Note
            || notice.id == NoticeId::UnknownValue
    });
    let at = |notice: &ringfence_model::Notice| {
        let span = notice.source.as_ref()?.span()?;
        let file = sources.get(span.file)?;
        let line = usize::try_from(file.position(span.start).line).unwrap();
        case.block_at(&file.path, line)
    };
    wrong.map(|notice| (at(notice), format!("{notice:?}"))).collect()
}
