//! `format` and `formatlist`.

use super::call::{Call, Outcome, Stop};
use super::limits;
use super::pieces::Pieces;
use super::verbs::{self, Token};
use crate::{Value, ValueKind};

/// Unknown: an unknown argument is an unknown piece.
pub(super) fn format(call: &Call<'_>) -> Outcome {
    let format = call.text(0)?;
    let args = call.args.get(1..).unwrap_or_default();
    render(call, &verbs::parse(&format)?, args)
}

fn render(call: &Call<'_>, tokens: &[Token<'_>], args: &[Value]) -> Outcome {
    let mut pieces = Pieces::default();
    let mut used = 0;
    for token in tokens {
        match token {
            Token::Text(text) => pieces.push(text)?,
            Token::Verb(verb) => {
                used = used.max(verb.argument);
                let Some(arg) = verb.argument.checked_sub(1).and_then(|index| args.get(index)) else {
                    return Err(format!(
                        "not enough arguments for {:?} at {}: need index {} but have {} total",
                        verb.raw,
                        verb.offset,
                        verb.argument,
                        args.len()
                    )
                    .into());
                };
                verbs::write(call, &mut pieces, verb, arg)?;
            }
        }
    }
    if used < args.len() {
        return Err(format!("too many arguments; only {used} used by format string").into());
    }
    Ok(pieces.finish(call))
}

/// One string for each element of the lists among the arguments; other arguments are the same in all.
///
/// Unknown: an unknown argument beside a list is an unknown piece of every string, be it a list or not.
pub(super) fn formatlist(call: &Call<'_>) -> Outcome {
    let format = call.text(0)?;
    let tokens = verbs::parse(&format)?;
    let args = call.args.get(1..).unwrap_or_default();
    let Some(length) = common_length(call, args)? else {
        return match args.iter().find(|arg| arg.is_unknown()) {
            Some(_) => Err(Stop::Unknown),
            None => Ok(call.list(vec![render(call, &tokens, args)?])),
        };
    };
    limits::elements(length.saturating_mul(args.len().max(1)))?;
    limits::text(length.saturating_mul(format.len()))?;
    let mut strings = Vec::with_capacity(length);
    let mut bytes = 0usize;
    for place in 0..length {
        let row: Vec<Value> = args.iter().map(|arg| element_of(call, arg, place)).collect();
        let string = render(call, &tokens, &row)
            .map_err(|stop| prefixed(stop, &format!("error on format iteration {place}")))?;
        bytes = bytes.saturating_add(string.as_str().map_or(0, str::len));
        limits::text(bytes)?;
        strings.push(string);
    }
    Ok(call.list(strings))
}

fn prefixed(stop: Stop, prefix: &str) -> Stop {
    match stop {
        Stop::Wrong(message) => Stop::Wrong(format!("{prefix}: {message}")),
        other => other,
    }
}

fn element_of(call: &Call<'_>, arg: &Value, place: usize) -> Value {
    match &arg.kind {
        ValueKind::List(items) | ValueKind::Set(items) => {
            items.get(place).cloned().unwrap_or_else(|| call.null())
        }
        ValueKind::Unknown(_) => call.derived([arg]),
        _ => arg.clone(),
    }
}

/// The length of the lists; nothing if there is no list.
fn common_length(call: &Call<'_>, args: &[Value]) -> Result<Option<usize>, Stop> {
    let mut common: Option<(usize, usize)> = None;
    for (place, arg) in args.iter().enumerate() {
        let Some(items) = arg.as_list() else { continue };
        call.closed(place + 1)?;
        match common {
            Some((first, length)) if length != items.len() => {
                return Err(format!(
                    "argument {place} has length {}, which is inconsistent with argument {first} of length {length}",
                    items.len()
                )
                .into());
            }
            Some(_) => {}
            None => common = Some((place, items.len())),
        }
    }
    Ok(common.map(|(_, length)| length))
}
