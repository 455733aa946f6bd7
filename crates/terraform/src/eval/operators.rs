//! Operators, with Terraform's conversions.

use ringfence_hcl::ast::{BinaryOp, Chain, Expr, UnaryOp};
use ringfence_model::Span;
use ringfence_value::{Marks, Number, NumberError, Truth, Type, Value, ValueKind, convert, equal};

use super::unknown::derived;
use super::{Evaluator, Scope};

/// An operand, and whether it is wrong.
struct Operand {
    value: Value,
    wrong: bool,
}

impl Evaluator<'_, '_> {
    pub(super) fn unary(&self, op: UnaryOp, operand: &Expr, at: Span, scope: Scope<'_>) -> Value {
        let operand = self.operand(operand, scope);
        let ty = if op == UnaryOp::Not { Type::Bool } else { Type::Number };
        let Some(value) = self.converted(&operand.value, &ty, at) else {
            return self.after_error(ty, &[operand], at);
        };
        if operand.wrong {
            return self.after_error(ty, &[operand], at);
        }
        if value.is_null() {
            return self.error_of(ty, "an operand must not be null", at).marked(value.marks);
        }
        let kind = match (op, &value.kind) {
            (UnaryOp::Not, ValueKind::Bool(truth)) => ValueKind::Bool(!truth),
            (UnaryOp::Negate, ValueKind::Number(number)) => ValueKind::Number(number.negate()),
            _ => return unknown_result(ty, &[&value], at),
        };
        Value::at(kind, at).marked(value.marks)
    }

    /// Operators of one precedence, from the left.
    pub(super) fn binary(&self, chain: &Chain, at: Span, scope: Scope<'_>) -> Value {
        let mut left = self.operand(&chain.first, scope);
        for (op, right) in &chain.rest {
            if !self.spend(1) {
                return self.too_much(at);
            }
            let so_far = Span { end: scope.at(right.range).end, ..at };
            let right = self.operand(right, scope);
            let errors = self.errors();
            let value = self.apply(*op, &left, &right, so_far);
            let wrong = self.errors() > errors || left.wrong || right.wrong;
            left = Operand { value, wrong };
        }
        left.value
    }

    fn operand(&self, expr: &Expr, scope: Scope<'_>) -> Operand {
        let errors = self.errors();
        let value = self.eval(expr, scope);
        Operand { value, wrong: self.errors() > errors }
    }

    fn apply(&self, op: BinaryOp, left: &Operand, right: &Operand, at: Span) -> Value {
        if matches!(op, BinaryOp::Equal | BinaryOp::NotEqual) {
            return self.equality(op, left, right, at);
        }
        let logic = matches!(op, BinaryOp::And | BinaryOp::Or);
        let operands = if logic { Type::Bool } else { Type::Number };
        let result = match op {
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder => Type::Number,
            _ => Type::Bool,
        };
        let converted =
            (self.converted(&left.value, &operands, at), self.converted(&right.value, &operands, at));
        let (Some(left_value), Some(right_value)) = converted else {
            return self.after_error(result, [left, right], at);
        };
        if logic
            && self.engine.short_circuit
            && let Some(decided) = decided(op, &left_value, left.wrong, &right_value, right.wrong)
        {
            self.forgive_one(left.wrong || right.wrong);
            return Value::bool(decided, at).marked(left_value.marks.with(right_value.marks));
        }
        if left.wrong || right.wrong {
            return self.after_error(result, [left, right], at);
        }
        if let Some(null) = [&left_value, &right_value].into_iter().find(|value| value.is_null()) {
            let marks = null.marks;
            return self.error_of(result, "an operand must not be null", at).marked(marks);
        }
        let marks = left_value.marks.with(right_value.marks);
        let kind = match (&left_value.kind, &right_value.kind) {
            (ValueKind::Bool(left), ValueKind::Bool(right)) => {
                Ok(Some(ValueKind::Bool(if op == BinaryOp::And { *left && *right } else { *left || *right })))
            }
            (ValueKind::Number(left), ValueKind::Number(right)) => numeric(op, left, right),
            _ => Ok(within(op, &left_value, &right_value)),
        };
        match kind {
            Ok(Some(kind)) => Value::at(kind, at).marked(marks),
            Ok(None) => unknown_result(result, &[&left_value, &right_value], at),
            Err(NumberError::Limit) => self.limited(&NumberError::Limit.to_string(), at).marked(marks),
            Err(error) => self.error_of(result, error.to_string(), at).marked(marks),
        }
    }

