//! One step into a value: `.name`, `[index]`, splat.

use std::sync::Arc;

use ringfence_hcl::ast::{Access, AccessKind, Name};
use ringfence_model::Span;
use ringfence_value::{Number, Reference, Step, Type, Value, ValueKind, convert};

use super::resource::attributes;
use super::splat::is_resource;
use super::unknown::{computed, derived, step_into, veiled};
use super::{Evaluator, Scope};
use crate::built_in;

impl Evaluator<'_, '_> {
    /// Takes the steps of a traversal, one after the other.
    pub(super) fn follow(&self, mut value: Value, steps: &[Access], scope: Scope<'_>) -> Value {
        let mut rest = steps;
        while let Some((step, after)) = rest.split_first() {
            rest = after;
            let at = scope.at(step.range);
            value = match &step.kind {
                AccessKind::Name(name) => self.attribute(&value, name, at),
                // Terraform reads `.0.1` as one number, which is no index.
                AccessKind::Position(_)
                    if matches!(rest, [Access { kind: AccessKind::Position(_), .. }, ..]) =>
                {
                    return self.error("two positions in a row are written `[0][1]`", at);
                }
                AccessKind::Position(index) => {
                    let key = Value::number(Number::from_u64(*index), at);
                    self.index(&value, &key, at)
                }
                AccessKind::Index(index) => {
                    let key = self.eval(index, scope);
                    self.index(&value, &key, at)
                }
                AccessKind::FullSplat => return self.splat(&value, rest, at, scope),
                AccessKind::AttributeSplat => {
                    let inner = attributes(rest);
                    rest = rest.get(inner.len()..).unwrap_or_default();
                    self.splat(&value, inner, at, scope)
                }
            };
        }
        value
    }

    /// `value.name`
    ///
    /// Source: `GetAttr` in hashicorp/hcl's `ops.go` (read 2026-11-25).
    pub(super) fn attribute(&self, value: &Value, name: &Name, at: Span) -> Value {
        let step = || Step::Name(name.clone());
        match &value.kind {
            ValueKind::Null(_) if provided(value).is_some() => self.absent(value, step(), "", at),
            ValueKind::Null(_) => self.wrong("this value is null, so it has no attributes", value, at),
            ValueKind::Object(entries) => match entries.get(name) {
                Some(found) => inner(value, found, step(), at),
                None => self.absent(value, step(), &format!("this object has no attribute `{name}`"), at),
            },
            ValueKind::Map(entries) => match entries.get(name) {
                Some(found) => inner(value, found, step(), at),
                None => self.absent(value, step(), &format!("this map has no element `{name}`"), at),
            },
            ValueKind::Unknown(_) => self.attribute_of_unknown(value, name, at),
            ValueKind::List(_) | ValueKind::Tuple(_) | ValueKind::Set(_) => {
                // A block that may stand only once is an object in the provider's schema or a list of one.
                let message = format!("a {} has no attribute `{name}`; an element may have", value.ty());
                self.absent(value, step(), &message, at)
            }
            ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => {
                self.wrong(&format!("a {} has no attributes", value.ty()), value, at)
            }
        }
    }

    fn attribute_of_unknown(&self, value: &Value, name: &Name, at: Span) -> Value {
        let step = || Step::Name(name.clone());
        if let Some(found) = value.as_map().and_then(|entries| entries.get(name)) {
            let found = inner(value, found, step(), at);
            // What is written in a resource is known; of anything else Terraform knows nothing until it knows all.
            return if is_resource(value) {
                found
            } else {
                veiled(&found, attribute_type(&value.ty(), name), at)
            };
        }
        match value.ty() {
            Type::Dynamic => step_into(value, step(), Type::Dynamic, at),
            Type::Map(element) => step_into(value, step(), element.as_ref().clone(), at),
            Type::Object(object) => match object.get(name) {
                Some(attribute) => step_into(value, step(), attribute.ty.clone(), at),
                None => self.absent(value, step(), &format!("this object has no attribute `{name}`"), at),
            },
            ty => self.absent(value, step(), &format!("a {ty} has no attribute `{name}`"), at),
        }
    }

