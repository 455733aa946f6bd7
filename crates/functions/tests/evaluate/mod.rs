//! Just enough of an evaluator for the cases: literals, tuples, objects, calls, comparisons, and references, of which
//! nothing is known.
#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

mod shown;
mod surroundings;

use std::sync::Arc;

use ringfence_functions::{CallContext, call};
use ringfence_hcl::ast::{
    AccessKind, BinaryOp, Call, Expr, ExprKind, Key, Literal, Segment, Traversal, UnaryOp,
};
use ringfence_hcl::{Names, parse_expression};
use ringfence_model::{FileId, Span};
use ringfence_value::{
    Cause, Map, Number, Reason, Reference, Step, Truth, Type, Value, ValueKind, convert, equal,
};

pub(crate) use shown::{show, type_text};
pub(crate) use surroundings::Fixed;

/// Where everything stands.
pub(crate) const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

/// An attribute that only the cloud knows, of a type.
pub(crate) fn unknown_of(ty: Type, address: &str, attribute: &str) -> Value {
    let path = vec![Step::Name(attribute.into())];
    let reference = Reference { address: address.into(), path };
    Value::unknown(ty, Reason::new(Cause::Computed(reference), AT), AT)
}

/// Calls a function.
pub(crate) fn run(name: &str, args: &[Value]) -> Result<Value, String> {
    let context = CallContext { at: AT, surroundings: &Fixed };
    call(name, args, &context).ok_or_else(|| format!("no function {name}"))?.map_err(|error| error.message)
}

/// The value of an expression.
pub(crate) fn evaluate(expression: &str) -> Result<Value, String> {
    let parsed = parse_expression(expression, 0, &mut Names::default());
    if let Some(wrong) = parsed.diagnostics.first().filter(|_| parsed.has_errors()) {
        return Err(format!("does not parse: {wrong:?}"));
    }
    of(&parsed.value)
}

fn of(expression: &Expr) -> Result<Value, String> {
    Ok(match &expression.kind {
        ExprKind::Null => Value::null(Type::Dynamic, AT),
        ExprKind::Bool(flag) => Value::bool(*flag, AT),
        ExprKind::Number(Literal::Int(number)) => {
            Value::number(Number::parse(&number.to_string()).unwrap(), AT)
        }
        ExprKind::Number(Literal::Decimal(text)) => {
            Value::number(Number::parse(text).map_err(|error| error.to_string())?, AT)
        }
        ExprKind::String(text) => Value::string(text.clone(), AT),
        ExprKind::Template(segments) => match segments.as_slice() {
            [Segment::Value(only)] => of(only)?,
            _ => return Err("a template".to_owned()),
        },
        ExprKind::List(items) => Value::tuple(items.iter().map(of).collect::<Result<_, _>>()?, AT),
        ExprKind::Object(entries) => {
            let mut object = Map::new();
            for entry in entries {
                object.insert(key(&entry.key)?, of(&entry.value)?);
            }
            Value::object(object, AT)
        }
        ExprKind::Parentheses(inner) => of(inner)?,
        ExprKind::Unary(UnaryOp::Negate, operand) => match of(operand)?.kind {
            ValueKind::Number(number) => Value::number(number.negate(), AT),
            _ => return Err("not a number".to_owned()),
        },
        ExprKind::Traversal(traversal) => reference(traversal)?,
        ExprKind::Call(call) => called(call)?,
        ExprKind::Binary(chain) => match chain.rest.as_slice() {
            [(op, right)] => compared(*op, &of(&chain.first)?, &of(right)?)?,
            _ => return Err("a chain of operators".to_owned()),
        },
        other => return Err(format!("not supported: {other:?}")),
    })
}

fn key(key: &Key) -> Result<Arc<str>, String> {
    match key {
        Key::Name(name, _) => Ok(name.clone()),
        Key::Computed(expression) => {
            let text = convert(&of(expression)?, &Type::String).map_err(|error| error.to_string())?;
            text.as_str().map(Arc::from).ok_or_else(|| "an unknown key".to_owned())
        }
    }
}

/// Nothing is known of a resource, not even types.
fn reference(traversal: &Traversal) -> Result<Value, String> {
    let ExprKind::Name(kind) = &traversal.from.kind else { return Err("a traversal".to_owned()) };
    let names: Vec<&str> = traversal
        .steps
        .iter()
        .filter_map(|step| if let AccessKind::Name(name) = &step.kind { Some(name.as_ref()) } else { None })
        .collect();
    match names.as_slice() {
        [name, attribute] => Ok(unknown_of(Type::Dynamic, &format!("{kind}.{name}"), attribute)),
        _ => Err("a traversal".to_owned()),
    }
}

fn called(call: &Call) -> Result<Value, String> {
    let mut args: Vec<Value> = call.args.iter().map(of).collect::<Result<_, _>>()?;
    if call.expand {
        let last = args.pop().ok_or("nothing to expand")?;
        match last.as_list() {
            Some(items) if last.is_known() => {
                args.extend(items.iter().map(|item| item.clone().marked(last.marks)));
            }
            _ => return Ok(Value::unknown(Type::Dynamic, Reason::derived([&last], AT), AT)),
        }
    }
    run(&call.name, &args)
}

fn compared(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, String> {
    let truth = match op {
        BinaryOp::Equal => equal(left, right),
        BinaryOp::NotEqual => equal(left, right).negate(),
        BinaryOp::Greater => less(right, left),
        BinaryOp::Less => less(left, right),
        BinaryOp::GreaterOrEqual => less(left, right).negate(),
        BinaryOp::LessOrEqual => less(right, left).negate(),
        _ => return Err("an operator".to_owned()),
    };
    let marks = left.all_marks().with(right.all_marks());
    let value = match truth {
        Truth::Yes => Value::bool(true, AT),
        Truth::No => Value::bool(false, AT),
        Truth::Unknown => Value::unknown(Type::Bool, Reason::derived([left, right], AT), AT).not_null(),
    };
    Ok(value.marked(marks))
}

/// As far as what is known of numbers tells.
fn less(left: &Value, right: &Value) -> Truth {
    let (left, right) = (left.refinement(), right.refinement());
    let ((left_low, left_high), (right_low, right_high)) = (left.bounds(), right.bounds());
    match (left_high.zip(right_low), left_low.zip(right_high)) {
        (Some((left, right)), _) if left < right => Truth::Yes,
        (_, Some((left, right))) if left >= right => Truth::No,
        _ => Truth::Unknown,
    }
}
