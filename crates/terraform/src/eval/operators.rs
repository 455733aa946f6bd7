//! Operators, with Terraform's conversions.

use std::cmp::Ordering;

use ringfence_model::Span;

use super::arithmetic;
use super::unknown::{derived, error};
use super::{Engine, Scope};
use crate::syntax::{BinaryOp, Expr, UnaryOp};
use crate::{Number, Origin, Value, ValueKind};

impl Engine<'_> {
    pub(crate) fn unary(&self, op: UnaryOp, operand: &Expr, at: Span, scope: Scope<'_>) -> Value {
        let value = self.eval(operand, scope);
        let kind = match op {
            UnaryOp::Not => truth(&value).map(|value| value.map(|value| ValueKind::Bool(!value))),
            UnaryOp::Negate => number(&value).map(|value| {
                value.and_then(|value| arithmetic::subtract(Number::Int(0), value)).map(ValueKind::Number)
            }),
        };
        result(kind, &[value], at)
    }

    pub(crate) fn binary(&self, op: BinaryOp, operands: &[Expr; 2], at: Span, scope: Scope<'_>) -> Value {
        let [left, right] = operands;
        let values = [self.eval(left, scope), self.eval(right, scope)];
        let [left, right] = &values;
        let kind = match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                if let Some(wrong) = values.iter().find(|value| super::unknown::error_in(value).is_some()) {
                    return derived([wrong], at);
                }
                let wanted = op == BinaryOp::Equal;
                Ok(crate::functions::equal(left, right).map(|equal| ValueKind::Bool(equal == wanted)))
            }
            BinaryOp::And | BinaryOp::Or => logic(op, left, right),
            _ => numeric(op, left, right),
        };
        result(kind, &values, at)
    }
}

/// A result, unknown if there is none, an error if the operands do not fit.
fn result(kind: Result<Option<ValueKind>, &'static str>, operands: &[Value], at: Span) -> Value {
    let mut value = match kind {
        Ok(Some(kind)) => Value::new(kind, Origin::literal(at)),
        Ok(None) => derived(operands, at),
        Err(message) => error(message, at),
    };
    value.sensitive = operands.iter().any(|operand| operand.sensitive);
    value
}

/// Terraform 1.11 knows the result only if it knows both sides.
fn logic(op: BinaryOp, left: &Value, right: &Value) -> Result<Option<ValueKind>, &'static str> {
    let (Some(left), Some(right)) = (truth(left)?, truth(right)?) else { return Ok(None) };
    Ok(Some(ValueKind::Bool(if op == BinaryOp::And { left && right } else { left || right })))
}

fn numeric(op: BinaryOp, left: &Value, right: &Value) -> Result<Option<ValueKind>, &'static str> {
    let (Some(left), Some(right)) = (number(left)?, number(right)?) else { return Ok(None) };
    let order = |test: fn(Ordering) -> bool| {
        arithmetic::compare(left, right).map(|order| ValueKind::Bool(test(order)))
    };
    let zero = right.as_f64() == 0.0;
    Ok(match op {
        BinaryOp::Add => arithmetic::add(left, right).map(ValueKind::Number),
        BinaryOp::Subtract => arithmetic::subtract(left, right).map(ValueKind::Number),
        BinaryOp::Multiply => arithmetic::multiply(left, right).map(ValueKind::Number),
        BinaryOp::Divide | BinaryOp::Remainder if zero => return Err("division by zero"),
        BinaryOp::Divide => arithmetic::divide(left, right).map(ValueKind::Number),
        BinaryOp::Remainder => arithmetic::remainder(left, right).map(ValueKind::Number),
        BinaryOp::Less => order(Ordering::is_lt),
        BinaryOp::LessOrEqual => order(Ordering::is_le),
        BinaryOp::Greater => order(Ordering::is_gt),
        BinaryOp::GreaterOrEqual => order(Ordering::is_ge),
        BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::And | BinaryOp::Or => None,
    })
}

/// A truth value, nothing if it is unknown.
fn truth(value: &Value) -> Result<Option<bool>, &'static str> {
    match (&value.kind, value.as_bool()) {
        (_, Some(truth)) => Ok(Some(truth)),
        (ValueKind::Unknown(_) | ValueKind::Template(_), _) => Ok(None),
        _ => Err("the operand must be true or false"),
    }
}

/// A number, nothing if it is unknown.
fn number(value: &Value) -> Result<Option<Number>, &'static str> {
    match &value.kind {
        ValueKind::Number(number) => Ok(Some(*number)),
        ValueKind::String(text) => Number::parse(text).map(Some).ok_or("the operand must be a number"),
        ValueKind::Unknown(_) | ValueKind::Template(_) => Ok(None),
        _ => Err("the operand must be a number"),
    }
}
