//! Function calls.

use ringfence_functions::CallContext;
use ringfence_hcl::ast::{Call, ExprKind};
use ringfence_model::{NoticeId, Span};
use ringfence_value::{Cause, Type, Value};

use super::files::Around;
use super::memory::own_bytes;
use super::unknown::{derived, unknown};
use super::{Evaluator, Scope};

impl Evaluator<'_, '_> {
    pub(super) fn call(&self, call: &Call, at: Span, scope: Scope<'_>) -> Value {
        match call.name.trim_start_matches("core::") {
            "try" => return self.first_without_error(&call.args, at, scope),
            "can" => return self.can(&call.args, at, scope),
            "templatestring" if call.args.first().is_some_and(|text| !is_reference(&text.kind)) => {
                return self.error("`templatestring` takes a reference to a template, not its text", at);
            }
            _ => {}
        }
        let errors = self.errors();
        let mut args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        if call.expand
            && let Err(value) = self.expand_last(&mut args, at)
        {
            return *value;
        }
        if self.errors() > errors {
            let errors = self.errors();
            let value = derived(Type::Dynamic, args.iter(), at);
            self.forgive(errors);
            return value;
        }
        let value = self.call_with(&call.name, &args, at, scope);
        for arg in &args {
            self.release(arg);
        }
        value
    }

    /// Calls a function with values, where no expression does.
    pub(crate) fn call_function(&self, name: &str, args: &[Value], at: Span) -> Value {
        self.call_with(name, args, at, Scope::empty(at.file))
    }

    /// Calls a function with values.
    fn call_with(&self, name: &str, args: &[Value], at: Span, scope: Scope<'_>) -> Value {
        if !self.spend(args.iter().map(work).sum()) {
            return self.too_much(at);
        }
        let around = Around::new(self, scope.circle);
        let context = CallContext { at, surroundings: &around };
        match ringfence_functions::call(name, args, &context) {
            Some(Ok(value)) => {
                if let Some(Cause::Limit(limit)) =
                    value.reason().filter(|why| why.at == at).map(|why| &why.cause)
                {
                    self.note_limit(limit, at);
                }
                let value = of_literal(value, args, at);
                if !self.spend(own_bytes(&value) / MADE) {
                    return self.too_much(at);
                }
                self.bounded(self.holding(value, at))
            }
            Some(Err(error)) => match around.refusal() {
                Some(refusal) => {
                    self.engine.notice(NoticeId::Unreadable, refusal.clone(), Some(at));
                    unknown(Cause::Unread(refusal.into()), at)
                }
                None => self.error(format!("`{name}`: {}", error.message), at),
            },
            None if name.contains("::") => {
                // A provider's function: what it gives is the provider's to know.
                let marks =
                    args.iter().fold(ringfence_value::Marks::NONE, |marks, arg| marks.with(arg.all_marks()));
                unknown(Cause::Function(name.into()), at).marked(marks)
            }
            None => self.error(format!("there is no function `{name}`{}", successor(name)), at),
        }
    }

    /// `f(xs...)`: the last argument's elements are arguments.
    fn expand_last(&self, args: &mut Vec<Value>, at: Span) -> Result<(), Box<Value>> {
        let Some(last) = args.pop() else { return Ok(()) };
        let expandable = matches!(last.ty(), Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Dynamic);
        if last.is_null() || !expandable {
            let message =
                format!("only a list, set or tuple can be expanded into arguments, not {}", last.ty());
            return Err(Box::new(self.error(message, at)));
        }
        if !last.is_known() {
            args.push(last);
            return Err(Box::new(derived(Type::Dynamic, args.iter(), at)));
        }
        let items = last.as_list().unwrap_or_default();
        if !self.work_each(items.len()) {
            return Err(Box::new(self.too_much(at)));
        }
        args.extend(items.iter().map(|item| item.clone().marked(last.marks)));
        Ok(())
    }
}

/// Units: bytes that a function makes in the time that one step stands for.
const MADE: u64 = 32;

/// How many steps it takes to look at an argument.
fn work(arg: &Value) -> u64 {
    /// Values, or pieces of long texts, that are passed over in that time.
    const PASSED: u64 = 16;
    /// Units: bytes of a text that are changed, hashed or searched in that time.
    const READ: u64 = 16;
    u64::from(arg.weight()) / PASSED + arg.as_str().map_or(0, |text| text.len() as u64 / READ)
}

fn is_reference(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Name(_) | ExprKind::Traversal(_) => true,
        ExprKind::Parentheses(inner) => is_reference(&inner.kind),
        _ => false,
    }
}

/// A plain value that is made of one other, trimmed or in capitals, comes from the literal that the other comes from.
fn of_literal(mut value: Value, args: &[Value], at: Span) -> Value {
    let plain = |value: &Value| value.is_known() && value.as_list().is_none() && value.as_map().is_none();
    if let [only] = args
        && plain(&value)
        && plain(only)
        && value.origin.at == at
    {
        value.origin = only.origin.clone().through(at);
    }
    value
}

/// What has taken the place of a function that Terraform no longer has.
///
/// Source: <https://developer.hashicorp.com/terraform/language/functions/list> and `…/map` (read 2026-11-25).
fn successor(name: &str) -> &'static str {
    match name {
        "list" => "; since Terraform 0.15 `tolist([…])` does what it did",
        "map" => "; since Terraform 0.15 `tomap({…})` does what it did",
        _ => "",
    }
}
