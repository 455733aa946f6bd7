//! `try` and `can`: expressions that may be wrong.

use ringfence_hcl::ast::Expr;
use ringfence_model::Span;
use ringfence_value::{Marks, Type, Value};

use super::unknown::{derived, veiled};
use super::{Evaluator, Scope};

impl Evaluator<'_, '_> {
    /// The first argument that is not wrong; one of which only part is known may yet become wrong.
    ///
    /// Source: `try` in hashicorp/hcl's `ext/tryfunc` (read 2026-11-25).
    pub(super) fn first_without_error(&self, args: &[Expr], at: Span, scope: Scope<'_>) -> Value {
        if args.is_empty() {
            return self.error("`try` takes at least one argument", at);
        }
        let mut marks = Marks::NONE;
        for arg in args {
            let errors = self.errors();
            let value = self.eval(arg, scope);
            if self.errors() > errors {
                self.forgive(errors);
                marks = marks.with(value.marks);
                continue;
            }
            if value.is_wholly_known() {
                return value;
            }
            return veiled(&value, Type::Dynamic, scope.at(arg.range)).marked(marks);
        }
        self.error("every argument of `try` is wrong", at)
    }

    /// Whether the argument is not wrong.
    pub(super) fn can(&self, args: &[Expr], at: Span, scope: Scope<'_>) -> Value {
        let [arg] = args else { return self.error("`can` takes one argument", at) };
        let errors = self.errors();
        let value = self.eval(arg, scope);
        if self.errors() > errors {
            self.forgive(errors);
            return Value::bool(false, at);
        }
        if value.is_wholly_known() {
            return Value::bool(true, at);
        }
        derived(Type::Bool, [&value], at).not_null()
    }
}
