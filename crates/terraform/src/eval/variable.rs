//! Variables: given values, defaults, types.

use std::sync::Arc;

use ringfence_hcl::ast::Expr;
use ringfence_model::{FileId, Span, Truth};
use ringfence_value::{Cause, Marks, Origin, Reason, Type, Value, convert};

use super::unknown::unknown;
use super::{Evaluator, Instance, Scope};
use crate::config::{Constraint, Node, Variable};

impl Evaluator<'_, '_> {
    pub(super) fn variable(&self, instance: &Arc<Instance>, name: &str, scope: Scope<'_>, at: Span) -> Value {
        let found = instance.module().variables.place(name);
        let Some((place, slot)) = found.and_then(|place| Some((place, instance.variables.get(place)?)))
        else {
            return self.undeclared(instance, &format!("var.{name}"), at);
        };
        let node = Node::Variable(place);
        if let Some(barred) = self.barred(instance, node, scope.circle, at) {
            return barred;
        }
        self.once_in(instance, Truth::Yes, slot, || match instance.module().variables.at(place) {
            Some(variable) => self.variable_value(instance, variable, self.circle(instance, node)),
            None => unknown(Cause::Undeclared(name.into()), at),
        })
    }

    fn variable_value(&self, instance: &Arc<Instance>, variable: &Variable, circle: u32) -> Value {
        let header = variable.declared.header();
        let constraint = self.constraint(variable);
        let ty = match &constraint {
            Some(Ok(constraint)) => constraint.ty.without_optional(),
            _ => Type::Dynamic,
        };
        let given = self.given(instance, variable, circle);
        let given = given.filter(|value| variable.nullable || !value.is_null());
        let default = self.default(variable, &ty);
        let fitted = |value: Value| match constraint {
            None => value,
            Some(Ok(constraint)) => self.fitted(value, constraint, &ty, header),
            Some(Err(message)) => {
                let message = format!("the type of `var.{}` is none: {message}", variable.declared.name);
                self.error(message, header)
            }
        };
        if given.is_some()
            && let Some(default) = &default
        {
            // Terraform refuses a wrong default even where nobody needs it.
            let _ = fitted(default.clone());
        }
        let value = given.or(default).unwrap_or_else(|| {
            let cause = Cause::Variable(variable.declared.name.clone());
            Value::unknown(ty.clone(), Reason::new(cause, header), header)
        });
        let value = fitted(value);
        let value = if variable.nullable { value } else { value.not_null() };
        let mark = |set, mark| if set { mark } else { Marks::NONE };
        value
            .marked(mark(variable.sensitive, Marks::SENSITIVE))
            .marked(mark(variable.ephemeral, Marks::EPHEMERAL))
    }

    /// What is written for the case that nothing is given.
    fn default(&self, variable: &Variable, ty: &Type) -> Option<Value> {
        let (expr, file) = variable.declared.value("default")?;
        let value = self.eval(expr, Scope::empty(file));
        let refused = value.is_null() && !variable.nullable;
        let message = "a default must not be null where `nullable` is false";
        Some(if refused { self.error_of(ty.clone(), message, variable.declared.header()) } else { value })
    }

    /// The value in the type of its variable.
    fn fitted(&self, value: Value, constraint: &Constraint, ty: &Type, header: Span) -> Value {
        let used_at = value.origin.used_at();
        let filled = constraint.filled(value);
        match convert(&filled, &constraint.ty) {
            Ok(value) => self.holding(value, used_at),
            Err(error) => {
                let at = if filled.is_null() { header } else { used_at };
                self.error_of(ty.clone(), format!("the value does not fit its variable's type: {error}"), at)
            }
        }
    }

    /// The type constraint, read once.
    fn constraint<'v>(&self, variable: &'v Variable) -> Option<&'v Result<Constraint, String>> {
        let read = || {
            let (expr, file) = variable.declared.value("type")?;
            Some(Constraint::read(expr, &|default| self.constant(default, file)))
        };
        variable.constraint.get_or_init(read).as_ref()
    }

    /// An expression in which nothing is in scope.
    fn constant(&self, expr: &Expr, file: FileId) -> Value {
        self.eval(expr, Scope::empty(file))
    }

    /// What the caller gives, or the user.
    fn given(&self, instance: &Arc<Instance>, variable: &Variable, circle: u32) -> Option<Value> {
        let name = &variable.declared.name;
        let Some(caller) = &instance.caller else {
            let given = instance.given.get(name)?;
            let value = self.eval(&given.expr, Scope::empty(given.file));
            // What is given on the command line stands in no file: a reader is shown the variable.
            return Some(if given.in_file { value } else { placed(&value, variable.declared.header()) });
        };
        let call = caller.instance.module().calls.at(caller.place)?;
        let (expr, file) = call.value(name)?;
        let scope = Scope::of(&caller.instance, file, circle).repeated(&caller.repetition);
        let mut value = self.eval(expr, scope);
        value.origin = value.origin.through(scope.at(expr.range));
        Some(value)
    }
}

/// The same value, as if it stood at that place.
fn placed(value: &Value, at: Span) -> Value {
    let mut value = value.map_inside(&mut |inner| placed(inner, at));
    value.origin = Origin::literal(at);
    value
}
