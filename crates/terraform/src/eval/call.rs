//! Function calls.

use ringfence_model::Span;

use super::files::Around;
use super::unknown::{derived, error, error_in, has_unknown, unknown};
use super::{Engine, Scope};
use crate::syntax::{Call, Expr};
use crate::{CallContext, Cause, Origin, Value, ValueKind};

impl Engine<'_> {
    pub(crate) fn call(&self, call: &Call, at: Span, scope: Scope<'_>) -> Value {
        match call.name.as_ref() {
            "try" => return self.first_without_error(&call.args, at, scope),
            "can" => return self.can(&call.args, at, scope),
            "templatestring" if call.args.first().is_some_and(|text| text.literal().is_some()) => {
                return error("`templatestring` takes a reference to a template, not its text", at);
            }
            _ => {}
        }
        let mut args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        if call.expand {
            match self.expand_last(&mut args, at) {
                Ok(()) => {}
                Err(value) => return *value,
            }
        }
        if let Some(wrong) = args.iter().find(|arg| is_error(arg)) {
            return derived([wrong], at);
        }
        self.call_with(&call.name, &args, at)
    }

    /// Calls a function with values.
    pub(crate) fn call_with(&self, name: &str, args: &[Value], at: Span) -> Value {
        let around = Around::new(self);
        let context = CallContext { at, surroundings: &around };
        match crate::functions::call(name, args, &context) {
            Some(Ok(value)) => value,
            Some(Err(message)) => match around.refusal() {
                Some(refusal) => {
                    self.notice(ringfence_model::NoticeId::Unreadable, refusal.clone(), Some(at));
                    unknown(Cause::Limit(refusal.into()), at)
                }
                None => error(format!("`{name}`: {message}"), at),
            },
            None => {
                let mut value = unknown(Cause::Function(name.into()), at);
                value.sensitive = args.iter().any(|arg| arg.sensitive);
                value
            }
        }
    }

    /// `f(xs...)`: the last argument's elements are arguments.
    fn expand_last(&self, args: &mut Vec<Value>, at: Span) -> Result<(), Box<Value>> {
        let Some(last) = args.pop() else { return Ok(()) };
        if last.open.is_some() || last.is_unknown() {
            args.push(last);
            return Err(Box::new(derived(args.iter(), at)));
        }
        let Some(items) = last.as_list() else {
            return Err(Box::new(error("only a list can be expanded into arguments", at)));
        };
        if !self.work_each(items.len()) {
            return Err(Box::new(self.too_much(at)));
        }
        args.extend(
            items.iter().map(|item| Value { sensitive: item.sensitive || last.sensitive, ..item.clone() }),
        );
        Ok(())
    }

    /// The first argument that is no error; one of which only part is known may yet become one.
    fn first_without_error(&self, args: &[Expr], at: Span, scope: Scope<'_>) -> Value {
        for arg in args {
            let value = self.eval(arg, scope);
            if error_in(&value).is_none() {
                return value;
            }
        }
        error("`try`: no argument is without an error", at)
    }

    fn can(&self, args: &[Expr], at: Span, scope: Scope<'_>) -> Value {
        let [arg] = args else { return error("`can` takes one argument", at) };
        let value = self.eval(arg, scope);
        let truth = |truth| Value::new(ValueKind::Bool(truth), Origin::literal(at));
        if error_in(&value).is_some() {
            truth(false)
        } else if has_unknown(&value) {
            derived([&value], at)
        } else {
            truth(true)
        }
    }
}

fn is_error(value: &Value) -> bool {
    value.unknown().is_some_and(|unknown| matches!(unknown.cause, Cause::Error(_)))
}
