//! One call under evaluation: reading its arguments, building its result.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Map, Number, Part, Partial, Reason, Type, Value, ValueKind};

use crate::Surroundings;
use crate::outcome::Stop;

/// The arguments of a call, and what else a function may look at.
pub(crate) struct Call<'a> {
    /// Of the types that the function wants.
    pub(crate) args: &'a [Value],
    /// The type of the result.
    pub(crate) ty: Type,
    pub(crate) around: &'a dyn Surroundings,
    pub(crate) at: Span,
}

/// Reading arguments. A function that lets unknown ones through is stopped by them here.
impl<'a> Call<'a> {
    pub(crate) fn arg(&self, index: usize) -> Result<&'a Value, Stop> {
        self.args.get(index).ok_or_else(|| "an argument is missing".into())
    }

    pub(crate) fn text(&self, index: usize) -> Result<&'a Arc<str>, Stop> {
        text(self.arg(index)?).map_err(|stop| at(stop, index))
    }

    pub(crate) fn number(&self, index: usize) -> Result<&'a Number, Stop> {
        match &self.arg(index)?.kind {
            ValueKind::Number(number) => Ok(number),
            ValueKind::Unknown(_) => Err(Stop::unknown()),
            _ => Err(Stop::argument(index, "a number is required")),
        }
    }

    /// A whole number of 64 bits.
    pub(crate) fn whole(&self, index: usize) -> Result<i64, Stop> {
        let number = self.number(index)?;
        number.as_i64().ok_or_else(|| {
            let range = format!("between {} and {}", i64::MIN, i64::MAX);
            Stop::argument(index, format!("`{number}` must be a whole number, {range}"))
        })
    }

    /// The elements of a list, tuple or set.
    pub(crate) fn items(&self, index: usize) -> Result<&'a [Value], Stop> {
        let value = self.arg(index)?;
        match &value.kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => Ok(items),
            ValueKind::Unknown(_) => Err(Stop::unknown()),
            _ => Err(Stop::argument(index, format!("a list is required, not {}", value.ty()))),
        }
    }

    /// The entries of a map or object.
    pub(crate) fn entries(&self, index: usize) -> Result<&'a Map, Stop> {
        let value = self.arg(index)?;
        match &value.kind {
            ValueKind::Map(entries) | ValueKind::Object(entries) => Ok(entries),
            ValueKind::Unknown(_) => Err(Stop::unknown()),
            _ => Err(Stop::argument(index, format!("a map is required, not {}", value.ty()))),
        }
    }

    /// The type of the elements of the result, if it is a collection.
    pub(crate) fn element_type(&self) -> Type {
        self.ty.element().cloned().unwrap_or(Type::Dynamic)
    }
}

/// Building results: their origin is the call.
impl Call<'_> {
    pub(crate) fn string(&self, text: impl Into<Arc<str>>) -> Value {
        Value::string(text, self.at)
    }

    pub(crate) fn bool(&self, value: bool) -> Value {
        Value::bool(value, self.at)
    }

    pub(crate) fn give(&self, number: impl Into<Number>) -> Value {
        Value::number(number.into(), self.at)
    }

    /// A list of strings.
    pub(crate) fn strings(&self, items: Vec<Value>) -> Value {
        Value::list(Type::String, items, self.at)
    }

    /// A list or tuple, whichever the result has to be.
    pub(crate) fn sequence(&self, items: Vec<Value>) -> Value {
        match &self.ty {
            Type::List(element) => Value::list(element.as_ref().clone(), items, self.at),
            _ => Value::tuple(items, self.at),
        }
    }

    /// A map or object, whichever the result has to be.
    pub(crate) fn mapping(&self, entries: Map) -> Value {
        match &self.ty {
            Type::Map(element) => Value::map(element.as_ref().clone(), entries, self.at),
            _ => Value::object(entries, self.at),
        }
    }

    /// An unknown that depends on the unknowns in these values.
    pub(crate) fn derived<'v>(&self, ty: Type, from: impl IntoIterator<Item = &'v Value>) -> Value {
        Value::unknown(ty, Reason::derived(from, self.at), self.at)
    }

    /// A list of which these elements are known; those that are not known stand for none, one or many.
    pub(crate) fn open_list(&self, items: Vec<Value>) -> Value {
        self.derived(Type::list(Type::Dynamic), self.args).with_partial(Some(Partial::elements(items)))
    }

    /// An element of an open list that may not be there: a known one would surely be, so that an unknown one stands
    /// for it, with its text.
    pub(crate) fn perhaps(&self, item: Value) -> Value {
        if !item.is_known() {
            return item;
        }
        let text = |text: &str| Partial::Text(vec![Part::Known(text.into())]);
        self.derived(self.element_type(), self.args).with_partial(item.as_str().map(text)).marked(item.marks)
    }

    /// A list that Terraform does not know, but that surely has just these elements.
    pub(crate) fn sure_list(&self, items: Vec<Value>) -> Value {
        let sure = Partial::Sure(Box::new(Value::tuple(items, self.at)));
        self.derived(Type::list(Type::Dynamic), self.args).with_partial(Some(sure))
    }

    /// A map of which these entries are known.
    pub(crate) fn open_map(&self, entries: Map) -> Value {
        self.derived(Type::map(Type::Dynamic), self.args).with_partial(Some(Partial::entries(entries)))
    }

    /// A string of which these pieces are known.
    pub(crate) fn pieces(&self, parts: Vec<Part>) -> Value {
        self.derived(Type::String, self.args).with_partial(Some(Partial::Text(parts)))
    }
}

/// The string that a value is.
pub(crate) fn text(value: &Value) -> Result<&Arc<str>, Stop> {
    match &value.kind {
        ValueKind::String(text) => Ok(text),
        ValueKind::Unknown(_) => Err(Stop::unknown()),
        ValueKind::Null(_) => Err("a string is required, not `null`".into()),
        _ => Err(format!("a string is required, not {}", value.ty()).into()),
    }
}

fn at(stop: Stop, index: usize) -> Stop {
    match stop {
        Stop::Wrong(error) => Stop::argument(index, error.message),
        other => other,
    }
}
