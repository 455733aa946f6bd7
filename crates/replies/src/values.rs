//! JSON to values of which each part keeps its place.

use std::sync::Arc;

use ringfence_hcl::json::{Json, Kind};
use ringfence_model::{FileId, Span};
use ringfence_value::{Cause, Map, Number, Reason, Type, Value};

use crate::limits::{DIGITS, VALUES};

/// How many values may still be made.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
    spent: bool,
}

impl Budget {
    /// So many.
    pub(crate) fn of(left: usize) -> Self {
        Self { left, spent: false }
    }

    /// Whether more values were asked for than there may be.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }

    fn take(&mut self) -> bool {
        let left = self.left.checked_sub(1);
        self.spent |= left.is_none();
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

/// A number that the values of a text do not exceed: told from the text alone, so that what each file of many may use
/// does not depend on which is parsed first.
pub(crate) fn at_most(text: &str) -> usize {
    1 + text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count()
}

/// The value that a node is. How deep it goes is bounded by what the parser takes.
///
/// Unknown: what goes over the bound on all values, and numbers of absurd length.
pub(crate) fn value(node: Json<'_>, file: FileId, budget: &mut Budget) -> Value {
    let range = node.range();
    let at = Span { file, start: range.start, end: range.end };
    if !budget.take() {
        return limit(&format!("replies made of more than {VALUES} values"), Type::Dynamic, at);
    }
    match node.kind() {
        Kind::Null => Value::null(Type::Dynamic, at),
        Kind::Bool => Value::bool(node.as_bool() == Some(true), at),
        Kind::Number => match Number::parse(node.number().unwrap_or_default()) {
            Ok(number) if number.most_digits() <= DIGITS => Value::number(number, at),
            Ok(_) => limit(&format!("a number of more than {DIGITS} digits"), Type::Number, at),
            Err(error) => limit(&error.to_string(), Type::Number, at),
        },
        Kind::String => Value::string(node.as_str().unwrap_or_default().as_ref(), at),
        Kind::Array => Value::tuple(node.items().map(|item| value(item, file, budget)).collect(), at),
        Kind::Object => {
            let entry = |(name, _, inner): (std::borrow::Cow<'_, str>, _, Json<'_>)| {
                (Arc::from(name.as_ref()), value(inner, file, budget))
            };
            Value::object(node.entries().map(entry).collect::<Map>(), at)
        }
    }
}

fn limit(what: &str, ty: Type, at: Span) -> Value {
    Value::unknown(ty, Reason::new(Cause::Limit(what.into()), at), at)
}
