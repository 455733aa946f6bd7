//! Conversions of known values.

use std::sync::Arc;

use super::{ConvertError, apply as inner, primitive};
use crate::ty::{self, Into, Safety};
use crate::{Attribute, Entries, Items, Map, Marks, ObjectType, Type, Value, ValueKind};

/// A known value in a type to which its own type converts.
pub(super) fn apply(value: &Value, to: &Type) -> Result<Value, ConvertError> {
    let kind = match (&value.kind, to) {
        (ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_), _) => {
            primitive::apply(&value.kind, to)?
        }
        (ValueKind::List(items) | ValueKind::Set(items), Type::List(of)) => {
            let collection = matches!(value.kind, ValueKind::Set(_));
            if collection && items.len() > 1 && !value.is_wholly_known() {
                return Ok(unknown_list(value, items));
            }
            list(nulls_unmarked(elements(items, of)?), items.element_type(), of)?
        }
        (ValueKind::Tuple(items), Type::List(of)) => {
            let of = common(items, of)?;
            list(unified(elements(items, &of)?)?, &Type::Dynamic, &of)?
        }
        (ValueKind::List(items) | ValueKind::Set(items), Type::Set(of)) => {
            return set(value, nulls_unmarked(elements(items, of)?), items.element_type(), of);
        }
        (ValueKind::Tuple(items), Type::Set(of)) => {
            let of = common(items, of)?;
            return set(value, nulls_unmarked(elements(items, &of)?), &Type::Dynamic, &of);
        }
        (ValueKind::Tuple(items), Type::Tuple(types)) => tuple(items, types)?,
        (ValueKind::Map(entries), Type::Map(of)) => map(values(entries, of)?, entries.element_type(), of)?,
        (ValueKind::Object(entries), Type::Map(of)) => {
            let types: Vec<Type> = entries.values().map(Value::ty).collect();
            let of = ty::element_type(&types, of, Into::Mapping, Safety::Unsafe)
                .or_else(|| entries.is_empty().then(|| of.as_ref().clone()))
                .ok_or_else(|| ConvertError::new("all values of a map must have the same type"))?;
            map(values(entries, &of)?, &Type::Dynamic, &of)?
        }
        (ValueKind::Object(entries), Type::Object(object)) => of_object(entries, object)?,
        (ValueKind::Map(entries), Type::Object(object)) => of_map(entries, object)?,
        (kind, _) => kind.clone(),
    };
    Ok(value.clone().with_kind(kind))
}

/// A set with unknown elements has no certain length, so the list of them is unknown; its elements stay of their type,
/// as in Terraform.
fn unknown_list(value: &Value, items: &Items) -> Value {
    let reason = crate::Reason::of(value, value.origin.at);
    let list = Value::unknown(Type::list(items.element_type().clone()), reason, value.origin.at);
    let mut list = list.with_partial(Some(crate::Partial::elements(items.to_vec())));
    list.origin = value.origin.clone();
    list.marked(value.marks).aside_of(value)
}

fn common(items: &Items, of: &Type) -> Result<Type, ConvertError> {
    if items.is_empty() {
        return Ok(of.clone());
    }
    let types: Vec<Type> = items.iter().map(Value::ty).collect();
    ty::element_type(&types, of, Into::Sequence, Safety::Unsafe)
        .ok_or_else(|| ConvertError::new("all elements must have the same type"))
}

fn elements(items: &[Value], of: &Type) -> Result<Vec<Value>, ConvertError> {
    let convert =
        |(index, item): (usize, &Value)| inner(item, of).map_err(|error| error.inside(&format!("[{index}]")));
    items.iter().enumerate().map(convert).collect()
}

/// The same without marks on what is null: these conversions make it anew.
fn nulls_unmarked(mut items: Vec<Value>) -> Vec<Value> {
    items.iter_mut().filter(|item| item.is_null()).for_each(|item| item.marks = Marks::NONE);
    items
}

fn values(entries: &Map, of: &Type) -> Result<Vec<(Arc<str>, Value)>, ConvertError> {
    let convert = |(key, value): (&Arc<str>, &Value)| {
        let value = inner(value, of).map_err(|error| error.inside(&format!("[{key:?}]")))?;
        Ok((key.clone(), value))
    };
    entries.iter().map(convert).collect()
}

