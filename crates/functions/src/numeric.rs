//! Numbers: `abs`, `ceil`, `floor`, `log`, `max`, `min`, `parseint`, `pow`, `range`, `signum`, `sum`.
//!
//! Source: `number.go` and `sequence.go` of go-cty's `stdlib`, `number.go` and `collection.go` of Terraform's `funcs`
//! (read 2026-11-25).

use ringfence_value::number::NumberError;
use ringfence_value::{Number, Type, Value, convert};

use crate::args::Call;
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits::RANGE;
use crate::outcome::{Outcome, Stop};

pub(crate) static ABS: Function =
    Function::new("abs", &[Param::number("num").dynamic().marks()], Returns::Number, |call| {
        Ok(call.give(call.number(0)?.abs()).marked(call.arg(0)?.marks))
    })
    .not_null();

pub(crate) static CEIL: Function = Function::new("ceil", &[Param::number("num")], Returns::Number, |call| {
    Ok(call.give(call.number(0)?.ceil()))
})
.not_null();

pub(crate) static FLOOR: Function =
    Function::new("floor", &[Param::number("num")], Returns::Number, |call| {
        Ok(call.give(call.number(0)?.floor()))
    })
    .not_null();

pub(crate) static SIGNUM: Function =
    Function::new("signum", &[Param::number("num")], Returns::Number, |call| {
        Ok(call.give(call.whole(0)?.signum()))
    })
    .not_null();

/// What a computation gives, or why it gives nothing.
fn computed(call: &Call<'_>, result: Result<Number, NumberError>) -> Outcome {
    result.map(|number| call.give(number)).map_err(stop)
}

fn stop(error: NumberError) -> Stop {
    match error {
        NumberError::Limit => Stop::Limit(error.to_string()),
        other => other.to_string().into(),
    }
}

pub(crate) static LOG: Function =
    Function::new("log", &[Param::number("num"), Param::number("base")], Returns::Number, |call| {
        computed(call, call.number(0)?.log(call.number(1)?))
    })
    .not_null();

pub(crate) static POW: Function =
    Function::new("pow", &[Param::number("num"), Param::number("power")], Returns::Number, |call| {
        computed(call, call.number(0)?.pow(call.number(1)?))
    })
    .not_null();

pub(crate) static MAX: Function =
    Function::new("max", &[], Returns::Number, |call| extreme(call, Number::maximum, |new, best| new > best))
        .rest(Param::number("numbers").dynamic())
        .not_null();

pub(crate) static MIN: Function =
    Function::new("min", &[], Returns::Number, |call| extreme(call, Number::minimum, |new, best| new < best))
        .rest(Param::number("numbers").dynamic())
        .not_null();

/// The argument that is the largest or smallest; if infinities are, it is another number that says so.
fn extreme<'c>(
    call: &Call<'c>,
    of_all: fn(Vec<&'c Number>) -> Number,
    better: fn(&Number, &Number) -> bool,
) -> Outcome {
    let numbers = (0..call.args.len()).map(|index| call.number(index)).collect::<Result<Vec<_>, _>>()?;
    let Some((first, others)) = numbers.split_first() else {
        return Err("at least one number is required".into());
    };
    let mut best = (0, *first);
    for (place, new) in others.iter().enumerate() {
        if better(new, best.1) {
            best = (place + 1, new);
        }
    }
    if best.1.is_infinite() {
        return Ok(call.give(of_all(numbers)));
    }
    call.arg(best.0).cloned()
}

pub(crate) static PARSEINT: Function = Function::new(
    "parseint",
    &[Param::any("number"), Param::number("base")],
    Returns::Of(|call| match call.arg(0)?.ty() {
        Type::String => Ok(Type::Number),
        other => Err(Stop::argument(0, format!("a string is required, not {other}"))),
    }),
    parseint,
)
.not_null();

/// Digits above 9 are letters, above 35 upper-case ones.
fn parseint(call: &Call<'_>) -> Outcome {
    let (text, base) = (call.text(0)?, call.whole(1)?);
    let parsed = Number::parse_int(text, base).map_err(|error| match error {
        NumberError::Limit => Stop::Limit(error.to_string()),
        NumberError::Base => Stop::argument(1, error.to_string()),
        other => Stop::argument(0, format!("`{text}` to the base {base}: {other}")),
    })?;
    Ok(call.give(parsed))
}

pub(crate) static SUM: Function =
    Function::new("sum", &[Param::any("list")], Returns::Number, sum).not_null();

fn sum(call: &Call<'_>) -> Outcome {
    let list = call.arg(0)?;
    let wrong = |message: &str| Stop::argument(0, message);
    match (list.as_list(), list.as_map()) {
        (None, None) => return Err(wrong("a list, set or tuple of numbers is required")),
        (Some([]), _) => return Err(wrong("cannot sum an empty list")),
        (None, Some(entries)) if entries.is_empty() => return Err(wrong("cannot sum an empty map")),
        (None, Some(_)) => return Err(wrong("a list, set or tuple of numbers is required, not a map")),
        (Some(_), _) => {}
    }
    if !list.is_wholly_known() {
        return Err(Stop::unknown());
    }
    let mut sum: Option<Number> = None;
    for (place, item) in call.items(0)?.iter().enumerate() {
        let number = convert(item, &Type::Number).ok().and_then(|item| item.as_number());
        let number = number.ok_or_else(|| Stop::argument(0, format!("element {place} is no number")))?;
        sum = Some(match sum {
            Some(sum) => sum.add(&number).map_err(stop)?,
            None => number,
        });
    }
    Ok(call.give(sum.ok_or_else(Stop::unknown)?))
}

pub(crate) static RANGE_OF: Function =
    Function::new("range", &[], Returns::Of(|_| Ok(Type::list(Type::Number))), range)
        .rest(Param::new("params", Wanted::Number))
        .not_null();

fn range(call: &Call<'_>) -> Outcome {
    let zero = Number::ZERO;
    let (start, end) = match call.args.len() {
        1 => (&zero, call.number(0)?),
        2 | 3 => (call.number(0)?, call.number(1)?),
        _ => return Err("one, two or three arguments are required".into()),
    };
    let step = match call.args.get(2) {
        Some(_) => call.number(2)?.clone(),
        None if end < start => Number::from(-1_i64),
        None => Number::from(1_i64),
    };
    let down = step < zero;
    if down && end > start {
        return Err(Stop::argument(1, "the end must be less than the start when the step is negative"));
    }
    if !down && end < start {
        return Err(Stop::argument(1, "the end must be greater than the start when the step is positive"));
    }
    let mut numbers: Vec<Value> = Vec::new();
    let mut at = start.clone();
    while if down { at > *end } else { at < *end } {
        if numbers.len() >= RANGE {
            let message =
                format!("there would be more than {RANGE} numbers; use a nearer end or a larger step");
            return Err(message.into());
        }
        numbers.push(call.give(at.clone()));
        at = at.add(&step).map_err(stop)?;
    }
    Ok(Value::list(Type::Number, numbers, call.at))
}
