//! What one part of a path has to be.

use std::fmt::Write as _;

use ::regex::{Regex, RegexBuilder};

use crate::limits::PATTERN;
use crate::outcome::Stop;

/// Alternatives that are written out one by one.
const MOST: usize = 256;

/// One part of a pattern.
pub(super) enum Part {
    /// `**`: any number of folders, or of folders and a file.
    Any,
    Like(Regex),
    /// It is wrong after a beginning: a name that goes on after such a one is an error, any other does not match.
    Wrong(Regex),
}

impl Part {
    /// Errors: a limit.
    pub(super) fn new(part: &str) -> Result<Self, Stop> {
        if part == "**" {
            return Ok(Self::Any);
        }
        let mut budget = MOST;
        match translate(part, &mut budget)? {
            Translated::Right(like) => compile(&format!("^(?s:{like})$")).map(Self::Like),
            Translated::Wrong(start) => compile(&format!("^(?s:{start}.)")).map(Self::Wrong),
        }
    }

    /// Whether a name is like it.
    ///
    /// Errors: the name meets what is wrong.
    pub(super) fn is_match(&self, name: &str) -> Result<bool, Stop> {
        match self {
            Self::Any => Ok(true),
            Self::Like(like) => Ok(like.is_match(name)),
            Self::Wrong(start) if start.is_match(name) => {
                Err(Stop::argument(1, "it is no pattern of paths: a bracket, brace or backslash is wrong"))
            }
            Self::Wrong(_) => Ok(false),
        }
    }
}

fn compile(pattern: &str) -> Result<Regex, Stop> {
    let built = RegexBuilder::new(pattern).size_limit(PATTERN).build();
    built.map_err(|_| Stop::Limit(format!("a pattern of more than {PATTERN} bytes")))
}

/// A regular expression.
enum Translated {
    Right(String),
    /// Of what stands before something wrong.
    Wrong(String),
}

/// Nothing matches it: after a star Terraform does not see what is wrong.
const NEVER: &str = "[a&&b]";

fn translate(part: &str, budget: &mut usize) -> Result<Translated, Stop> {
    let translated = up_to_wrong(part, budget)?;
    Ok(match translated {
        (Translated::Wrong(_), true) => Translated::Right(NEVER.to_owned()),
        (translated, _) => translated,
    })
}

/// Also gives whether there is a star before what is wrong.
fn up_to_wrong(part: &str, budget: &mut usize) -> Result<(Translated, bool), Stop> {
    let mut out = String::new();
    let mut rest = part.chars();
    let mut star = false;
    while let Some(letter) = rest.next() {
        let wrong = |out: &str| Ok((Translated::Wrong(out.to_owned()), star));
        match letter {
            '*' => {
                out.push_str(".*");
                star = true;
            }
            '?' => out.push('.'),
            '[' => match split_escaped(rest.as_str(), ']')
                .and_then(|(inside, after)| Some((class(inside)?, after)))
            {
                Some((class, after)) => {
                    out.push_str(&class);
                    rest = after.chars();
                }
                None => return wrong(&out),
            },
            '{' => match split_escaped(rest.as_str(), '}') {
                Some((inside, after)) => return Ok((alternatives(&out, inside, after, budget)?, star)),
                None => return wrong(&out),
            },
            '\\' => match rest.next() {
                Some(letter) => literal(letter, &mut out),
                None => return wrong(&out),
            },
            other => literal(other, &mut out),
        }
    }
    Ok((Translated::Right(out), star))
}

/// Each of the alternatives, followed by the rest of the pattern: one may open what that closes.
fn alternatives(before: &str, inside: &str, after: &str, budget: &mut usize) -> Result<Translated, Stop> {
    let mut all = Vec::new();
    let mut rest = Some(inside);
    while let Some(text) = rest {
        let (option, more) = match split_escaped(text, ',') {
            Some((option, more)) => (option, Some(more)),
            None => (text, None),
        };
        rest = more;
        *budget =
            budget.checked_sub(1).ok_or_else(|| Stop::Limit(format!("more than {MOST} alternatives")))?;
        match translate(&format!("{option}{after}"), budget)? {
            Translated::Right(like) => all.push(like),
            Translated::Wrong(start) => return Ok(Translated::Wrong(format!("{before}{start}"))),
        }
    }
    Ok(Translated::Right(format!("{before}(?:{})", all.join("|"))))
}

fn literal(letter: char, out: &mut String) {
    out.push_str(&::regex::escape(letter.encode_utf8(&mut [0; 4])));
}

/// What stands before an end that is not escaped, and what after it.
fn split_escaped(text: &str, end: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (place, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == end => {
                let (inside, after) = text.split_at_checked(place)?;
                return Some((inside, after.strip_prefix(end)?));
            }
            _ => {}
        }
    }
    None
}

/// `a-z`, `^a`: only `^` negates, and alone it is any character.
fn class(inside: &str) -> Option<String> {
    let mut letters = inside.chars().peekable();
    letters.peek()?;
    let negated = letters.next_if_eq(&'^').is_some();
    let mut ranges = String::new();
    while let Some(low) = letters.next() {
        let low = one(low, &mut letters)?;
        let mut high = low;
        if letters.next_if_eq(&'-').is_some() {
            let last = letters.next()?;
            high = one(last, &mut letters)?;
        }
        if low <= high {
            // Writing to a string cannot fail.
            let _ = write!(ranges, "\\x{{{:x}}}-\\x{{{:x}}}", u32::from(low), u32::from(high));
        }
    }
    // A range whose ends are in the wrong order has nothing in it.
    let ranges = if ranges.is_empty() { "a&&b" } else { &ranges };
    Some(format!("[{}{ranges}]", if negated { "^" } else { "" }))
}

fn one(letter: char, rest: &mut impl Iterator<Item = char>) -> Option<char> {
    match letter {
        '-' => None,
        '\\' => rest.next(),
        other => Some(other),
    }
}
