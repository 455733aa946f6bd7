//! `condition ? then : else`

use ringfence_hcl::ast::Expr;
use ringfence_model::Span;
use ringfence_value::{
    Form, Partial, Reason, Refinement, Safety, Type, Value, ValueKind, convert, identical, unify,
};

use super::evaluator::Wrong;
use super::{Evaluator, Scope};

impl Evaluator<'_, '_> {
    /// Source: `ConditionalExpr.Value` of hashicorp/hcl (read 2026-11-25).
    pub(super) fn conditional(&self, parts: &[Expr; 3], at: Span, scope: Scope<'_>) -> Value {
        let [condition, then, otherwise] = parts;
        let before = self.errors();
        let then = self.eval(then, scope);
        let between = self.errors();
        let otherwise = self.eval(otherwise, scope);
        let after = self.errors();
        // What is wrong in the branch that is not taken does not count.
        let wrong = (between > before, after > between);
        let wrong_otherwise = self.forgive(between);
        let wrong_then = self.forgive(before);
        let Some(ty) = common(&then, &otherwise) else {
            let message = format!(
                "both results of a condition must have one type; these are {} and {}",
                then.ty(),
                otherwise.ty()
            );
            return self.error(message, at);
        };
        let condition_at = scope.at(condition.range);
        let condition = self.eval(condition, scope);
        let marks = condition.marks.with(then.marks).with(otherwise.marks);
        let chosen = match self.condition(&condition, condition_at) {
            Ok(true) => self.chosen(&then, &ty, wrong.0.then_some(wrong_then), at),
            Ok(false) => self.chosen(&otherwise, &ty, wrong.1.then_some(wrong_otherwise), at),
            // It is wrong, and yet has the type that both have in common: that counts in a branch that is not taken.
            Err(why) if condition.is_known() => Value::unknown(ty, Reason::of(&why, condition_at), at),
            Err(why) => unsure((&why, &then, &otherwise), wrong, ty, at),
        };
        chosen.marked(marks)
    }

    /// The branch taken, in the type that both have in common.
    fn chosen(&self, value: &Value, ty: &Type, wrong: Option<Vec<Wrong>>, at: Span) -> Value {
        if let Some(wrong) = wrong {
            self.blame(wrong, at);
        }
        if *ty == Type::Dynamic {
            return value.clone();
        }
        match convert(value, ty) {
            Ok(value) => value,
            Err(error) => self.error_of(ty.clone(), format!("the result does not fit: {error}"), at),
        }
    }
}

/// The type of the whole; [`Type::Dynamic`] if a branch's is not known yet, nothing if they have none in common.
fn common(then: &Value, otherwise: &Value) -> Option<Type> {
    let is_null = |value: &Value| matches!(value.kind, ValueKind::Null(Type::Dynamic));
    let (left, right) = (then.ty(), otherwise.ty());
    match (is_null(then), is_null(otherwise)) {
        (true, _) => Some(right),
        (_, true) => Some(left),
        _ if left == Type::Dynamic || right == Type::Dynamic => Some(Type::Dynamic),
        _ => unify(&[left, right], Safety::Unsafe),
    }
}

/// The result of a condition that is not known.
fn unsure(
    (why, then, otherwise): (&Value, &Value, &Value),
    wrong: (bool, bool),
    ty: Type,
    at: Span,
) -> Value {
    if then.is_null() && otherwise.is_null() {
        return Value::null(ty, at);
    }
    // What is wrong in a branch counts only once it is taken.
    let branches = [(then, wrong.0), (otherwise, wrong.1)].into_iter().filter(|(_, wrong)| !wrong);
    let from = std::iter::once(why).chain(branches.map(|(branch, _)| branch));
    let mut result = Value::unknown(ty.clone(), Reason::derived(from, at), at);
    let not_null = then.is_surely_not_null() && otherwise.is_surely_not_null();
    let form = match (then.refinement().form, otherwise.refinement().form) {
        (Form::Within(a, b), Form::Within(c, d)) if ty == Type::Number => {
            Form::Within(a.zip(c).map(|(a, c)| a.min(c)), b.zip(d).map(|(b, d)| b.max(d)))
        }
        (Form::Length(a, b), Form::Length(c, d)) if then.ty() == otherwise.ty() => {
            Form::Length(a.min(c), b.max(d))
        }
        _ => Form::Any,
    };
    if let Some(sure) = same(then, otherwise, &ty) {
        result = result.with_partial(Some(Partial::Sure(Box::new(sure))));
    }
    result.refined(Refinement { not_null, form })
}

/// The value that both branches have: Terraform does not know yet, but then the condition does not matter.
fn same(then: &Value, otherwise: &Value, ty: &Type) -> Option<Value> {
    let then = convert(then, ty).ok()?;
    let otherwise = convert(otherwise, ty).ok()?;
    (then.is_wholly_known() && identical(&then, &otherwise)).then_some(then)
}
