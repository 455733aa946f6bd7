//! Calling a function: what is the same for all of them.
//!
//! Source: `FunctionCallExpr.Value` of hashicorp/hcl and `Function.Call` of go-cty (read 2026-11-25).

use ringfence_model::Span;
use ringfence_value::{
    Cause, Marks, Partial, Reason, Refinement, Type, Unknown, Value, ValueKind, convert, mismatch,
};

use crate::args::Call;
use crate::function::{Function, Lets, Param, Returns};
use crate::outcome::{Outcome, Stop};
use crate::{CallContext, CallError, limits};

/// Calls a function with arguments as they are written.
pub(crate) fn run(
    function: &Function,
    args: &[Value],
    context: &CallContext<'_>,
) -> Result<Value, CallError> {
    let at = context.at;
    let calling = Calling { function, context };
    let result = limits::walk(args).and_then(|()| {
        calling.count(args.len())?;
        calling.evaluate(&calling.convert(args)?)
    });
    let ty = function.returns.fixed().unwrap_or(Type::Dynamic);
    match result {
        Ok(value) => Ok(value),
        Err(Stop::Wrong(error)) => Err(error),
        Err(Stop::Unknown(_)) => Ok(Value::unknown(ty, Reason::derived(args, at), at)),
        Err(Stop::Limit(bound)) => Ok(marked_as(limited(function, &ty, &bound, at), args)),
        Err(Stop::Volatile) => Ok(marked_as(volatile(function, &ty, at), args)),
    }
}

fn limited(function: &Function, ty: &Type, bound: &str, at: Span) -> Value {
    let cause = Cause::Limit(format!("{}: {bound}", function.name).into());
    Value::unknown(ty.clone(), Reason::new(cause, at), at)
}

fn volatile(function: &Function, ty: &Type, at: Span) -> Value {
    Value::unknown(ty.clone(), Reason::new(Cause::Function(function.name.into()), at), at)
}

/// A value that is not computed, with the marks of all that it would be computed from; of arguments too heavy to look
/// into, with every mark.
fn marked_as(value: Value, args: &[Value]) -> Value {
    let marks = |arg: &Value| match limits::walk([arg]) {
        Ok(()) => arg.all_marks(),
        Err(_) => Marks::SENSITIVE,
    };
    let all = args.iter().fold(Marks::NONE, |all, arg| all.with(marks(arg)));
    value.marked(all)
}

struct Calling<'c> {
    function: &'c Function,
    context: &'c CallContext<'c>,
}

