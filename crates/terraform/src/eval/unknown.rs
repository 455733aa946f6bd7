//! Making and combining unknowns.

use std::sync::Arc;

use ringfence_model::Span;

use crate::{Cause, Origin, Part, Reference, Step, Unknown, Value, ValueKind};

/// Causes kept in one [`Cause::Derived`].
const MOST_CAUSES: usize = 64;

/// Levels of collections in which causes are looked for.
const DEPTH: usize = 4;

/// An unknown value.
pub(crate) fn unknown(cause: Cause, at: Span) -> Value {
    Value::new(ValueKind::Unknown(Arc::new(Unknown { cause, at })), Origin::literal(at))
}

/// The value of a wrong expression.
pub(crate) fn error(message: impl Into<Arc<str>>, at: Span) -> Value {
    unknown(Cause::Error(message.into()), at)
}

/// A value computed from others of which something is unknown; an error among them is the result.
///
/// A known value that was read from a resource counts as a cause too, so that its reference is not lost.
pub(crate) fn derived<'v>(from: impl IntoIterator<Item = &'v Value>, at: Span) -> Value {
    let mut sensitive = false;
    let mut causes = Causes { found: Vec::new(), at };
    for value in from {
        sensitive |= value.sensitive;
        causes.walk(value, DEPTH);
    }
    let error = causes.found.iter().find(|cause| matches!(cause.cause, Cause::Error(_))).cloned();
    let kind = match (error, causes.found.as_slice()) {
        (Some(error), _) => ValueKind::Unknown(error),
        (None, _) => ValueKind::Unknown(Arc::new(Unknown { cause: Cause::Derived(causes.found), at })),
    };
    Value { sensitive, ..Value::new(kind, Origin::literal(at)) }
}

/// The causes in a value, as one.
pub(crate) fn because(value: &Value, at: Span) -> Arc<Unknown> {
    match (&value.kind, &value.open) {
        (ValueKind::Unknown(unknown), _) => unknown.clone(),
        (_, Some(open)) => open.clone(),
        _ => match derived([value], at).kind {
            ValueKind::Unknown(unknown) => unknown,
            _ => Arc::new(Unknown { cause: Cause::Derived(Vec::new()), at }),
        },
    }
}

struct Causes {
    found: Vec<Arc<Unknown>>,
    at: Span,
}

impl Causes {
    fn walk(&mut self, value: &Value, depth: usize) {
        if let Some(reference) = value.referent.as_ref().filter(|_| !value.is_unknown()) {
            let cause = Cause::Computed(reference.as_ref().clone());
            self.add(&Arc::new(Unknown { cause, at: self.at }));
        }
        if let Some(open) = &value.open {
            self.add(open);
        }
        match &value.kind {
            ValueKind::Unknown(unknown) => self.add(unknown),
            ValueKind::Template(parts) => {
                for part in parts.iter() {
                    if let Part::Unknown(unknown) = part {
                        self.add(unknown);
                    }
                }
            }
            ValueKind::List(items) | ValueKind::Set(items) if depth > 0 => {
                items.iter().take(MOST_CAUSES).for_each(|item| self.walk(item, depth - 1));
            }
            ValueKind::Map(map) if depth > 0 => {
                map.values().take(MOST_CAUSES).for_each(|item| self.walk(item, depth - 1));
            }
            _ => {}
        }
    }

    fn add(&mut self, unknown: &Arc<Unknown>) {
        self.flatten(unknown, DEPTH);
    }

    fn flatten(&mut self, unknown: &Arc<Unknown>, depth: usize) {
        match &unknown.cause {
            Cause::Derived(from) if depth > 0 => {
                from.iter().take(MOST_CAUSES).for_each(|inner| self.flatten(inner, depth - 1));
            }
            _ => self.add_one(unknown),
        }
    }

    fn add_one(&mut self, unknown: &Arc<Unknown>) {
        let same = |known: &Arc<Unknown>| {
            Arc::ptr_eq(known, unknown)
                || known.reference().is_some_and(|reference| Some(reference) == unknown.reference())
        };
        if self.found.len() < MOST_CAUSES && !self.found.iter().any(same) {
            self.found.push(unknown.clone());
        }
    }
}

/// An attribute of a resource or data source that is not written.
pub(crate) fn computed(reference: Reference, at: Span) -> Value {
    let data = is_data(&reference.address);
    unknown(if data { Cause::Data(reference) } else { Cause::Computed(reference) }, at)
}

/// Whether an address is a data source's.
fn is_data(address: &str) -> bool {
    let mut rest = address;
    while let Some(inner) = rest.strip_prefix("module.") {
        let name_end = inner.find(['.', '[']).unwrap_or(inner.len());
        let after = inner.get(name_end..).unwrap_or_default();
        let key_end = if after.starts_with('[') { end_of_key(after) } else { 0 };
        rest = after.get(key_end..).unwrap_or_default().trim_start_matches('.');
    }
    rest.starts_with("data.")
}

/// Where an instance key at the start of the text ends; a quoted key may hold brackets.
fn end_of_key(text: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What is one step into an unknown: a longer reference, or the same unknown.
pub(crate) fn step_into(value: &Value, step: Step, at: Span) -> Value {
    let ValueKind::Unknown(inner) = &value.kind else { return derived([value], at) };
    let mut result = match &inner.cause {
        Cause::Computed(reference) | Cause::Data(reference) => computed(reference.step(step), at),
        _ => Value::new(ValueKind::Unknown(inner.clone()), value.origin.clone()),
    };
    result.sensitive = value.sensitive;
    result
}

/// The first error anywhere in a value: for `try` and `can`, where an error inside a collection counts.
pub(crate) fn error_in(value: &Value) -> Option<Arc<Unknown>> {
    let mut fuel = 4096_u32;
    find_error(value, &mut fuel, 32)
}

fn find_error(value: &Value, fuel: &mut u32, depth: u32) -> Option<Arc<Unknown>> {
    *fuel = fuel.checked_sub(1)?;
    if depth == 0 {
        return None;
    }
    match &value.kind {
        ValueKind::Unknown(unknown) => error_of(unknown),
        ValueKind::List(items) | ValueKind::Set(items) => {
            items.iter().find_map(|item| find_error(item, fuel, depth - 1))
        }
        ValueKind::Map(map) => map.values().find_map(|item| find_error(item, fuel, depth - 1)),
        _ => None,
    }
}

fn error_of(unknown: &Arc<Unknown>) -> Option<Arc<Unknown>> {
    match &unknown.cause {
        Cause::Error(_) => Some(unknown.clone()),
        Cause::Derived(from) => from.iter().find(|inner| matches!(inner.cause, Cause::Error(_))).cloned(),
        _ => None,
    }
}

/// Whether anything in a value is unknown; what is too large to look through counts as unknown.
pub(crate) fn has_unknown(value: &Value) -> bool {
    let mut fuel = 100_000_u32;
    look_for_unknown(value, &mut fuel, 64)
}

fn look_for_unknown(value: &Value, fuel: &mut u32, depth: u32) -> bool {
    if *fuel == 0 || depth == 0 || value.open.is_some() {
        return true;
    }
    *fuel -= 1;
    match &value.kind {
        ValueKind::Unknown(_) | ValueKind::Template(_) => true,
        ValueKind::List(items) | ValueKind::Set(items) => {
            items.iter().any(|item| look_for_unknown(item, fuel, depth - 1))
        }
        ValueKind::Map(map) => map.values().any(|item| look_for_unknown(item, fuel, depth - 1)),
        _ => false,
    }
}