    fn equality(&self, op: BinaryOp, left: &Operand, right: &Operand, at: Span) -> Value {
        if left.wrong || right.wrong {
            return self.after_error(Type::Bool, [left, right], at);
        }
        let (left, right) = (&left.value, &right.value);
        let steps = u64::from(left.weight().min(right.weight()));
        if !self.spend(steps) {
            return self.too_much(at);
        }
        // From go-cty 1.18 on nested marks do not count in a comparison with null; with Terraform 1.11 they do.
        let marks = left.all_marks().with(right.all_marks());
        let wanted = op == BinaryOp::Equal;
        match equal(left, right) {
            Truth::Yes => Value::bool(wanted, at).marked(marks),
            Truth::No => Value::bool(!wanted, at).marked(marks),
            Truth::Unknown => unknown_result(Type::Bool, &[left, right], at).marked(marks),
        }
    }

    /// The operand in the type that the operator takes; nothing, with an error, if it does not convert.
    fn converted(&self, value: &Value, to: &Type, at: Span) -> Option<Value> {
        match convert(value, to) {
            Ok(value) => Some(value),
            Err(error) => {
                let _ = self.error(format!("an operand does not fit: {error}"), at);
                None
            }
        }
    }

    /// The result where an operand is wrong: no second error.
    fn after_error<'o>(&self, ty: Type, operands: impl IntoIterator<Item = &'o Operand>, at: Span) -> Value {
        let values: Vec<&Value> = operands.into_iter().map(|operand| &operand.value).collect();
        let marks = values.iter().fold(Marks::NONE, |marks, value| marks.with(value.marks));
        let known_wrong = values.iter().find_map(|value| value.reason().and_then(|reason| reason.error()));
        if let Some(error) = known_wrong {
            Value::unknown(ty, error.clone(), at).marked(marks)
        } else {
            let message = format!("{ty}: an operand does not fit");
            let errors = self.errors();
            let value = self.error_of(ty, message, at).marked(marks);
            self.forgive(errors);
            value
        }
    }

    fn forgive_one(&self, wrong: bool) {
        if wrong {
            self.forgive(self.errors().saturating_sub(1));
        }
    }
}

/// What one side decides alone, if the other is wrong or not known.
///
/// Source: `OpLogicalOr` and `OpLogicalAnd` of hashicorp/hcl 2.24 (read 2026-11-25).
fn decided(op: BinaryOp, left: &Value, left_wrong: bool, right: &Value, right_wrong: bool) -> Option<bool> {
    let deciding = op == BinaryOp::Or;
    let decides = |value: &Value, wrong: bool| {
        !wrong && matches!(value.kind, ValueKind::Bool(truth) if truth == deciding)
    };
    (decides(left, left_wrong) || decides(right, right_wrong)).then_some(deciding)
}

fn numeric(op: BinaryOp, left: &Number, right: &Number) -> Result<Option<ValueKind>, NumberError> {
    let kind = match op {
        BinaryOp::Add => ValueKind::Number(left.add(right)?),
        BinaryOp::Subtract => ValueKind::Number(left.subtract(right)?),
        BinaryOp::Multiply => ValueKind::Number(left.multiply(right)?),
        BinaryOp::Divide => ValueKind::Number(left.divide(right)?),
        BinaryOp::Remainder => ValueKind::Number(left.remainder(right)?),
        BinaryOp::Less => ValueKind::Bool(left < right),
        BinaryOp::LessOrEqual => ValueKind::Bool(left < right || left.equals(right)),
        BinaryOp::Greater => ValueKind::Bool(left > right),
        BinaryOp::GreaterOrEqual => ValueKind::Bool(left > right || left.equals(right)),
        BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::And | BinaryOp::Or => return Ok(None),
    };
    Ok(Some(kind))
}

/// What the bounds of unknown numbers decide.
///
/// Source: `LessThan` and its kin in go-cty's `value_ops.go` (read 2026-11-25): all bounds count as exclusive.
fn within(op: BinaryOp, left: &Value, right: &Value) -> Option<ValueKind> {
    let (left, right) = (left.refinement(), right.refinement());
    let ((left_low, left_high), (right_low, right_high)) = (left.bounds(), right.bounds());
    let surely_less = matches!((left_high, right_low), (Some(left), Some(right)) if left < right);
    let surely_greater = matches!((left_low, right_high), (Some(left), Some(right)) if left > right);
    let less = match op {
        BinaryOp::Less | BinaryOp::LessOrEqual => true,
        BinaryOp::Greater | BinaryOp::GreaterOrEqual => false,
        _ => return None,
    };
    (surely_less || surely_greater).then_some(ValueKind::Bool(surely_less == less))
}

fn unknown_result(ty: Type, operands: &[&Value], at: Span) -> Value {
    derived(ty, operands.iter().copied(), at).not_null()
}