impl Calling<'_> {
    fn count(&self, given: usize) -> Result<(), Stop> {
        let wanted = self.function.params.len();
        let name = self.function.name;
        if let Some(missing) = self.function.params.get(given) {
            let least = if self.function.rest.is_some() { "at least " } else { "" };
            let missing = missing.name;
            return Err(format!("`{name}` takes {least}{wanted} arguments; `{missing}` is missing").into());
        }
        if self.function.rest.is_none() && given > wanted {
            return Err(Stop::argument(wanted, format!("`{name}` takes only {wanted} arguments")));
        }
        Ok(())
    }

    /// The arguments in the types that the function wants.
    fn convert(&self, args: &[Value]) -> Result<Vec<Value>, Stop> {
        let convert = |(index, arg): (usize, &Value)| {
            let arg = settled(arg);
            let Some(param) = self.function.param(index) else { return Ok(arg) };
            let wanted = param.wanted.ty();
            if wanted == Type::Dynamic || arg.ty() == wanted {
                return Ok(arg);
            }
            limits::rebuild(&arg)?;
            let wrong =
                |why: String| Stop::argument(index, format!("invalid value for `{}`: {why}", param.name));
            let converted = convert(&arg, &wanted).map_err(|error| wrong(error.to_string()))?;
            // A set with unknown elements becomes a list of the same elements, whatever is wanted.
            if !wanted.has_dynamic() && converted.ty() != wanted {
                return Err(wrong(mismatch(&arg.ty(), &wanted)));
            }
            Ok(converted)
        };
        args.iter().enumerate().map(convert).collect()
    }

    fn evaluate(&self, given: &[Value]) -> Outcome {
        let typed = self.has_types(given)?;
        let call = |args, ty| Call { args, ty, around: self.context.surroundings, at: self.context.at };
        let ty = if typed { self.function.returns.of(&call(given, Type::Dynamic))? } else { Type::Dynamic };
        let (args, marks) = self.unmarked(given)?;
        let result = if typed && !self.is_unknown(given) {
            (self.function.body)(&call(&args, ty.clone()))
        } else {
            Err(Stop::unknown())
        };
        let result = match result {
            Ok(value) => value,
            Err(Stop::Unknown(refinement)) => {
                unknown(&call(given, ty.clone()), refinement).marked(self.passed_on(given))
            }
            Err(Stop::Volatile) => volatile(self.function, &ty, self.context.at),
            Err(Stop::Limit(bound)) => {
                limited(self.function, &ty, &bound, self.context.at).marked(all_marks(given))
            }
            Err(wrong @ Stop::Wrong(_)) => return Err(wrong),
        };
        let result = if self.function.not_null && typed { result.not_null() } else { result };
        Ok(self.in_part(&call(given, ty), result.marked(marks)))
    }

    /// Whether the type of every argument is known where it must be.
    fn has_types(&self, args: &[Value]) -> Result<bool, Stop> {
        for (index, arg) in args.iter().enumerate() {
            let Some(param) = self.function.param(index) else { continue };
            if arg.is_null() && !param.lets(Lets::Null) {
                return Err(Stop::argument(index, format!("`{}` must not be `null`", param.name)));
            }
            if !param.lets(Lets::Dynamic) && arg.ty() == Type::Dynamic {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_unknown(&self, args: &[Value]) -> bool {
        let lets_through = |param: &Param| param.lets(Lets::Unknown);
        args.iter()
            .enumerate()
            .any(|(index, arg)| !arg.is_known() && !self.function.param(index).is_some_and(lets_through))
    }

    /// The arguments without the marks that the function does not take, and those marks.
    fn unmarked(&self, args: &[Value]) -> Result<(Vec<Value>, Marks), Stop> {
        let mut marks = Marks::NONE;
        let mut unmarked = Vec::with_capacity(args.len());
        for (index, arg) in args.iter().enumerate() {
            if self.function.param(index).is_some_and(|param| param.lets(Lets::Marks)) {
                unmarked.push(arg.clone());
                continue;
            }
            let found = arg.all_marks();
            if !found.is_empty() {
                limits::rebuild(arg)?;
            }
            marks = marks.with(found);
            unmarked.push(arg.unmarked());
        }
        Ok((unmarked, marks))
    }

    /// The marks of arguments that a function takes with them: a result that is not known has them too. Terraform drops
    /// them where a function is not called because of an unknown argument.
    fn passed_on(&self, args: &[Value]) -> Marks {
        let passes = |(index, _): &(usize, &Value)| {
            self.function.param(*index).is_some_and(|param| param.lets(Lets::Marks))
        };
        args.iter().enumerate().filter(passes).fold(Marks::NONE, |marks, (_, arg)| marks.with(arg.marks))
    }

    /// The result with what is known of it, if Terraform does not know it.
    fn in_part(&self, call: &Call<'_>, result: Value) -> Value {
        let Some(partly) = self.function.partly.filter(|_| result.is_opaque() && is_derived(&result)) else {
            return result;
        };
        match partly(call) {
            Some(view) => seen_as(result, &view),
            None => result,
        }
    }
}

/// A result that Terraform does not know.
fn unknown(call: &Call<'_>, refinement: Refinement) -> Value {
    call.derived(call.ty.clone(), call.args).refined(refinement)
}

fn all_marks(args: &[Value]) -> Marks {
    args.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.all_marks()))
}

/// Whether a value is unknown because of what it is computed from, not because of a bound.
fn is_derived(value: &Value) -> bool {
    value.reason().is_some_and(|reason| !matches!(reason.cause, Cause::Limit(_) | Cause::Function(_)))
}

/// A collection of elements of which one may stand for none or many is not known.
fn settled(arg: &Value) -> Value {
    let (ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items)) = &arg.kind else {
        return arg.clone();
    };
    if !items.iter().any(|item| item.maybe) {
        return arg.clone();
    }
    let ty = match arg.ty() {
        Type::Tuple(_) => Type::Dynamic,
        ty => ty,
    };
    let mut unknown = Unknown::new(ty, Reason::of(arg, arg.origin.at));
    unknown.partial = Some(Partial::elements(items.to_vec()));
    arg.clone().with_kind(ValueKind::Unknown(unknown.into()))
}

/// An unknown value with all that another one shows of it.
fn seen_as(value: Value, view: &Value) -> Value {
    let Some(unknown) = value.as_unknown() else { return value };
    let mut unknown = unknown.as_ref().clone();
    unknown.partial = match &view.kind {
        ValueKind::Unknown(shown) => {
            unknown.reason = shown.reason.clone();
            shown.partial.clone()
        }
        ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items)
            if items.iter().any(|item| item.maybe) =>
        {
            Some(Partial::elements(items.to_vec()))
        }
        ValueKind::String(text) => Some(Partial::Text(vec![ringfence_value::Part::Known(text.clone())])),
        _ => Some(Partial::Sure(Box::new(view.clone()))),
    };
    let mut seen = value.with_kind(ValueKind::Unknown(unknown.into())).marked(view.marks).aside_of(view);
    seen.origin = view.origin.clone();
    seen
}

impl Returns {
    /// The type of every result, if it is one.
    fn fixed(self) -> Option<Type> {
        match self {
            Self::Bool => Some(Type::Bool),
            Self::Number => Some(Type::Number),
            Self::String => Some(Type::String),
            Self::Strings => Some(Type::list(Type::String)),
            Self::Of(_) => None,
        }
    }

    fn of(self, call: &Call<'_>) -> Result<Type, Stop> {
        match self {
            Self::Of(ty) => ty(call),
            fixed => Ok(fixed.fixed().unwrap_or(Type::Dynamic)),
        }
    }
}