    /// `value[key]`
    ///
    /// Source: `Index` in hashicorp/hcl's `ops.go` (read 2026-11-25).
    pub(super) fn index(&self, value: &Value, key: &Value, at: Span) -> Value {
        if key.is_null() {
            return self.wrong("an index must not be null", value, at);
        }
        let ty = value.ty();
        let wanted = match &ty {
            Type::List(_) | Type::Tuple(_) => Type::Number,
            Type::Map(_) | Type::Object(_) => Type::String,
            Type::Dynamic if value.is_null() => return self.index_null(value, key, at),
            Type::Dynamic => return self.index_any(value, key, at),
            Type::Set(_) => {
                let message = "the elements of a set have no indices; `tolist`, `one` or a `for` reads them";
                return self.wrong(message, value, at);
            }
            Type::Bool | Type::Number | Type::String => {
                return self.wrong(&format!("a {ty} has no indices"), value, at);
            }
        };
        if value.is_null() {
            return self.index_null(value, key, at);
        }
        let converted = match convert(key, &wanted) {
            Ok(converted) => converted,
            Err(error) => {
                return self.wrong(&format!("this is no index of a {ty}: {error}"), value, at);
            }
        };
        match (&converted.kind, &ty) {
            (ValueKind::String(name), Type::Object(_)) if !value.is_known() => {
                // Until hcl 2.24, which comes with Terraform 1.13, the type of what is found is forgotten.
                let found = self.attribute(value, name, at).marked(key.marks);
                if found.is_known() { found } else { veiled(&found, Type::Dynamic, at) }
            }
            (ValueKind::String(name), _) => self.attribute(value, name, at).marked(key.marks),
            (ValueKind::Number(number), _) => self.element(value, number, at).marked(key.marks),
            (_, Type::List(element) | Type::Map(element)) => either(value, key, element.as_ref().clone(), at),
            _ => either(value, key, Type::Dynamic, at),
        }
    }

    fn index_null(&self, value: &Value, key: &Value, at: Span) -> Value {
        if provided(value).is_some() {
            return self.absent(value, step_of(key), "", at);
        }
        self.wrong("this value is null, so it has no indices", value, at)
    }

    /// An index of a value whose type is not known.
    fn index_any(&self, value: &Value, key: &Value, at: Span) -> Value {
        if !key.is_known() {
            return either(value, key, Type::Dynamic, at);
        }
        match (&key.kind, value.as_list()) {
            (ValueKind::Number(number), Some(_)) => self.element(value, number, at),
            (ValueKind::String(name), _) if name.parse::<u64>().is_err() => self.attribute(value, name, at),
            _ => step_into(value, step_of(key), Type::Dynamic, at),
        }
        .marked(key.marks)
    }

    /// `value[0]`
    fn element(&self, value: &Value, number: &Number, at: Span) -> Value {
        let Some(index) = number.as_i64().and_then(|index| u64::try_from(index).ok()) else {
            let why = if number.is_whole() { "negative" } else { "a fraction" };
            return self.wrong(&format!("an index must not be {why}"), value, at);
        };
        let step = Step::Index(index);
        let found = |items: &[Value]| usize::try_from(index).ok().and_then(|index| items.get(index)).cloned();
        match (&value.kind, value.as_list()) {
            (ValueKind::Unknown(unknown), Some([only]))
                if unknown.ty == Type::Dynamic && !only.is_known() =>
            {
                // One unknown element stands for all of them, whichever is asked for.
                only.clone()
            }
            (ValueKind::Unknown(unknown), _) => {
                let ty = match &unknown.ty {
                    Type::List(element) => element.as_ref().clone(),
                    Type::Tuple(items) => {
                        match usize::try_from(index).ok().and_then(|index| items.get(index)) {
                            Some(ty) => ty.clone(),
                            None => return self.wrong(&format!("there is no element {index}"), value, at),
                        }
                    }
                    _ => Type::Dynamic,
                };
                step_into(value, step, ty, at)
            }
            (_, Some(items)) => {
                if let Some(found) = found(items) {
                    inner(value, &found, step, at)
                } else {
                    let message = match items.len() {
                        0 => format!("there is no element {index}: the collection has none"),
                        count => format!("there is no element {index}: the collection has {count}"),
                    };
                    self.absent(value, step, &message, at)
                }
            }
            _ => self.absent(value, step, "this value has no elements", at),
        }
    }

