//! Regular expressions: `regex`, `regexall`, `replace`.
//!
//! Source: `regexp.go` of go-cty's `stdlib` and `string.go` of Terraform's `funcs` (read 2026-11-25).

mod class;
mod expand;
mod names;
mod scanner;
mod translate;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use ::regex::{Captures, Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use ringfence_value::{Map, Type, Value};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits::{self, PATTERN, SEARCHED};
use crate::outcome::{Outcome, Stop};

/// A pattern that can be applied.
#[derive(Clone)]
struct Pattern {
    regex: Regex,
    /// The names of the groups, in order; nothing for one without.
    groups: Arc<[Option<Arc<str>>]>,
    /// Units: bytes of the longest match, if there is one.
    longest: Option<usize>,
}

impl Pattern {
    /// Stops if the search for the next match may be one too many to look on to the end of a text; gives what is left
    /// of the bound. It looks on as far as a match may go.
    fn search(&self, left: usize, rest: usize) -> Result<usize, Stop> {
        limits::search(left, self.longest.unwrap_or(rest).min(rest))
    }
}

const PARAMS: &[Param] = &[Param::string("pattern"), Param::string("string")];

pub(crate) static REGEX: Function = Function::new("regex", PARAMS, Returns::Of(match_type), regex).not_null();

/// A string for the whole match; if there are groups, a tuple of them, or an object if they have names.
fn match_type(call: &Call<'_>) -> Result<Type, Stop> {
    if !call.arg(0)?.is_known() {
        return Ok(Type::Dynamic);
    }
    let pattern = compile(call.text(0)?)?;
    let named = pattern.groups.iter().flatten().count();
    match pattern.groups.len() {
        0 => Ok(Type::String),
        unnamed if named == 0 => Ok(Type::tuple(vec![Type::String; unnamed])),
        all if named == all => {
            Ok(Type::object(pattern.groups.iter().flatten().map(|name| (name.clone(), Type::String))))
        }
        _ => Err(Stop::argument(0, "groups with and without names do not go together in one pattern")),
    }
}

/// The first match.
fn regex(call: &Call<'_>) -> Outcome {
    let pattern = compile(call.text(0)?)?;
    let found = pattern.regex.captures(call.text(1)?);
    let found = found.ok_or("the pattern does not match any part of the string")?;
    Ok(found_value(call, &call.ty, &pattern, &found))
}

pub(crate) static REGEXALL: Function =
    Function::new("regexall", PARAMS, Returns::Of(|call| Ok(Type::list(match_type(call)?))), regexall)
        .not_null();

/// Every match.
fn regexall(call: &Call<'_>) -> Outcome {
    let pattern = compile(call.text(0)?)?;
    let of = call.element_type();
    let text = call.text(1)?;
    let mut all = Vec::new();
    let mut left = SEARCHED;
    for found in pattern.regex.captures_iter(text) {
        left =
            pattern.search(left, text.len().saturating_sub(found.get(0).map_or(0, |whole| whole.end())))?;
        all.push(found_value(call, &of, &pattern, &found));
        limits::elements(all.len().saturating_mul(pattern.regex.captures_len()))?;
    }
    Ok(Value::list(of, all, call.at))
}

fn found_value(call: &Call<'_>, ty: &Type, pattern: &Pattern, found: &Captures<'_>) -> Value {
    let group = |place: usize| {
        let null = || Value::null(Type::String, call.at);
        found.get(place).map_or_else(null, |group| call.string(group.as_str()))
    };
    let groups = 1..=pattern.groups.len();
    match ty {
        Type::Tuple(_) => Value::tuple(groups.map(group).collect(), call.at),
        Type::Object(_) => {
            let names = pattern.groups.iter().flatten().cloned();
            Value::object(names.zip(groups.map(group)).collect::<Map>(), call.at)
        }
        _ => group(0),
    }
}

pub(crate) static REPLACE: Function = Function::new(
    "replace",
    &[Param::string("str"), Param::string("substr"), Param::string("replace")],
    Returns::String,
    replace,
)
.not_null();

/// Every occurrence of a text, or of a pattern between slashes, replaced.
fn replace(call: &Call<'_>) -> Outcome {
    let (text, wanted, by) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let pattern = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let Some(pattern) = pattern else {
        let count = if wanted.is_empty() { text.len() + 1 } else { text.matches(wanted.as_ref()).count() };
        limits::text(count.saturating_mul(by.len()).saturating_add(text.len()))?;
        return Ok(call.string(text.replace(wanted.as_ref(), by)));
    };
    let pattern = compile(pattern).map_err(|stop| match stop {
        Stop::Wrong(error) => Stop::argument(1, error.message),
        other => other,
    })?;
    let mut result = String::new();
    let mut copied = 0;
    let mut left = SEARCHED;
    for found in pattern.regex.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        result.push_str(text.get(copied..whole.start()).unwrap_or_default());
        expand::expand(by, &pattern, &found, &mut result)?;
        copied = whole.end();
        left = pattern.search(left, text.len().saturating_sub(copied))?;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    Ok(call.string(result))
}

thread_local! {
    /// Patterns compiled lately: the same one is applied to many instances.
    static COMPILED: RefCell<BTreeMap<Box<str>, Pattern>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many compiled patterns are kept; more and all are dropped.
const KEPT: usize = 32;

/// Levels of groups in each other, as Go allows them.
const DEEPEST: u32 = 1000;

fn compile(pattern: &str) -> Result<Pattern, Stop> {
    if let Some(compiled) = COMPILED.with_borrow(|kept| kept.get(pattern).cloned()) {
        return Ok(compiled);
    }
    limits::pattern(pattern.len())?;
    let wrong = |why: &str| Stop::argument(0, format!("`{pattern}` is no regular expression: {why}"));
    let translated = translate::translate(pattern).map_err(|why| wrong(&why))?;
    let regex = RegexBuilder::new(&translated.pattern)
        .size_limit(PATTERN)
        .dfa_size_limit(PATTERN)
        .nest_limit(DEEPEST)
        .build()
        .map_err(|error| match error {
            ::regex::Error::CompiledTooBig(_) => {
                Stop::Limit(format!("a pattern of more than {PATTERN} bytes"))
            }
            error => wrong(&error.to_string()),
        })?;
    let compiled =
        Pattern { regex, groups: translated.groups.into(), longest: longest_match(&translated.pattern) };
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(pattern.into(), compiled.clone());
    });
    Ok(compiled)
}

fn longest_match(pattern: &str) -> Option<usize> {
    let parsed = ParserBuilder::new().nest_limit(DEEPEST).build().parse(pattern).ok()?;
    parsed.properties().maximum_len()
}
