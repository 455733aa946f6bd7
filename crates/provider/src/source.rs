//! Where a value stands, and the way it took.

use std::sync::Arc;

use ringfence_model::{Evidence, ResourceId, Source};
use ringfence_terraform::Value;

/// Where the literal of a value stands, through variables, locals and modules; for an attribute of another
/// resource, where it is used: the literal there is that resource's own affair.
///
/// Unknown: where it is used too. There is no literal, and the declaration of a variable says nothing.
pub fn source(value: &Value) -> Source {
    let used = value.referent().is_some() || value.is_opaque();
    Source::File(if used { value.origin.used_at() } else { value.origin.at })
}

/// A fact about a value: the literal's place first, then every reference it came through, the use last. For an
/// attribute of another resource the use comes first, then the literal, if there is one.
pub fn evidence(subject: &ResourceId, fact: impl Into<Arc<str>>, value: &Value) -> Vec<Evidence> {
    let first = Evidence::new(subject, fact, &source(value));
    if value.referent().is_some() {
        let written = (!value.is_opaque()).then_some(Source::File(value.origin.at));
        let written = written.filter(|at| *at != first.source);
        let written = written.map(|at| Evidence::new(subject, "the value is written here", &at));
        return std::iter::once(first).chain(written).collect();
    }
    std::iter::once(first).chain(uses(subject, value)).collect()
}

/// Where a value is passed on: every reference it came through, the use last.
pub(crate) fn uses(subject: &ResourceId, value: &Value) -> Vec<Evidence> {
    let mut chain: Vec<Source> = value.origin.chain().map(Source::File).collect();
    chain.reverse();
    let chain = chain.into_iter().filter(|at| *at != source(value));
    chain.map(|at| Evidence::new(subject, Evidence::PASSED_ON, &at)).collect()
}

/// A value as a message may show it: in backticks, shortened; never a sensitive one.
pub fn shown(value: &Value) -> String {
    const LONGEST: usize = 80;
    if value.is_sensitive() {
        return "(sensitive)".to_owned();
    }
    let text = match (value.as_str(), value.as_bool(), value.as_i64()) {
        (Some(text), _, _) => text.chars().take(LONGEST).collect(),
        (None, Some(flag), _) => flag.to_string(),
        (None, None, Some(number)) => number.to_string(),
        (None, None, None) => return crate::gap(value).what,
    };
    format!("`{text}`")
}
