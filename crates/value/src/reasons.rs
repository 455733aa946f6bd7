//! Why a value is not known, gathered from those it is computed from.

use std::sync::Arc;

use ringfence_model::Span;

use crate::{Cause, Part, Partial, Reason, Value, ValueKind};

/// Reasons that are kept of one value.
const MOST: usize = 64;

/// Levels of collections in which reasons are looked for.
const DEPTH: usize = 4;

/// Values that are looked at for reasons.
const LOOKED_AT: usize = 4096;

impl Reason {
    /// A reason at a place.
    pub fn new(cause: Cause, at: Span) -> Arc<Self> {
        Arc::new(Self { cause, at })
    }

    /// Why something computed from these values is unknown: all reasons in them as one; an error among them alone.
    ///
    /// A known value that was read from a resource counts too, so that its reference is not lost.
    pub fn derived<'v>(from: impl IntoIterator<Item = &'v Value>, at: Span) -> Arc<Self> {
        let mut gathered = Gathered { found: Vec::new(), looked_at: 0, at };
        for value in from {
            gathered.walk(value, DEPTH);
        }
        match gathered.found.iter().find(|reason| matches!(reason.cause, Cause::Error(_))) {
            Some(error) => error.clone(),
            None => Self::new(Cause::Derived(gathered.found), at),
        }
    }

    /// Why a value is unknown, or what is in it: its own reason if it has one.
    pub fn of(value: &Value, at: Span) -> Arc<Self> {
        value.reason().cloned().unwrap_or_else(|| Self::derived([value], at))
    }
}

struct Gathered {
    found: Vec<Arc<Reason>>,
    looked_at: usize,
    at: Span,
}

impl Gathered {
    fn walk(&mut self, value: &Value, depth: usize) {
        self.looked_at += 1;
        if self.looked_at > LOOKED_AT || self.found.len() >= MOST {
            return;
        }
        if let Some(reference) = value.referent().filter(|_| !value.is_opaque()) {
            let reference = reference.as_ref().clone();
            let cause = if reference.is_data() { Cause::Data(reference) } else { Cause::Computed(reference) };
            self.flatten(&Reason::new(cause, self.at), DEPTH);
        }
        match &value.kind {
            ValueKind::Unknown(unknown) => {
                self.flatten(&unknown.reason, DEPTH);
                self.partial(unknown.partial.as_ref(), depth);
            }
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) if depth > 0 => {
                items.iter().take(LOOKED_AT).for_each(|item| self.walk(item, depth - 1));
            }
            ValueKind::Map(entries) | ValueKind::Object(entries) if depth > 0 => {
                entries.values().take(LOOKED_AT).for_each(|item| self.walk(item, depth - 1));
            }
            _ => {}
        }
    }

    fn partial(&mut self, partial: Option<&Partial>, depth: usize) {
        match partial {
            Some(Partial::Text(parts)) => {
                for part in parts {
                    if let Part::Unknown(reason) = part {
                        self.flatten(reason, DEPTH);
                    }
                }
            }
            Some(Partial::Elements(items)) if depth > 0 => {
                items.iter().take(LOOKED_AT).for_each(|item| self.walk(item, depth - 1));
            }
            Some(Partial::Entries(entries)) if depth > 0 => {
                entries.values().take(LOOKED_AT).for_each(|item| self.walk(item, depth - 1));
            }
            Some(Partial::Sure(value)) => self.walk(value, depth),
            _ => {}
        }
    }

    fn flatten(&mut self, reason: &Arc<Reason>, depth: usize) {
        match &reason.cause {
            Cause::Derived(from) if depth > 0 && !from.is_empty() => {
                from.iter().take(MOST).for_each(|inner| self.flatten(inner, depth - 1));
            }
            _ => self.add(reason),
        }
    }

    fn add(&mut self, reason: &Arc<Reason>) {
        let same = |known: &Arc<Reason>| {
            Arc::ptr_eq(known, reason)
                || known.reference().is_some_and(|reference| Some(reference) == reason.reference())
        };
        if self.found.len() < MOST && !self.found.iter().any(same) {
            self.found.push(reason.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::FileId;

    use super::*;
    use crate::{Map, Type};

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    #[test]
    fn a_reason_is_found_behind_many_known_elements() {
        let unknown = Value::unknown(Type::String, Reason::new(Cause::Variable("a".into()), AT), AT);
        let items: Vec<Value> = (0..1000).map(|_| Value::string("x", AT)).chain([unknown]).collect();
        let entries: Map =
            items.iter().enumerate().map(|(at, item)| (format!("{at:04}").into(), item.clone())).collect();
        for value in [Value::tuple(items, AT), Value::object(entries, AT)] {
            let Cause::Derived(found) = &Reason::derived([&value], AT).cause else { panic!("not derived") };
            assert!(matches!(&found[..], [reason] if reason.cause == Cause::Variable("a".into())));
        }
    }
}