    /// What is not there: only the cloud knows it in a resource, else it is wrong.
    fn absent(&self, value: &Value, step: Step, message: &str, at: Span) -> Value {
        match provided(value) {
            Some(reference) => computed(reference.step(step), Type::Dynamic, at).marked(value.marks),
            None => self.wrong(message, value, at),
        }
    }

    /// The value of a wrong step; it has the marks of what it steps into.
    fn wrong(&self, message: &str, value: &Value, at: Span) -> Value {
        // What is unknown for want of a valid expression is no second error.
        if value.reason().is_some_and(|reason| reason.error().is_some()) && value.ty() == Type::Dynamic {
            return step_into(value, Step::Each, Type::Dynamic, at);
        }
        self.error(message, at).marked(value.marks)
    }

    /// The truth of the condition of `? :` or `%{ if }`; one that is not known is looked at no further, whatever its type.
    ///
    /// Source: `ConditionalExpr.Value` of hashicorp/hcl (read 2026-11-25).
    pub(super) fn condition(&self, value: &Value, at: Span) -> Result<bool, Box<Value>> {
        if value.is_known() { self.truth(value, "a condition", at) } else { Err(Box::new(value.clone())) }
    }

    /// Whether a condition holds.
    ///
    /// Errors: the value that it is instead, unknown or wrong.
    pub(super) fn truth(&self, value: &Value, what: &str, at: Span) -> Result<bool, Box<Value>> {
        if value.is_null() {
            return Err(Box::new(self.error(format!("{what} must not be null"), at)));
        }
        match convert(value, &Type::Bool) {
            Ok(Value { kind: ValueKind::Bool(truth), .. }) => Ok(truth),
            Ok(unknown) => Err(Box::new(unknown)),
            Err(error) => Err(Box::new(self.error(format!("{what} must be true or false: {error}"), at))),
        }
    }
}

/// The attribute that a value was read from, if a provider may yet add to it.
pub(super) fn provided(value: &Value) -> Option<&Arc<Reference>> {
    value.referent().filter(|reference| !built_in::has_schema(reference.type_name()))
}

/// The type of an attribute or entry, as far as the type of the whole tells.
fn attribute_type(whole: &Type, name: &str) -> Type {
    match whole {
        Type::Map(element) => element.as_ref().clone(),
        Type::Object(object) => object.get(name).map_or(Type::Dynamic, |attribute| attribute.ty.clone()),
        _ => Type::Dynamic,
    }
}

fn step_of(key: &Value) -> Step {
    match &key.kind {
        ValueKind::String(name) => Step::Name(name.clone()),
        ValueKind::Number(number) => {
            number.as_i64().and_then(|index| u64::try_from(index).ok()).map_or(Step::Each, Step::Index)
        }
        _ => Step::Each,
    }
}

/// A value found inside another: it has that one's marks and, unless it has its own, a longer reference.
fn inner(outer: &Value, found: &Value, step: Step, at: Span) -> Value {
    let value = found.clone().marked(outer.marks);
    let Some(reference) = outer.referent() else { return value };
    if value.is_null() && provided(outer).is_some() {
        // What is written as `null` is left to the provider.
        return computed(reference.step(step), Type::Dynamic, at).marked(value.marks);
    }
    if value.reference().is_some() { value } else { value.read_from(Arc::new(reference.step(step))) }
}

/// Any element, since the index is not known.
fn either(value: &Value, key: &Value, ty: Type, at: Span) -> Value {
    let stepped = step_into(value, Step::Each, ty.clone(), at);
    let found = if stepped.reference().is_some() { stepped } else { derived(ty, [value, key], at) };
    found.marked(value.marks)
}
