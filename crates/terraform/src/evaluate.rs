//! One expression in a root module, for people who want to see what is seen.

use std::path::Path;

use ringfence_hcl::{Names, Severity, parse_expression};
use ringfence_model::{Notice, Sources, Span};
use ringfence_value::{Cause, Reason, Value, ValueKind};

use crate::Options;
use crate::load::Loaded;

/// What an expression gives.
#[derive(Debug)]
pub struct Evaluation {
    /// Its value, or why it is wrong, and where.
    pub result: Result<Value, (String, Option<Span>)>,
    /// What could not be read or known of the module.
    pub notices: Vec<Notice>,
}

/// Evaluates an expression as if it stood in the root module.
///
/// Unknown: as in a stack. A value that hangs on a wrong expression elsewhere, on a name that nothing declares or on a
/// circle of references is wrong too: Terraform would refuse it.
pub fn evaluate(root: &Path, expression: &str, options: &Options, sources: &Sources) -> Evaluation {
    let loaded = match Loaded::read(root, options, sources) {
        Ok(loaded) => loaded,
        Err(notice) => {
            return Evaluation { result: Err((notice.message.clone(), None)), notices: vec![*notice] };
        }
    };
    let file = sources.add("expression", expression);
    let parsed = parse_expression(expression, 0, &mut Names::new());
    let wrong = parsed.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    if let Some(wrong) = wrong {
        let at = Span { file, start: wrong.at.start, end: wrong.at.end };
        return Evaluation { result: Err((wrong.message.clone(), Some(at))), notices: Vec::new() };
    }
    let (value, notices) = loaded.expression(&parsed.value, file);
    let result = match refused(&value) {
        Some(reason) => Err((reason.to_string(), Some(reason.at))),
        None if is_endless(&value) => {
            Err(("the value holds an infinite number, which no plan can hold".to_owned(), None))
        }
        None => Ok(value),
    };
    Evaluation { result, notices }
}

/// Why Terraform would refuse an expression with this value.
fn refused(value: &Value) -> Option<&Reason> {
    let own = value.reason().and_then(|reason| refusal(reason));
    let inside = || match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().find_map(refused),
        (None, Some(entries)) => entries.values().find_map(refused),
        (None, None) => None,
    };
    own.or_else(inside)
}

/// Whether there is an infinite number in a value.
fn is_endless(value: &Value) -> bool {
    match (&value.kind, value.as_list(), value.as_map()) {
        (ValueKind::Number(number), ..) => number.is_infinite(),
        (_, Some(items), _) => items.iter().any(is_endless),
        (_, None, Some(entries)) => entries.values().any(is_endless),
        _ => false,
    }
}

fn refusal(reason: &Reason) -> Option<&Reason> {
    match &reason.cause {
        Cause::Error(_) | Cause::Undeclared(_) | Cause::Cycle(_) => Some(reason),
        Cause::Derived(from) => from.iter().find_map(|reason| refusal(reason)),
        _ => None,
    }
}
