//! Operators, with Terraform's conversions.

use std::cmp::Ordering;

use ringfence_model::Span;

use super::arithmetic;
use super::unknown::{derived, error, has_unknown, unknown};
use super::{Engine, Scope};
use crate::syntax::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::{Cause, Number, Origin, Value, ValueKind};

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
        let values = operands.each_ref().map(|operand| self.eval(operand, scope));
        let [left, right] = &values;
        let kind = match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                if let Some(wrong) = values.iter().find(|value| super::unknown::error_in(value).is_some()) {
                    return derived([wrong], at);
                }
                let wanted = op == BinaryOp::Equal;
                let equal =
                    crate::functions::equal(left, right).filter(|equal| !equal || same_type(operands, left));
                Ok(equal.map(|equal| ValueKind::Bool(equal == wanted)))
            }
            BinaryOp::And | BinaryOp::Or => logic(op, left, right),
            _ => numeric(op, left, right),
        };
        result(kind, &values, at)
    }
}

/// Whether two operands of equal content surely have the same type.
///
/// A list and a tuple of the same elements differ in Terraform, as do a map and an object; values here do not
/// remember which they are.
fn same_type(operands: &[Expr; 2], value: &Value) -> bool {
    match (&value.kind, operands.each_ref().map(|operand| &operand.kind)) {
        (ValueKind::List(_), written) => matches!(written, [ExprKind::List(_), ExprKind::List(_)]),
        (ValueKind::Map(_), written) => matches!(written, [ExprKind::Object(_), ExprKind::Object(_)]),
        _ => true,
    }
}

/// A result, unknown if there is none, an error if the operands do not fit.
fn result(kind: Result<Option<ValueKind>, &'static str>, operands: &[Value], at: Span) -> Value {
    let mut value = match kind {
        Ok(Some(kind)) => Value::new(kind, Origin::literal(at)),
        Ok(None) if operands.iter().any(has_unknown) => derived(operands, at),
        Ok(None) => {
            unknown(Cause::Limit("a result that needs more digits, or types, than are kept".into()), at)
        }
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
        // Terraform has infinity there, which no error catches and no attribute takes.
        BinaryOp::Divide | BinaryOp::Remainder if zero => None,
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
