//! One call under evaluation: reading its arguments, building its result.

use std::sync::Arc;

use ringfence_model::Span;

use super::{convert, known};
use crate::{Map, Number, Origin, Surroundings, Unknown, Value, ValueKind};

/// The arguments of a call, and what else it may look at.
pub(super) struct Call<'a> {
    pub(super) args: &'a [Value],
    pub(super) around: &'a dyn Surroundings,
    pub(super) at: Span,
}

/// Why a function gives no value.
#[derive(Debug)]
pub(super) enum Stop {
    /// The call is wrong, as Terraform says too.
    Wrong(String),
    /// It depends on something unknown in its arguments.
    Unknown,
    /// It would go over a bound that Terraform does not have; which, in words.
    Limit(String),
    /// Its result is another one on each run, or cannot be computed here.
    Volatile,
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

impl From<&str> for Stop {
    fn from(message: &str) -> Self {
        Self::Wrong(message.to_owned())
    }
}

/// What a function gives.
pub(super) type Outcome = Result<Value, Stop>;

/// Reading arguments: a missing or `null` one is wrong, an unknown one stops the call.
impl<'a> Call<'a> {
    pub(super) fn arg(&self, index: usize) -> Result<&'a Value, Stop> {
        self.args.get(index).ok_or_else(|| "not enough function arguments".into())
    }

    /// The argument, not `null`.
    pub(super) fn value(&self, index: usize) -> Result<&'a Value, Stop> {
        let value = self.arg(index)?;
        if value.is_null() { Err("argument must not be null".into()) } else { Ok(value) }
    }

    pub(super) fn text(&self, index: usize) -> Result<Arc<str>, Stop> {
        convert::text(self.arg(index)?)
    }

    pub(super) fn number(&self, index: usize) -> Result<Number, Stop> {
        convert::number(self.arg(index)?)
    }

    pub(super) fn whole(&self, index: usize) -> Result<i64, Stop> {
        let number = self.number(index)?;
        match number.as_i64() {
            Some(whole) => Ok(whole),
            None if number.as_f64().fract() == 0.0 => {
                Err(Stop::Limit("a whole number of more than 64 bits".to_owned()))
            }
            None => Err("a whole number is required".into()),
        }
    }

    /// The elements of a list, tuple or set.
    pub(super) fn items(&self, index: usize) -> Result<&'a [Value], Stop> {
        let value = self.value(index)?;
        match &value.kind {
            ValueKind::List(items) | ValueKind::Set(items) => Ok(items),
            ValueKind::Unknown(_) => Err(Stop::Unknown),
            _ => Err(format!("a list, tuple or set is required, not {}", convert::kind_name(value)).into()),
        }
    }

    /// The elements of a list or tuple, where Terraform takes no set.
    pub(super) fn ordered(&self, index: usize) -> Result<&'a [Value], Stop> {
        let value = self.value(index)?;
        if matches!(value.kind, ValueKind::Set(_)) {
            return Err("a list or tuple is required, not a set, whose elements have no order".into());
        }
        self.items(index)
    }

    pub(super) fn map(&self, index: usize) -> Result<&'a Map, Stop> {
        let value = self.value(index)?;
        match &value.kind {
            ValueKind::Map(map) => Ok(map),
            ValueKind::Unknown(_) => Err(Stop::Unknown),
            _ => Err(format!("a map or object is required, not {}", convert::kind_name(value)).into()),
        }
    }

    /// Stops for a collection that may have other elements than it lists.
    pub(super) fn closed(&self, index: usize) -> Result<(), Stop> {
        let value = self.arg(index)?;
        let maybe = || value.as_list().is_some_and(|items| items.iter().any(|item| item.maybe));
        if value.open.is_some() || maybe() { Err(Stop::Unknown) } else { Ok(()) }
    }
}

/// Building results.
impl Call<'_> {
    /// A computed value: its origin is the call.
    pub(super) fn make(&self, kind: ValueKind) -> Value {
        Value::new(kind, Origin::literal(self.at))
    }

    pub(super) fn string(&self, text: impl Into<Arc<str>>) -> Value {
        self.make(ValueKind::String(text.into()))
    }

    pub(super) fn bool(&self, value: bool) -> Value {
        self.make(ValueKind::Bool(value))
    }

    pub(super) fn int(&self, value: i64) -> Value {
        self.make(ValueKind::Number(Number::Int(value)))
    }

    /// The length of something that is in memory.
    pub(super) fn count(&self, value: usize) -> Value {
        self.int(i64::try_from(value).unwrap_or(i64::MAX))
    }

    pub(super) fn list(&self, items: Vec<Value>) -> Value {
        self.make(ValueKind::List(Arc::new(items)))
    }

    pub(super) fn object(&self, map: Map) -> Value {
        self.make(ValueKind::Map(Arc::new(map)))
    }

    pub(super) fn null(&self) -> Value {
        self.make(ValueKind::Null)
    }

    /// An unknown that depends on the unknowns in these values.
    pub(super) fn derived<'v>(&self, from: impl IntoIterator<Item = &'v Value>) -> Value {
        self.make(ValueKind::Unknown(self.because(from)))
    }

    /// The unknowns in these values as one cause.
    pub(super) fn because<'v>(&self, from: impl IntoIterator<Item = &'v Value>) -> Arc<Unknown> {
        Arc::new(known::because(from, self.at))
    }

    /// `value`, open if any of the arguments is.
    pub(super) fn open_like_args(&self, mut value: Value) -> Value {
        value.open = self.args.iter().find_map(|arg| arg.open.clone());
        value
    }
}
