//! Regular expressions: `regex`, `regexall`, `replace`.

mod syntax;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use ::regex::{Captures, Regex, RegexBuilder};

use super::call::{Call, Outcome, Stop};
use super::limits::{self, PATTERN};
use crate::{Map, Value};

/// The first match: the text, or its groups as a list, or as an object if they are named.
pub(super) fn regex(call: &Call<'_>) -> Outcome {
    let (pattern, text) = (call.text(0)?, call.text(1)?);
    let pattern = compile(&pattern)?;
    named(&pattern)?;
    let found = pattern.captures(&text).ok_or("pattern did not match any part of the given string")?;
    found_value(call, &pattern, &found)
}

/// Every match.
pub(super) fn regexall(call: &Call<'_>) -> Outcome {
    let (pattern, text) = (call.text(0)?, call.text(1)?);
    let pattern = compile(&pattern)?;
    named(&pattern)?;
    let mut all = Vec::new();
    for found in pattern.captures_iter(&text) {
        all.push(found_value(call, &pattern, &found)?);
        limits::elements(all.len().saturating_mul(pattern.captures_len()))?;
    }
    Ok(call.list(all))
}

/// Every occurrence of a text, or of a pattern between slashes, replaced.
pub(super) fn replace(call: &Call<'_>) -> Outcome {
    let (text, wanted, by) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let pattern =
        wanted.strip_prefix('/').filter(|rest| !rest.is_empty()).and_then(|rest| rest.strip_suffix('/'));
    let Some(pattern) = pattern else {
        let count = if wanted.is_empty() { text.len() + 1 } else { text.matches(wanted.as_ref()).count() };
        limits::text(count.saturating_mul(by.len()).saturating_add(text.len()))?;
        return Ok(call.string(text.replace(wanted.as_ref(), &by)));
    };
    let pattern = compile(pattern)?;
    let mut result = String::new();
    let mut copied = 0;
    for found in pattern.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        result.push_str(text.get(copied..whole.start()).unwrap_or_default());
        found.expand(&by, &mut result);
        copied = whole.end();
        limits::text(result.len())?;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    Ok(call.string(result))
}

/// Whether the groups have names.
fn named(pattern: &Regex) -> Result<bool, Stop> {
    let named = pattern.capture_names().flatten().count();
    if named > 0 && named + 1 != pattern.captures_len() {
        return Err("invalid regexp pattern: cannot mix both named and unnamed capture groups".into());
    }
    Ok(named > 0)
}

fn found_value(call: &Call<'_>, pattern: &Regex, found: &Captures<'_>) -> Outcome {
    let group =
        |place: usize| found.get(place).map_or_else(|| call.null(), |group| call.string(group.as_str()));
    if pattern.captures_len() == 1 {
        return Ok(group(0));
    }
    if !named(pattern)? {
        return Ok(call.list((1..pattern.captures_len()).map(group).collect()));
    }
    let entry = |(place, name): (usize, Option<&str>)| -> Option<(Arc<str>, Value)> {
        Some((name?.into(), group(place)))
    };
    Ok(call.object(pattern.capture_names().enumerate().filter_map(entry).collect::<Map>()))
}

thread_local! {
    /// Patterns compiled lately: the same one is applied to many instances.
    static COMPILED: RefCell<BTreeMap<Box<str>, Regex>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many compiled patterns are kept; more and all are dropped.
const KEPT: usize = 32;

fn compile(pattern: &str) -> Result<Regex, Stop> {
    if let Some(compiled) = COMPILED.with_borrow(|kept| kept.get(pattern).cloned()) {
        return Ok(compiled);
    }
    limits::pattern(pattern.len())?;
    let compiled = RegexBuilder::new(&syntax::translate(pattern)?)
        .size_limit(PATTERN)
        .dfa_size_limit(PATTERN)
        .build()
        .map_err(|error| match error {
            ::regex::Error::CompiledTooBig(_) => {
                Stop::Limit(format!("a pattern of more than {PATTERN} bytes"))
            }
            error if error.to_string().contains("duplicate capture group name") => {
                Stop::Limit("a pattern with two groups of one name is not supported".to_owned())
            }
            error => Stop::Wrong(format!("invalid regexp pattern: {error}")),
        })?;
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(pattern.into(), compiled.clone());
    });
    Ok(compiled)
}
