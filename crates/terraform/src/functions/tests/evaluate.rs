//! Just enough of an evaluator: literals, lists, objects and calls.

use std::sync::Arc;

use hcl_edit::expr::{Expression, ObjectKey, TraversalOperator};
use ringfence_model::{FileId, Span};
use serde_json::Value as Json;

use super::super::{call, convert};
use super::surroundings::Fixed;
use crate::{CallContext, Cause, Number, Origin, Part, Reference, Step, Unknown, Value, ValueKind};

pub(in super::super) const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

pub(in super::super) fn value(kind: ValueKind) -> Value {
    Value::new(kind, Origin::literal(AT))
}

/// An attribute that only the cloud knows.
pub(in super::super) fn unknown(address: &str, attribute: &str) -> Value {
    let reference = Reference { address: address.into(), path: vec![Step::Name(attribute.into())] };
    value(ValueKind::Unknown(Arc::new(Unknown { cause: Cause::Computed(reference), at: AT })))
}

pub(in super::super) fn evaluate(expression: &str) -> Result<Value, String> {
    let parsed: Expression = expression.parse().map_err(|error| format!("{expression}: {error}"))?;
    of(&parsed)
}

/// Whether an expression has nothing but what is evaluated here.
pub(super) fn is_plain(expression: &str) -> bool {
    let parsed: Result<Expression, _> = expression.parse();
    parsed.is_ok_and(|parsed| plain(&parsed))
}

fn plain(expression: &Expression) -> bool {
    match expression {
        Expression::Null(_) | Expression::Bool(_) | Expression::Number(_) | Expression::String(_) => true,
        Expression::Array(items) => items.iter().all(plain),
        Expression::Object(object) => {
            object.iter().all(|(key, value)| key_of(key).is_some() && plain(value.expr()))
        }
        Expression::FuncCall(call) => {
            let name = call.name.name.as_str();
            !matches!(name, "templatefile" | "templatestring" | "can" | "try") && call.args.iter().all(plain)
        }
        _ => false,
    }
}

fn key_of(key: &ObjectKey) -> Option<Arc<str>> {
    match key {
        ObjectKey::Ident(name) => Some(name.as_str().into()),
        ObjectKey::Expression(Expression::String(text)) => Some(text.as_str().into()),
        ObjectKey::Expression(Expression::Number(number)) => Some(number.to_string().into()),
        ObjectKey::Expression(_) => None,
    }
}

fn of(expression: &Expression) -> Result<Value, String> {
    Ok(match expression {
        Expression::Null(_) => value(ValueKind::Null),
        Expression::Bool(flag) => value(ValueKind::Bool(*flag.value())),
        Expression::Number(number) => {
            value(ValueKind::Number(convert::parse_number(&number.value().to_string()).unwrap()))
        }
        Expression::String(text) => value(ValueKind::String(text.as_str().into())),
        Expression::Array(items) => {
            value(ValueKind::List(Arc::new(items.iter().map(of).collect::<Result<_, _>>()?)))
        }
        Expression::Object(object) => {
            let entry = |(key, value): (&ObjectKey, &hcl_edit::expr::ObjectValue)| {
                Ok((key_of(key).unwrap(), of(value.expr())?))
            };
            value(ValueKind::Map(Arc::new(object.iter().map(entry).collect::<Result<_, String>>()?)))
        }
        Expression::UnaryOp(negated) => {
            let operand = of(&negated.expr)?;
            let ValueKind::Number(number) = operand.kind else { return Err("operand".to_owned()) };
            value(ValueKind::Number(match number {
                Number::Int(value) => Number::Int(-value),
                Number::Float(value) => Number::Float(-value),
            }))
        }
        Expression::Traversal(traversal) => {
            match traversal.operators.first().map(hcl_edit::Decorated::value) {
                Some(TraversalOperator::GetAttr(name)) => unknown("terraform_data.t", name.as_str()),
                _ => return Err("traversal".to_owned()),
            }
        }
        Expression::FuncCall(func) => {
            let mut args: Vec<Value> = func.args.iter().map(of).collect::<Result<_, _>>()?;
            if func.args.expand_final() {
                let last = args.pop().unwrap();
                args.extend_from_slice(last.as_list().unwrap());
            }
            let context = CallContext { at: AT, surroundings: &Fixed };
            call(func.name.name.as_str(), &args, &context).ok_or("no such function")??
        }
        other => return Err(format!("not a literal or call: {other:?}")),
    })
}

/// A value as JSON; unknown parts show as `?`.
pub(in super::super) fn json_of(value: &Value) -> Json {
    match &value.kind {
        ValueKind::Null => Json::Null,
        ValueKind::Bool(flag) => Json::Bool(*flag),
        ValueKind::Number(Number::Int(number)) => Json::from(*number),
        ValueKind::Number(Number::Float(number)) => Json::from(*number),
        ValueKind::String(text) => Json::from(text.as_ref()),
        ValueKind::List(items) | ValueKind::Set(items) => Json::Array(items.iter().map(json_of).collect()),
        ValueKind::Map(map) => map.iter().map(|(key, value)| (key.to_string(), json_of(value))).collect(),
        ValueKind::Template(parts) => {
            let text = |part: &Part| match part {
                Part::Known(text) => text.to_string(),
                Part::Unknown(_) => "?".to_owned(),
            };
            Json::from(parts.iter().map(text).collect::<String>())
        }
        ValueKind::Unknown(_) => Json::from("?"),
    }
}
