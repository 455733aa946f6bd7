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
    size: Size,
    /// The names of the groups, in order; nothing for one without.
    groups: Arc<[Option<Arc<str>>]>,
    /// Units: bytes of the longest match, if there is one.
    longest: Option<usize>,
}

const PARAMS: &[Param] = &[Param::string("pattern"), Param::string("string")];

pub(crate) static REGEX: Function = Function::new("regex", PARAMS, Returns::Of(match_type), regex).not_null();

/// A string for the whole match; if there are groups, a tuple of them, or an object if they have names.
fn match_type(call: &Call<'_>) -> Result<Type, Stop> {
    if !call.arg(0)?.is_known() {
        return Ok(Type::Dynamic);
    }
    let pattern = compile(call, call.text(0)?)?;
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
    let pattern = compile(call, call.text(0)?)?;
    let mut search = Search::new(call, &pattern, call.text(1)?);
    search.goes_on_from(0)?;
    let found = pattern.regex.captures(search.text);
    let found = found.ok_or("the pattern does not match any part of the string")?;
    Ok(found_value(call, &call.ty, &pattern, &found))
}

pub(crate) static REGEXALL: Function =
    Function::new("regexall", PARAMS, Returns::Of(|call| Ok(Type::list(match_type(call)?))), regexall)
        .not_null();

/// Every match.
fn regexall(call: &Call<'_>) -> Outcome {
    let pattern = compile(call, call.text(0)?)?;
    let of = call.element_type();
    let mut all = Vec::new();
    let mut search = Search::new(call, &pattern, call.text(1)?);
    search.goes_on_from(0)?;
    for found in pattern.regex.captures_iter(search.text) {
        search.goes_on_from(found.get_match().end())?;
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
    let pattern = compile(call, pattern).map_err(|stop| match stop {
        Stop::Wrong(error) => Stop::argument(1, error.message),
        other => other,
    })?;
    let mut result = String::new();
    let mut copied = 0;
    let mut search = Search::new(call, &pattern, text);
    search.goes_on_from(0)?;
    for found in pattern.regex.captures_iter(text) {
        let whole = found.get_match();
        search.goes_on_from(whole.end())?;
        result.push_str(text.get(copied..whole.start()).unwrap_or_default());
        expand::expand(by, &pattern, &found, &mut result)?;
        copied = whole.end();
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

/// How large a compiled pattern is, and what it costs.
#[derive(Clone, Copy, Debug)]
struct Size {
    /// Units: bytes that it takes at most.
    bytes: usize,
    /// Steps that compiling it takes.
    compiling: u64,
    /// Steps that passing over 64 bytes with it takes, when nothing makes it fast.
    searching: u64,
}

/// Sizes of patterns, the last one the bound: the smallest that fits counts.
const SIZES: [Size; 3] = [
    Size { bytes: 16 << 10, compiling: 100, searching: 16 },
    Size { bytes: 128 << 10, compiling: 2_000, searching: 128 },
    Size { bytes: PATTERN, compiling: 100_000, searching: 4_096 },
];

/// The work of looking for every match in a text.
struct Search<'c> {
    call: &'c Call<'c>,
    text: &'c str,
    size: Size,
    longest: Option<usize>,
    /// Units: bytes that may have been passed over behind each match.
    passed: u64,
}

impl<'c> Search<'c> {
    fn new(call: &'c Call<'_>, pattern: &Pattern, text: &'c str) -> Self {
        Self { call, text, size: pattern.size, longest: pattern.longest, passed: 0 }
    }

    /// Before the next match is looked for: a pattern such as `a.*b|a` may look through all of the rest for each.
    fn goes_on_from(&mut self, at: usize) -> Result<(), Stop> {
        let rest = self.text.len().saturating_sub(at);
        if at == 0 {
            limits::work(self.call.around, (rest as u64).saturating_mul(self.size.searching) / 64)?;
        }
        // Nothing beyond the longest match is looked at to find out where one ends.
        let rest = self.longest.map_or(rest, |longest| longest.min(rest)) as u64;
        self.passed = self.passed.saturating_add(rest);
        if self.passed > SEARCHED {
            return Err(Stop::Limit(format!("searches through more than {SEARCHED} bytes")));
        }
        limits::work(self.call.around, rest / 256)
    }
}

/// Counts the same work whether or not the pattern is one that was compiled lately, which depends on the thread.
fn compile(call: &Call<'_>, pattern: &str) -> Result<Pattern, Stop> {
    if let Some(compiled) = COMPILED.with_borrow(|kept| kept.get(pattern).cloned()) {
        let tried = SIZES.iter().filter(|size| size.bytes <= compiled.size.bytes);
        limits::work(call.around, tried.map(|size| size.compiling).sum())?;
        return Ok(compiled);
    }
    limits::pattern(pattern.len())?;
    let wrong = |why: &str| Stop::argument(0, format!("`{pattern}` is no regular expression: {why}"));
    let translated = translate::translate(pattern).map_err(|why| wrong(&why))?;
    let mut built = None;
    for size in SIZES {
        limits::work(call.around, size.compiling)?;
        match build(&translated.pattern, size) {
            Err(::regex::Error::CompiledTooBig(_)) => {}
            Err(error) => return Err(wrong(&error.to_string())),
            Ok(regex) => {
                built = Some((regex, size));
                break;
            }
        }
    }
    let (regex, size) =
        built.ok_or_else(|| Stop::Limit(format!("a pattern of more than {PATTERN} bytes, compiled")))?;
    let longest = longest_match(&translated.pattern);
    let compiled = Pattern { regex, size, groups: translated.groups.into(), longest };
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

fn build(pattern: &str, size: Size) -> Result<Regex, ::regex::Error> {
    RegexBuilder::new(pattern).size_limit(size.bytes).dfa_size_limit(PATTERN).nest_limit(DEEPEST).build()
}
