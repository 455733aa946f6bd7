//! Type constraints of variables, and the conversions they make.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_model::Span;

use crate::eval::{as_text, error};
use crate::syntax::{Expr, ExprKind, Key};
use crate::{Map, Number, Origin, Value, ValueKind};

/// Levels of types inside each other that are followed.
const DEPTH: usize = 32;

/// A type constraint.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(BTreeMap<Arc<str>, Attribute>),
}

/// An attribute of an object type.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    kind: Type,
    optional: bool,
    default: Option<Value>,
}

impl Type {
    /// Reads a constraint; what it does not understand converts nothing.
    pub(crate) fn parse(expr: &Expr, default: &dyn Fn(&Expr) -> Value) -> Self {
        Self::parse_inner(expr, default, DEPTH)
    }

    fn parse_inner(expr: &Expr, default: &dyn Fn(&Expr) -> Value, depth: usize) -> Self {
        if depth == 0 {
            return Self::Any;
        }
        match &expr.kind {
            // Quoted names are those of old configurations.
            ExprKind::Name(name) | ExprKind::String(name) => match name.as_ref() {
                "string" => Self::String,
                "number" => Self::Number,
                "bool" => Self::Bool,
                "list" => Self::List(Box::new(Self::Any)),
                "map" => Self::Map(Box::new(Self::Any)),
                _ => Self::Any,
            },
            ExprKind::Call(call) => {
                let Some(arg) = call.args.first() else { return Self::Any };
                let inner = || Box::new(Self::parse_inner(arg, default, depth - 1));
                match (call.name.as_ref(), &arg.kind) {
                    ("list", _) => Self::List(inner()),
                    ("set", _) => Self::Set(inner()),
                    ("map", _) => Self::Map(inner()),
                    ("tuple", ExprKind::List(items)) => Self::Tuple(
                        items.iter().map(|item| Self::parse_inner(item, default, depth - 1)).collect(),
                    ),
                    ("object", ExprKind::Object(entries)) => Self::parse_object(entries, default, depth - 1),
                    _ => Self::Any,
                }
            }
            _ => Self::Any,
        }
    }

    fn parse_object(entries: &[(Key, Expr)], default: &dyn Fn(&Expr) -> Value, depth: usize) -> Self {
        let attribute = |(key, expr): &(Key, Expr)| {
            let name = match key {
                Key::Name(name) => name.clone(),
                Key::Computed(key) => key.literal()?.clone(),
            };
            let attribute = match &expr.kind {
                ExprKind::Call(call) if call.name.as_ref() == "optional" => Attribute {
                    kind: call.args.first().map_or(Self::Any, |arg| Self::parse_inner(arg, default, depth)),
                    optional: true,
                    default: call.args.get(1).map(default),
                },
                _ => Attribute {
                    kind: Self::parse_inner(expr, default, depth),
                    optional: false,
                    default: None,
                },
            };
            Some((name, attribute))
        };
        Self::Object(entries.iter().filter_map(attribute).collect())
    }

    /// The value in this type.
    ///
    /// Unknown: stays as it is. Errors: a value that does not fit is an unknown with the error as its cause.
    pub(crate) fn convert(&self, value: Value, at: Span) -> Value {
        if value.is_null() || value.is_unknown() {
            return value;
        }
        match (self, &value.kind) {
            (Self::Any, _) => value,
            (Self::String | Self::Number | Self::Bool, _) => self.primitive(value, at),
            (Self::List(inner), ValueKind::List(items) | ValueKind::Set(items)) => {
                let items = items.iter().map(|item| inner.convert(item.clone(), at)).collect();
                Value { kind: ValueKind::List(Arc::new(items)), ..value }
            }
            (Self::Set(inner), ValueKind::List(items) | ValueKind::Set(items)) => {
                set(items.iter().map(|item| inner.convert(item.clone(), at)).collect(), &value)
            }
            (Self::Map(inner), ValueKind::Map(map)) => {
                let entries = map.iter().map(|(key, item)| (key.clone(), inner.convert(item.clone(), at)));
                Value { kind: ValueKind::Map(Arc::new(entries.collect())), ..value }
            }
            (Self::Tuple(types), _) => tuple(types, value, at),
            (Self::Object(attributes), _) => object(attributes, value, at),
            (Self::List(_), _) => error("a list is required", at),
            (Self::Set(_), _) => error("a set is required", at),
            (Self::Map(_), _) => error("a map is required", at),
        }
    }

    fn primitive(&self, value: Value, at: Span) -> Value {
        let collection = matches!(value.kind, ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Map(_));
        match (self, &value.kind) {
            (Self::String, _) if !collection => as_text(value),
            (Self::String, _) => error("a string is required", at),
            (_, ValueKind::Template(_)) | (Self::Number, ValueKind::Number(_)) => value,
            (Self::Number, ValueKind::String(text)) => match Number::parse(text) {
                Some(number) => Value { kind: ValueKind::Number(number), ..value },
                None => error("a number is required", at),
            },
            (Self::Number, _) => error("a number is required", at),
            _ => match value.as_bool() {
                Some(truth) => Value { kind: ValueKind::Bool(truth), ..value },
                None => error("a bool is required", at),
            },
        }
    }
}

fn set(items: Vec<Value>, from: &Value) -> Value {
    let uncertain = items
        .iter()
        .find(|item| crate::eval::has_unknown(item))
        .map(|item| crate::eval::because(item, from.origin.at));
    let elements = crate::functions::set_elements(items);
    Value { kind: ValueKind::Set(Arc::new(elements)), open: from.open.clone().or(uncertain), ..from.clone() }
}

fn tuple(types: &[Type], value: Value, at: Span) -> Value {
    let ValueKind::List(items) = &value.kind else { return error("a tuple is required", at) };
    if items.len() != types.len() {
        return error(format!("a tuple of {} elements is required", types.len()), at);
    }
    let items = types.iter().zip(items.iter()).map(|(kind, item)| kind.convert(item.clone(), at)).collect();
    Value { kind: ValueKind::List(Arc::new(items)), ..value }
}

fn object(attributes: &BTreeMap<Arc<str>, Attribute>, value: Value, at: Span) -> Value {
    let ValueKind::Map(map) = &value.kind else { return error("an object is required", at) };
    let mut converted = Map::new();
    for (name, attribute) in attributes {
        let given = map.get(name).filter(|given| !(given.is_null() && attribute.optional));
        let entry = match (given, &attribute.default) {
            (Some(given), _) => attribute.kind.convert(given.clone(), at),
            (None, Some(default)) => attribute.kind.convert(default.clone(), at),
            (None, None) if attribute.optional || value.open.is_some() || value.referent.is_some() => {
                match (attribute.optional, &value.open) {
                    (false, Some(open)) => Value::new(ValueKind::Unknown(open.clone()), Origin::literal(at)),
                    (false, None) => crate::eval::attribute(&value, name, at),
                    _ => Value::new(ValueKind::Null, Origin::literal(value.origin.at)),
                }
            }
            (None, None) => return error(format!("attribute `{name}` is required"), at),
        };
        converted.insert(name.clone(), entry);
    }
    Value { kind: ValueKind::Map(Arc::new(converted)), ..value }
}
