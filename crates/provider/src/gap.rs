//! Holes, in the user's words.

use ringfence_model::{Gap, GapKind, Source, Span};
use ringfence_terraform::{Cause, Reason, Value};

/// The hole that a value is, or holds first; a value that is known but of no use counts as invalid.
pub fn gap(value: &Value) -> Gap {
    let used_at = value.origin.used_at();
    match first_unknown(value) {
        Some(reason) => gap_of(reason, used_at),
        None => invalid("a value of another kind than is needed here", used_at),
    }
}

/// The hole of something that is unknown for a reason, and used at a place.
pub fn gap_of(reason: &Reason, used_at: Span) -> Gap {
    Gap { kind: kind(reason), what: reason.to_string(), source: Some(Source::File(used_at)) }
}

/// A text that is wrong.
pub fn invalid(what: impl Into<String>, at: Span) -> Gap {
    Gap { kind: GapKind::Invalid, what: what.into(), source: Some(Source::File(at)) }
}

/// Why the first thing in a value that is not known is not; blocks and lists are searched in order.
fn first_unknown(value: &Value) -> Option<&Reason> {
    let inside = match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().find_map(first_unknown),
        (None, Some(entries)) => entries.values().find_map(first_unknown),
        (None, None) => None,
    };
    let part = value.parts().into_iter().flatten().find_map(|part| match part {
        ringfence_terraform::Part::Unknown(reason) => Some(reason.as_ref()),
        ringfence_terraform::Part::Known(_) => None,
    });
    inside.or(part).or_else(|| value.reason().map(AsRef::as_ref))
}

fn kind(reason: &Reason) -> GapKind {
    match &reason.cause {
        Cause::Computed(_) | Cause::Later(_) => GapKind::KnownAfterApply,
        Cause::Data(_) | Cause::Unread(_) | Cause::MissingModule { .. } => GapKind::OutsideInput,
        Cause::Variable(_) => GapKind::UnresolvedVariable,
        Cause::Function(_) | Cause::Limit(_) => GapKind::Unsupported,
        Cause::Cycle(_) | Cause::Error(_) | Cause::Undeclared(_) => GapKind::Invalid,
        Cause::Derived(from) => from.first().map_or(GapKind::Unsupported, |first| kind(first)),
    }
}
