//! Equality of values, as `==` compares them.

use crate::ty::conforms;
use crate::{Form, Map, Truth, Value, ValueKind};

/// Whether two values are equal: values of different types are not, `null` is equal to any `null`.
///
/// Unknown: where an unknown part decides.
///
/// Source: `Value.Equals` of go-cty (read 2026-11-25).
pub fn equal(left: &Value, right: &Value) -> Truth {
    compare(left, right, false)
}

/// Whether two values are equal; `typed` if they are parts of values whose types are known and the same, so that
/// types are compared once and not again at each level.
fn compare(left: &Value, right: &Value, typed: bool) -> Truth {
    match (left.is_null(), right.is_null()) {
        (true, true) => return Truth::Yes,
        (true, false) if right.is_known() || right.is_surely_not_null() => return Truth::No,
        (false, true) if left.is_known() || left.is_surely_not_null() => return Truth::No,
        _ => {}
    }
    match (left.is_known(), right.is_known()) {
        (true, true) => known(left, right, typed),
        (true, false) => with_unknown(left, right),
        (false, true) => with_unknown(right, left),
        (false, false) => Truth::Unknown,
    }
}

/// A known value and an unknown one.
fn with_unknown(known: &Value, unknown: &Value) -> Truth {
    if known.is_null() {
        return Truth::Unknown;
    }
    let (given, ty) = (known.ty(), unknown.ty());
    if !conforms(&given, &ty) || !ty.has_dynamic() && given != ty || excluded(known, unknown) {
        return Truth::No;
    }
    Truth::Unknown
}

/// Whether what is known of an unknown value excludes a known one.
fn excluded(known: &Value, unknown: &Value) -> bool {
    match (&unknown.refinement().form, &known.kind) {
        (Form::Prefix(prefix), ValueKind::String(text)) => !text.starts_with(prefix.as_ref()),
        (Form::Within(low, high), ValueKind::Number(number)) => {
            low.as_ref().is_some_and(|low| number < low) || high.as_ref().is_some_and(|high| number > high)
        }
        (Form::Length(low, high), _) => {
            let (known_low, known_high) = known.refinement().lengths();
            known_high < *low || known_low > *high
        }
        _ => false,
    }
}

fn known(left: &Value, right: &Value, typed: bool) -> Truth {
    if !typed && (!left.has_known_type() || !right.has_known_type()) {
        let (left, right) = (left.ty(), right.ty());
        let never = !conforms(&left, &right) && !conforms(&right, &left);
        return if never { Truth::No } else { Truth::Unknown };
    }
    if !typed && left.ty() != right.ty() {
        return Truth::No;
    }
    match (&left.kind, &right.kind) {
        (ValueKind::Bool(a), ValueKind::Bool(b)) => Truth::from(a == b),
        (ValueKind::Number(a), ValueKind::Number(b)) => Truth::from(a.equals(b)),
        (ValueKind::String(a), ValueKind::String(b)) => Truth::from(a == b),
        (ValueKind::List(a), ValueKind::List(b)) | (ValueKind::Tuple(a), ValueKind::Tuple(b)) => pairs(a, b),
        (ValueKind::Set(a), ValueKind::Set(b)) => sets(a, b),
        (ValueKind::Map(a), ValueKind::Map(b)) | (ValueKind::Object(a), ValueKind::Object(b)) => {
            entries(a, b)
        }
        _ => Truth::No,
    }
}

fn pairs(left: &[Value], right: &[Value]) -> Truth {
    if left.len() != right.len() {
        return Truth::No;
    }
    all(left.iter().zip(right))
}

fn entries(left: &Map, right: &Map) -> Truth {
    if left.len() != right.len() || !left.keys().eq(right.keys()) {
        return Truth::No;
    }
    all(left.values().zip(right.values()))
}

/// The first pair that is not surely equal decides.
fn all<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Truth {
    for (left, right) in pairs {
        match compare(left, right, true) {
            Truth::Yes => {}
            other => return other,
        }
    }
    Truth::Yes
}

/// Sets are sorted, so that equal ones have equal elements in one order.
fn sets(left: &[Value], right: &[Value]) -> Truth {
    if left.iter().chain(right).any(|item| !item.is_known()) {
        return Truth::Unknown;
    }
    if left.len() != right.len() {
        return Truth::No;
    }
    match all(left.iter().zip(right)) {
        Truth::Unknown => Truth::No,
        sure => sure,
    }
}

/// Whether both have the same type, marks and content, unknown parts compared as what they are.
///
/// Source: `Value.RawEquals` of go-cty (read 2026-11-25).
pub fn identical(left: &Value, right: &Value) -> bool {
    let both = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| identical(a, b));
    let named =
        |a: &Map, b: &Map| a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| identical(a, b));
    left.marks == right.marks
        && match (&left.kind, &right.kind) {
            (ValueKind::Null(a), ValueKind::Null(b)) => a == b,
            (ValueKind::Bool(a), ValueKind::Bool(b)) => a == b,
            (ValueKind::Number(a), ValueKind::Number(b)) => a == b,
            (ValueKind::String(a), ValueKind::String(b)) => a == b,
            (ValueKind::List(a), ValueKind::List(b)) | (ValueKind::Set(a), ValueKind::Set(b)) => {
                a.element_type() == b.element_type() && both(a, b)
            }
            (ValueKind::Tuple(a), ValueKind::Tuple(b)) => both(a, b),
            (ValueKind::Map(a), ValueKind::Map(b)) => a.element_type() == b.element_type() && named(a, b),
            (ValueKind::Object(a), ValueKind::Object(b)) => named(a, b),
            (ValueKind::Unknown(a), ValueKind::Unknown(b)) => a.ty == b.ty && a.refinement == b.refinement,
            _ => false,
        }
}
