//! From a format string to its verbs.

use super::{Token, Verb};
use crate::outcome::Stop;

/// Cuts a format string at its verbs; `%%` is a percent sign.
///
/// Errors: a verb that is not finished or has a character that none has.
pub(crate) fn parse(format: &str) -> Result<Vec<Token<'_>>, Stop> {
    let mut tokens = Vec::new();
    let mut rest = format;
    let mut next = 1;
    while let Some(place) = rest.find('%') {
        let (before, verb) = rest.split_at(place);
        if !before.is_empty() {
            tokens.push(Token::Text(before));
        }
        let offset = format.len() - verb.len();
        if let Some(after) = verb.strip_prefix("%%") {
            tokens.push(Token::Text("%"));
            rest = after;
            continue;
        }
        let (parsed, after) = one(format, offset, verb, next)?;
        next = parsed.argument + 1;
        tokens.push(Token::Verb(parsed));
        rest = after;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    Ok(tokens)
}

/// One verb, from its percent sign on: flags, width, precision, argument index, letter.
fn one<'f>(format: &'f str, offset: usize, text: &'f str, next: usize) -> Result<(Verb<'f>, &'f str), Stop> {
    let rest = text.get(1..).unwrap_or_default();
    let (flags, rest) = take(rest, |letter| matches!(letter, ' ' | '+' | '-' | '#' | '0'));
    let (width, rest) = take(rest, |letter| letter.is_ascii_digit());
    let (precision, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (digits, rest) = take(rest, |letter| letter.is_ascii_digit());
            (Some(number(digits)), rest)
        }
        None => (None, rest),
    };
    let (argument, rest) = index(format, rest, next)?;
    let Some(letter) = rest.chars().next() else {
        return Err(Stop::argument(0, "the format string ends inside a verb"));
    };
    if !letter.is_ascii_alphabetic() {
        return Err(unrecognized(format, rest));
    }
    let after = rest.get(1..).unwrap_or_default();
    let raw = text.get(..text.len() - after.len()).unwrap_or(text);
    let width = (!width.is_empty()).then(|| number(width));
    Ok((Verb { raw, offset, argument, letter, flags, width, precision }, after))
}

/// `[2]`, or the argument after that of the verb before.
fn index<'f>(format: &str, rest: &'f str, next: usize) -> Result<(usize, &'f str), Stop> {
    let Some(inside) = rest.strip_prefix('[') else { return Ok((next, rest)) };
    if !inside.starts_with(|letter: char| matches!(letter, '1'..='9')) {
        return Err(unrecognized(format, inside));
    }
    let (digits, rest) = take(inside, |letter| letter.is_ascii_digit());
    let rest = rest.strip_prefix(']').ok_or_else(|| unrecognized(format, rest))?;
    Ok((number(digits).min(usize::MAX - 1), rest))
}

fn take(text: &str, accept: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !accept(letter)).unwrap_or(text.len());
    text.split_at(end)
}

fn number(digits: &str) -> usize {
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(usize::MAX) }
}

fn unrecognized(format: &str, rest: &str) -> Stop {
    let letter = rest.chars().next().unwrap_or('%');
    Stop::argument(0, format!("`{letter}` at byte {} is no part of a verb", format.len() - rest.len()))
}
