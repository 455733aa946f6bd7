//! Holes, in the user's words.

use std::fmt::Write as _;

use ringfence_model::{Gap, GapKind, Source, Span};
use ringfence_terraform::{Cause, Part, Reference, Step, Unknown, Value, ValueKind};

/// The hole that a value is, or holds first; a value that is known but of no use counts as invalid.
pub fn gap(value: &Value) -> Gap {
    let used_at = value.origin.used_at();
    match first_unknown(value) {
        Some(unknown) => gap_of(unknown, used_at),
        None => invalid("a value of another kind than is needed here", used_at),
    }
}

/// The hole of an unknown that is used at a place.
pub fn gap_of(unknown: &Unknown, used_at: Span) -> Gap {
    Gap { kind: kind(unknown), what: words(unknown), source: Some(Source::File(used_at)) }
}

/// A text that is wrong.
pub fn invalid(what: impl Into<String>, at: Span) -> Gap {
    Gap { kind: GapKind::Invalid, what: what.into(), source: Some(Source::File(at)) }
}

/// The reference as the user writes it: `aws_eip.a.public_ip`.
pub fn reference_text(reference: &Reference) -> String {
    let mut text = reference.address.to_string();
    for step in &reference.path {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Name(name) => write!(text, ".{name}"),
            Step::Index(index) => write!(text, "[{index}]"),
            Step::Each => write!(text, "[*]"),
        };
    }
    text
}

/// The first thing in a value that is not known; blocks and lists are searched in order.
fn first_unknown(value: &Value) -> Option<&Unknown> {
    match &value.kind {
        ValueKind::Unknown(unknown) => Some(unknown),
        ValueKind::Template(parts) => parts.iter().find_map(|part| match part {
            Part::Unknown(unknown) => Some(unknown.as_ref()),
            Part::Known(_) => None,
        }),
        ValueKind::List(items) | ValueKind::Set(items) => items.iter().find_map(first_unknown),
        ValueKind::Map(map) => map.values().find_map(first_unknown),
        _ => None,
    }
}

fn kind(unknown: &Unknown) -> GapKind {
    match &unknown.cause {
        Cause::Computed(_) => GapKind::KnownAfterApply,
        Cause::Data(_) | Cause::MissingModule { .. } => GapKind::OutsideInput,
        Cause::Variable(_) => GapKind::UnresolvedVariable,
        Cause::Function(_) | Cause::Limit(_) => GapKind::Unsupported,
        Cause::Cycle(_) | Cause::Error(_) | Cause::Undeclared(_) => GapKind::Invalid,
        Cause::Derived(from) => from.first().map_or(GapKind::Unsupported, |first| kind(first)),
    }
}

fn words(unknown: &Unknown) -> String {
    /// More would not help a reader.
    const SHOWN: usize = 3;
    match &unknown.cause {
        Cause::Computed(reference) => format!("{} (known after apply)", reference_text(reference)),
        Cause::Data(reference) => reference_text(reference),
        Cause::Variable(name) => format!("var.{name}"),
        Cause::MissingModule { address, source } => format!("{address} (module `{source}` was not found)"),
        Cause::Function(name) => format!("the result of {name}()"),
        Cause::Cycle(address) => format!("{address} (refers to itself)"),
        Cause::Undeclared(what) => format!("{what} (not declared)"),
        Cause::Limit(what) | Cause::Error(what) => what.to_string(),
        Cause::Derived(from) => {
            let mut parts: Vec<String> = Vec::new();
            for part in from.iter().take(SHOWN).map(|part| words(part)) {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
            parts.join(", ")
        }
    }
}