/// Elements and the type that they have, all the same; `wanted` for none, or if it is exact. Elements of no type get it.
fn shared(values: Vec<Value>, before: &Type, wanted: &Type) -> Result<(Type, Vec<Value>), ConvertError> {
    if !wanted.has_dynamic() {
        return Ok((wanted.without_optional(), values));
    }
    if values.is_empty() {
        let of = if *wanted == Type::Dynamic { before.clone() } else { wanted.without_optional() };
        return Ok((of, values));
    }
    let types: Vec<Type> = values.iter().map(Value::ty).collect();
    let mut known = types.iter().filter(|ty| **ty != Type::Dynamic);
    let of = known.next().cloned().unwrap_or(Type::Dynamic);
    if known.any(|ty| *ty != of) {
        return Err(ConvertError::new("all elements must have the same type"));
    }
    let values = values
        .into_iter()
        .zip(types)
        .map(|(value, ty)| if ty == of { Ok(value) } else { inner(&value, &of) });
    Ok((of.clone(), values.collect::<Result<_, _>>()?))
}

fn list(items: Vec<Value>, before: &Type, wanted: &Type) -> Result<ValueKind, ConvertError> {
    let (of, items) = shared(items, before, wanted)?;
    Ok(ValueKind::List(Arc::new(Items::of(of, items))))
}

fn set(value: &Value, items: Vec<Value>, before: &Type, wanted: &Type) -> Result<Value, ConvertError> {
    let (of, items) = shared(items, before, wanted)?;
    let made = crate::set::make(of, items, value.origin.at);
    let marks = made.marks;
    Ok(value.clone().with_kind(made.kind).marked(marks))
}

fn map(entries: Vec<(Arc<str>, Value)>, before: &Type, wanted: &Type) -> Result<ValueKind, ConvertError> {
    let (keys, values): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
    let values = if wanted.has_dynamic() { unified(values)? } else { values };
    let (of, values) = shared(values, before, wanted)?;
    Ok(ValueKind::Map(Arc::new(Entries::of(of, keys.into_iter().zip(values).collect()))))
}

/// Values whose types may still differ in the parts that may be any, in the type they have in common.
fn unified(values: Vec<Value>) -> Result<Vec<Value>, ConvertError> {
    let types: Vec<Type> = values.iter().map(Value::ty).collect();
    let Some(first) = types.first() else { return Ok(values) };
    if types.iter().all(|ty| ty == first) {
        return Ok(values);
    }
    let common = ty::unify(&types, Safety::Unsafe)
        .ok_or_else(|| ConvertError::new("all elements must have the same type"))?;
    values.iter().map(|value| inner(value, &common)).collect()
}

fn tuple(items: &[Value], types: &[Type]) -> Result<ValueKind, ConvertError> {
    let convert = |(index, (item, ty)): (usize, (&Value, &Type))| {
        inner(item, ty).map_err(|error| error.inside(&format!("[{index}]")))
    };
    let items = items.iter().zip(types).enumerate().map(convert).collect::<Result<_, _>>()?;
    Ok(ValueKind::Tuple(Arc::new(Items::mixed(items))))
}

fn of_object(entries: &Map, object: &ObjectType) -> Result<ValueKind, ConvertError> {
    let convert = |attribute: &Attribute| {
        let value = match entries.get(&attribute.name) {
            Some(value) => {
                inner(value, &attribute.ty).map_err(|error| error.inside(&format!(".{}", attribute.name)))?
            }
            None => absent(attribute, entries),
        };
        Ok((attribute.name.clone(), value))
    };
    let map = object.iter().map(convert).collect::<Result<Map, ConvertError>>()?;
    Ok(ValueKind::Object(Arc::new(Entries::mixed(map))))
}

fn of_map(entries: &Entries, object: &ObjectType) -> Result<ValueKind, ConvertError> {
    let convert = |attribute: &Attribute| {
        let value = match entries.get(&attribute.name) {
            Some(value) if !ty::convertible(&value.ty(), &attribute.ty, Safety::Unsafe) => {
                let why = super::mismatch(&value.ty(), &attribute.ty);
                return Err(ConvertError::new(format!("attribute `{}`: {why}", attribute.name)));
            }
            Some(value) => inner(value, &attribute.ty)
                .map_err(|error| error.inside(&format!("[{:?}]", attribute.name)))?,
            None if attribute.optional => absent(attribute, entries),
            None => {
                return Err(ConvertError::new(format!("the map has no element for `{}`", attribute.name)));
            }
        };
        Ok((attribute.name.clone(), value))
    };
    let map = object.iter().map(convert).collect::<Result<Map, ConvertError>>()?;
    Ok(ValueKind::Object(Arc::new(Entries::mixed(map))))
}

/// `null`, at the place of the object that lacks the attribute.
fn absent(attribute: &Attribute, beside: &Map) -> Value {
    let nowhere = ringfence_model::Span { file: ringfence_model::FileId(u32::MAX), start: 0, end: 0 };
    let at = beside.values().next().map_or(nowhere, |value| value.origin.at);
    Value::null(attribute.ty.without_optional(), at)
}
