//! What is written for sensitive variables: no report shows it, not even as a line beside a finding.

use std::collections::BTreeMap;
use std::ops::Range;

use ringfence_hcl::ast::{Expr, ExprKind};
use ringfence_model::{FileId, Sources, Span};

use super::declared::span;
use super::{Child, Config};

/// Hides the places that were found so far, and in every module the defaults of sensitive variables and what calls pass
/// to them.
pub(super) fn hide(mut found: Vec<Span>, config: &Config, sources: &Sources) {
    of_module(config, &mut found);
    let mut files: BTreeMap<FileId, Vec<Range<u32>>> = BTreeMap::new();
    for span in found {
        files.entry(span.file).or_default().push(span.start..span.end);
    }
    for (file, parts) in files {
        if let Some(source) = sources.get(file) {
            source.hide(parts);
        }
    }
}

fn of_module(config: &Config, found: &mut Vec<Span>) {
    for variable in config.module.variables.iter().filter(|variable| variable.sensitive) {
        let defaults = variable.declared.every("default");
        found.extend(defaults.filter_map(|(value, file)| secret(value, file)));
    }
    for call in config.module.calls.iter() {
        let Some(Child::Found(called)) = config.children.get(&call.name) else { continue };
        for variable in called.module.variables.iter().filter(|variable| variable.sensitive) {
            let arguments = call.every(&variable.declared.name);
            found.extend(arguments.filter_map(|(value, file)| secret(value, file)));
        }
        of_module(called, found);
    }
}

/// Where a value is a secret: a reference is none, and nobody guesses at what `true` might be.
pub(super) fn secret(value: &Expr, file: FileId) -> Option<Span> {
    let open = matches!(
        value.kind,
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Name(_) | ExprKind::Traversal(_) | ExprKind::Wrong
    );
    (!open).then(|| span(file, value.range))
}
