//! Numbers: `abs`, `ceil`, `floor`, `log`, `max`, `min`, `parseint`, `pow`, `signum`, `sum`.

use super::call::{Call, Outcome, Stop};
use super::compare::order;
use super::convert::{self, from_f64};
use crate::{Number, Value, ValueKind};

fn give(call: &Call<'_>, number: Number) -> Value {
    call.make(ValueKind::Number(number))
}

fn finite(call: &Call<'_>, value: f64) -> Outcome {
    if value.is_finite() {
        Ok(give(call, from_f64(value)))
    } else {
        Err("the result is not a finite number".into())
    }
}

pub(super) fn abs(call: &Call<'_>) -> Outcome {
    let number = call.number(0)?;
    Ok(give(
        call,
        match number {
            Number::Int(value) => {
                value.checked_abs().map_or(Number::Float(number.as_f64().abs()), Number::Int)
            }
            Number::Float(value) => Number::Float(value.abs()),
        },
    ))
}

pub(super) fn ceil(call: &Call<'_>) -> Outcome {
    whole(call, f64::ceil)
}

pub(super) fn floor(call: &Call<'_>) -> Outcome {
    whole(call, f64::floor)
}

fn whole(call: &Call<'_>, round: fn(f64) -> f64) -> Outcome {
    Ok(give(
        call,
        match call.number(0)? {
            Number::Float(value) => from_f64(round(value)),
            int @ Number::Int(_) => int,
        },
    ))
}

/// The logarithm of the first to the base of the second.
pub(super) fn log(call: &Call<'_>) -> Outcome {
    finite(call, call.number(0)?.as_f64().ln() / call.number(1)?.as_f64().ln())
}

pub(super) fn pow(call: &Call<'_>) -> Outcome {
    let (base, power) = (call.number(0)?, call.number(1)?);
    if let (Some(base), Some(power)) = (base.as_i64(), power.as_i64())
        && let Ok(power) = u32::try_from(power)
        && let Some(exact) = base.checked_pow(power)
    {
        return Ok(give(call, Number::Int(exact)));
    }
    finite(call, base.as_f64().powf(power.as_f64()))
}

pub(super) fn signum(call: &Call<'_>) -> Outcome {
    Ok(call.int(call.whole(0)?.signum()))
}

pub(super) fn max(call: &Call<'_>) -> Outcome {
    extreme(call, |new, best| order(new, best).is_gt())
}

pub(super) fn min(call: &Call<'_>) -> Outcome {
    extreme(call, |new, best| order(new, best).is_lt())
}

fn extreme(call: &Call<'_>, better: fn(Number, Number) -> bool) -> Outcome {
    let mut best = (call.number(0)?, 0);
    for index in 1..call.args.len() {
        let new = call.number(index)?;
        if better(new, best.0) {
            best = (new, index);
        }
    }
    match call.arg(best.1)? {
        value if matches!(value.kind, ValueKind::Number(_)) => Ok(value.clone()),
        _ => Ok(give(call, best.0)),
    }
}

/// Digits above 9 are letters, above 35 upper-case ones.
pub(super) fn parseint(call: &Call<'_>) -> Outcome {
    if !matches!(call.value(0)?.kind, ValueKind::String(_) | ValueKind::Template(_) | ValueKind::Unknown(_)) {
        let kind = convert::kind_name(call.value(0)?);
        return Err(format!("first argument must be a string, not {kind}").into());
    }
    let (text, base) = (call.text(0)?, call.whole(1)?);
    let Some(base) = u32::try_from(base).ok().filter(|base| (2..=62).contains(base)) else {
        return Err("base must be a whole number between 2 and 62 inclusive".into());
    };
    let wrong = || Stop::Wrong(format!("cannot parse {text:?} as a base {base} integer"));
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    if digits.is_empty() {
        return Err(wrong());
    }
    let sign: i64 = if text.starts_with('-') { -1 } else { 1 };
    let mut exact = Some(0i64);
    let mut near = 0f64;
    for letter in digits.chars() {
        let digit = digit(letter, base).ok_or_else(wrong)?;
        exact =
            exact.and_then(|value| value.checked_mul(i64::from(base))?.checked_add(sign * i64::from(digit)));
        near = near.mul_add(f64::from(base), f64::from(digit));
    }
    match exact {
        Some(value) => Ok(call.int(value)),
        None => finite(call, if sign < 0 { -near } else { near }),
    }
}

fn digit(letter: char, base: u32) -> Option<u32> {
    let value = match letter {
        'A'..='Z' if base > 36 => u32::from(letter) - u32::from('A') + 36,
        _ => letter.to_digit(36)?,
    };
    (value < base).then_some(value)
}

/// Exact while all are whole.
pub(super) fn sum(call: &Call<'_>) -> Outcome {
    let items = call.items(0)?;
    call.closed(0)?;
    if items.is_empty() {
        return Err("cannot sum an empty list".into());
    }
    let mut exact = Some(0i64);
    let mut near = 0f64;
    for item in items {
        if matches!(item.kind, ValueKind::Null | ValueKind::Bool(_)) {
            return Err("argument must be list, set, or tuple of number values".into());
        }
        let number = convert::number(item)?;
        exact = exact.zip(number.as_i64()).and_then(|(sum, next)| sum.checked_add(next));
        near += number.as_f64();
    }
    match exact {
        Some(value) => Ok(call.int(value)),
        None => finite(call, near),
    }
}
