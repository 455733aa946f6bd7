//! What Terraform refuses, and what is refused here.

use std::collections::BTreeSet;

use ringfence_model::{Level, Notice, NoticeId, Sources};
use ringfence_terraform::Stack;

use crate::generate::Case;
use crate::terraform::Refusal;

/// What is wrong, and in which block.
pub(crate) type Wrong = (Option<usize>, String);

/// How what Terraform refuses compares with what is refused here.
pub(crate) enum Verdict {
    /// These blocks are refused by both.
    Agrees(BTreeSet<usize>),
    /// Terraform refuses what is not looked at here, or what no block can be replaced for.
    Undecided,
    /// What Terraform alone refuses.
    Differs(String),
}

/// Compares what Terraform refuses with what is wrong here.
pub(crate) fn judge(case: &Case, refusals: &[Refusal], wrong: &[Wrong]) -> Verdict {
    let elsewhere = refusals.iter().any(|refusal| block_of(case, refusal).is_none());
    if elsewhere && !wrong.is_empty() {
        // A value on the command line is in no block, and is not replaced.
        return Verdict::Undecided;
    }
    let mut refused = BTreeSet::new();
    for Refusal { message, place } in refusals {
        let block = place.as_ref().and_then(|(path, line)| case.block_at(path, *line));
        match block {
            Some(block) if wrong.iter().any(|(at, _)| *at == Some(block)) || is_unknown_here(message) => {
                refused.insert(block);
            }
            Some(block) if wrong.iter().any(|(at, _)| at.is_some()) => {
                // What is wrong here may be what Terraform would refuse next, and the reason why this is not looked at:
                // one round of Terraform's need not show both. Of a sensitive value it shows the variable's block.
                refused.extend(wrong.iter().filter_map(|(at, _)| *at));
                refused.insert(block);
            }
            Some(at)
                if is_early(message)
                    || is_excepted(message)
                    || is_static(message)
                    || !case.blocks[at].is_there =>
            {
                return Verdict::Undecided;
            }
            Some(_) => return Verdict::Differs(format!("not refused here: {message}")),
            // No value of a plan is infinite; that is found where it is written.
            None if message.contains("infinity") => return Verdict::Undecided,
            None => return Verdict::Differs(format!("refused nowhere: {message}")),
        }
    }
    Verdict::Agrees(refused)
}

/// Whether Terraform refuses that a variable has no value, or that the number of instances is not known: that is no
/// mistake here, but unknown.
fn is_unknown_here(message: &str) -> bool {
    message.starts_with("No value for required variable")
        || message.starts_with("Required variable not set")
        || message.contains("argument depends on resource attributes that cannot be determined until apply")
        || message.contains("map includes keys derived from resource attributes that cannot be determined")
        || message.contains("set includes values derived from resource attributes that cannot be determined")
        || message.contains("value depends on resource attributes that cannot be determined until apply")
}

/// Whether Terraform refuses an element that is `null` beside others in a collection of a type that holds `any` inside a
/// tuple or object, as `map(tuple([any, string]))`: go-cty does not give the null the type of the others, and here it has
/// that type.
fn is_excepted(message: &str) -> bool {
    message.contains("types must all match for conversion to ")
}

/// Whether Terraform refuses a step into an attribute that is a text by its schema: it checks the references that are
/// written, and here those that are evaluated.
fn is_static(message: &str) -> bool {
    message.starts_with("Invalid index: This value does not have any indices.")
        || message
            .starts_with("Unsupported attribute: Can't access attributes on a primitive-typed value (string)")
}

/// Whether Terraform refuses what only its validation finds wrong, in which nothing of any resource is known, not even
/// types: `tolist([[1], terraform_data.a.input])` is refused there whatever `input` is.
fn is_early(message: &str) -> bool {
    let types = ["list", "set", "map"].map(|kind| format!("to {kind} of any single type"));
    types.iter().any(|end| message.contains(end))
        || message.ends_with("all list elements must have the same type.")
        || message.starts_with("Inconsistent conditional result types")
}

fn block_of(case: &Case, refusal: &Refusal) -> Option<usize> {
    let (path, line) = refusal.place.as_ref()?;
    case.block_at(path, *line)
}

/// What is refused here, and in which block.
pub(crate) fn wrong_blocks(case: &Case, stack: &Stack, sources: &Sources) -> Vec<Wrong> {
    let wrong = stack.notices.iter().filter(|notice| {
        matches!(notice.id, NoticeId::Syntax | NoticeId::UnknownValue | NoticeId::Cycle)
            && notice.level != Level::Note
            || notice.id == NoticeId::UnknownValue
    });
    let at = |notice: &Notice| {
        let span = notice.source.as_ref()?.span()?;
        let file = sources.get(span.file)?;
        let line = usize::try_from(file.position(span.start).line).unwrap();
        case.block_at(&file.path, line)
    };
    wrong.map(|notice| (at(notice), format!("{notice:?}"))).collect()
}
