//! What is known, and marked, anywhere in a value.

use crate::{Marks, Value, ValueKind};

impl Value {
    /// Whether it and everything inside it is known.
    pub fn is_wholly_known(&self) -> bool {
        self.all(&mut Self::is_known)
    }

    /// The marks of it and of everything inside it.
    pub fn all_marks(&self) -> Marks {
        let mut marks = Marks::NONE;
        self.all(&mut |value| {
            marks = marks.with(value.marks);
            true
        });
        marks
    }

    /// The same without any mark, also inside.
    #[must_use]
    pub fn unmarked(&self) -> Self {
        if self.all_marks().is_empty() {
            return self.clone();
        }
        let mut value = self.map_inside(&mut Self::unmarked);
        value.marks = Marks::NONE;
        value
    }

    /// Whether the type of it and of everything inside it is known.
    pub(crate) fn has_known_type(&self) -> bool {
        self.all(&mut |value| match &value.kind {
            ValueKind::Unknown(unknown) => !unknown.ty.has_dynamic(),
            _ => true,
        })
    }

    /// Whether it holds for this value and all inside it; what is inside a value that is known in part counts too.
    fn all(&self, holds: &mut impl FnMut(&Self) -> bool) -> bool {
        if !holds(self) {
            return false;
        }
        let sure = self.sure();
        if !std::ptr::eq(sure, self) {
            return sure.all(holds);
        }
        match (self.as_list(), self.as_map()) {
            (Some(items), _) => items.iter().all(|item| item.all(holds)),
            (None, Some(entries)) => entries.values().all(|item| item.all(holds)),
            (None, None) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, Span};

    use super::*;
    use crate::{Cause, Partial, Reason, Type};

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    #[test]
    fn what_a_value_surely_will_be_loses_its_marks_too() {
        let secret = Value::string("s", AT).marked(Marks::SENSITIVE);
        for inside in [secret.clone(), Value::tuple(vec![secret], AT)] {
            let reason = Reason::new(Cause::Variable("a".into()), AT);
            let sure = Value::unknown(Type::Dynamic, reason, AT);
            let sure = sure.with_partial(Some(Partial::Sure(Box::new(inside))));
            assert_eq!(sure.all_marks(), Marks::SENSITIVE);
            let unmarked = sure.unmarked();
            assert!(unmarked.all_marks().is_empty() && unmarked.sure().all_marks().is_empty());
        }
    }
}
