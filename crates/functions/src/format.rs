//! `format` and `formatlist`.
//!
//! Source: `format.go` of go-cty's `stdlib` (read 2026-11-25).

use ringfence_value::{Refinement, Type, Value, ValueKind};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::pieces::Pieces;
use crate::shown;
use crate::verbs::{self, Token};

const FORMAT: &[Param] = &[Param::string("format")];
const ARGS: Param = Param::any("args").nulls().unknowns();

pub(crate) static FORMAT_ONE: Function =
    Function::new("format", FORMAT, Returns::String, format).rest(ARGS).not_null().partly(format_partly);

/// Unknown: the text before the first verb is known.
fn format(call: &Call<'_>) -> Outcome {
    let format = call.text(0)?;
    let args = call.args.get(1..).unwrap_or_default();
    if args.iter().all(Value::is_wholly_known) {
        return Ok(render(call, &verbs::parse(format)?, args)?.finish(call));
    }
    match format.split_once('%') {
        Some((before, _)) if !before.is_empty() => Err(Stop::Unknown(Refinement::starts_with(before))),
        _ => Err(Stop::unknown()),
    }
}

/// Unknown: an unknown argument is an unknown piece.
fn format_partly(call: &Call<'_>) -> Option<Value> {
    let (format, args) = call.args.split_first()?;
    let tokens = verbs::parse(shown::text(format)?).ok()?;
    Some(render(call, &tokens, args).ok()?.finish(call))
}

fn render(call: &Call<'_>, tokens: &[Token<'_>], args: &[Value]) -> Result<Pieces, Stop> {
    let mut pieces = Pieces::default();
    let mut used = 0;
    for token in tokens {
        match token {
            Token::Text(text) => pieces.push(text)?,
            Token::Verb(verb) => {
                used = used.max(verb.argument);
                let Some(arg) = verb.argument.checked_sub(1).and_then(|index| args.get(index)) else {
                    let (raw, wanted, given) = (verb.raw, verb.argument, args.len());
                    return Err(
                        format!("`{raw}` stands for argument {wanted}, but there are only {given}").into()
                    );
                };
                verbs::write(call, &mut pieces, verb, arg)?;
            }
        }
    }
    if used < args.len() {
        let message = format!("the format string uses only {used} of {} arguments", args.len());
        return Err(Stop::argument(used + 1, message));
    }
    Ok(pieces)
}

pub(crate) static FORMAT_LIST: Function = Function::new("formatlist", FORMAT, Returns::Strings, formatlist)
    .rest(ARGS)
    .not_null()
    .partly(formatlist_partly);

/// One string for each element of the lists among the arguments; other arguments are the same in all.
///
/// Unknown: a string of which an argument is not known.
fn formatlist(call: &Call<'_>) -> Outcome {
    let format = call.text(0)?;
    let args = call.args.get(1..).unwrap_or_default();
    let length = common_length(args)?;
    let is_certain = |arg: &Value| !is_sequence(&arg.ty()) || arg.is_null() || shown::is_settled(arg);
    if !args.iter().all(is_certain) {
        return Err(Stop::unknown());
    }
    let length = length.unwrap_or(1);
    limits::elements(length.saturating_mul(args.len().max(1)))?;
    limits::text(length.saturating_mul(format.len()))?;
    let mut strings = Vec::with_capacity(length);
    let mut bytes = 0_usize;
    let mut rows = Rows { args, places: vec![0; args.len()] };
    for place in 0..length {
        let string = one_of(call, format, &rows.next(), place, args)
            .map_err(|stop| prefixed(stop, &format!("the text for element {place} is wrong")))?;
        bytes = bytes.saturating_add(string.as_str().map_or(0, str::len));
        limits::text(bytes)?;
        strings.push(string);
    }
    Ok(call.strings(strings))
}

/// The arguments of one string after the other.
struct Rows<'a> {
    args: &'a [Value],
    /// How many elements of each argument have been used.
    places: Vec<usize>,
}

impl Rows<'_> {
    /// Once an argument is not known, Terraform does not look at those after it: their elements are for the next string.
    fn next(&mut self) -> Vec<Value> {
        let mut row = Vec::with_capacity(self.args.len());
        let mut known = true;
        for (arg, place) in self.args.iter().zip(&mut self.places) {
            let element = element_of(arg, *place);
            if known {
                *place += 1;
            }
            known &= element.is_wholly_known();
            row.push(element);
        }
        row
    }
}

/// One string; known in part if Terraform does not know it, even if it is certain here.
fn one_of(call: &Call<'_>, format: &str, row: &[Value], place: usize, args: &[Value]) -> Outcome {
    if row.iter().all(Value::is_wholly_known) {
        return Ok(render(call, &verbs::parse(format)?, row)?.finish(call));
    }
    // Once all is known each string has the elements of its own place.
    let row: Vec<Value> = args.iter().map(|arg| element_of(arg, place)).collect();
    let rendered = verbs::parse(format).and_then(|tokens| render(call, &tokens, &row));
    let shown = rendered.map(|pieces| pieces.finish(call)).ok().filter(|text| !text.is_known());
    Ok(shown.unwrap_or_else(|| call.derived(Type::String, &row)).not_null())
}

fn prefixed(stop: Stop, prefix: &str) -> Stop {
    match stop {
        Stop::Wrong(error) => format!("{prefix}: {}", error.message).into(),
        other => other,
    }
}

fn is_sequence(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_))
}

fn element_of(arg: &Value, place: usize) -> Value {
    match &arg.kind {
        ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => {
            items.get(place).unwrap_or(arg).clone()
        }
        _ => arg.clone(),
    }
}

/// The length of the lists, as far as lengths are known; nothing if there is none.
fn common_length(args: &[Value]) -> Result<Option<usize>, Stop> {
    let mut common: Option<(usize, usize)> = None;
    for (place, arg) in args.iter().enumerate() {
        let length = match (arg.ty(), arg.as_list()) {
            (Type::Tuple(types), _) if !arg.is_null() => types.len(),
            (_, Some(items)) if shown::is_settled(arg) => items.len(),
            _ => continue,
        };
        match common {
            Some((first, other)) if other != length => {
                return Err(Stop::argument(
                    place + 1,
                    format!(
                        "argument {} has {length} elements, argument {} has {other}",
                        place + 1,
                        first + 1
                    ),
                ));
            }
            Some(_) => {}
            None => common = Some((place, length)),
        }
    }
    Ok(common.map(|(_, length)| length))
}

/// Unknown: an unknown argument beside a list is an unknown piece of every string, be it a list or not.
fn formatlist_partly(call: &Call<'_>) -> Option<Value> {
    let (format, args) = call.args.split_first()?;
    let format = shown::text(format)?;
    let length = common_length(args).ok()??;
    limits::elements(length.saturating_mul(args.len().max(1))).ok()?;
    limits::text(length.saturating_mul(format.len())).ok()?;
    let tokens = verbs::parse(format).ok()?;
    let mut strings = Vec::with_capacity(length);
    for place in 0..length {
        let row: Vec<Value> = args.iter().map(|arg| element_of(arg, place)).collect();
        strings.push(render(call, &tokens, &row).ok()?.finish(call));
    }
    Some(call.open_list(strings))
}
