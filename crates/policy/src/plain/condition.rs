//! Condition operators, on one request.
//!
//! Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Conditions with multiple
//! context keys or values" (read 2026-11-23).

use super::text::{Symbol, expand, glob};
use super::{Request, Undecided};
use crate::{Condition, Conditions, Version};
use std::net::IpAddr;

/// Returns whether all conditions hold for the request.
pub(super) fn all_hold(
    conditions: &Conditions,
    version: Version,
    request: &Request,
) -> Result<bool, Undecided> {
    if conditions.unknown.is_some() {
        return Err(Undecided::Document);
    }
    let mut all = true;
    for condition in &conditions.list {
        all &= holds(condition, version, request).ok_or_else(|| Undecided::Condition(condition.text()))?;
    }
    Ok(all)
}

/// How many of the request's values must pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quantifier {
    Single,
    All,
    Any,
}

/// Returns whether one condition holds; `None` where it cannot be decided.
fn holds(condition: &Condition, version: Version, request: &Request) -> Option<bool> {
    let Condition::Test { operator, key, values } = condition else { return None };
    if condition.text().contains("(unknown)") {
        return None;
    }
    let given = request.values(&key.value);
    let (quantifier, operator) = quantifier(&operator.value);
    if operator == "Null" {
        let absent = given.is_none_or(<[String]>::is_empty);
        return Some(values.iter().any(|value| value.value.eq_ignore_ascii_case(&absent.to_string())));
    }
    let (operator, if_exists) =
        operator.strip_suffix("IfExists").map_or((operator, false), |base| (base, true));
    let (operator, negated) = positive(operator)?;
    let mut passes = Vec::new();
    for given in given.unwrap_or_default() {
        let mut equal = false;
        for value in values {
            equal |= compare(operator, &value.value, given, version, request)?;
        }
        passes.push(equal != negated);
    }
    Some(match quantifier {
        _ if given.is_none() && if_exists => true,
        Quantifier::All => passes.iter().all(|pass| *pass),
        Quantifier::Any => passes.iter().any(|pass| *pass),
        Quantifier::Single if passes.is_empty() => negated,
        Quantifier::Single if negated => passes.iter().all(|pass| *pass),
        Quantifier::Single => passes.iter().any(|pass| *pass),
    })
}

fn quantifier(operator: &str) -> (Quantifier, &str) {
    if let Some(base) = operator.strip_prefix("ForAllValues:") {
        return (Quantifier::All, base);
    }
    match operator.strip_prefix("ForAnyValue:") {
        Some(base) => (Quantifier::Any, base),
        None => (Quantifier::Single, operator),
    }
}

/// The operators that are read; the dates and `BinaryEquals` are not.
const POSITIVE: [&str; 12] = [
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "ArnEquals",
    "ArnLike",
    "NumericEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "Bool",
    "IpAddress",
];

/// Each negated operator and what it negates.
const NEGATED: [(&str, &str); 7] = [
    ("StringNotEquals", "StringEquals"),
    ("StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"),
    ("StringNotLike", "StringLike"),
    ("ArnNotEquals", "ArnEquals"),
    ("ArnNotLike", "ArnLike"),
    ("NumericNotEquals", "NumericEquals"),
    ("NotIpAddress", "IpAddress"),
];

/// Returns the operator without its negation, and whether it had one.
fn positive(operator: &str) -> Option<(&'static str, bool)> {
    let plain = POSITIVE.iter().find(|name| **name == operator).map(|name| (*name, false));
    plain.or_else(|| NEGATED.iter().find(|(name, _)| *name == operator).map(|(_, base)| (*base, true)))
}

/// Compares one of the policy's values with one of the request's.
fn compare(operator: &str, value: &str, given: &str, version: Version, request: &Request) -> Option<bool> {
    let Some(symbols) = expand(value, version, request) else { return Some(false) };
    let written: String = symbols.iter().copied().map(as_char).collect();
    Some(match operator {
        "StringEquals" => written == given,
        "StringEqualsIgnoreCase" | "Bool" => written.eq_ignore_ascii_case(given),
        "StringLike" => glob(&symbols, given),
        "ArnEquals" | "ArnLike" => arn_like(&symbols, given),
        "NumericEquals" => number(given)?.total_cmp(&number(&written)?).is_eq(),
        "NumericLessThan" => number(given)? < number(&written)?,
        "NumericLessThanEquals" => number(given)? <= number(&written)?,
        "NumericGreaterThan" => number(given)? > number(&written)?,
        "NumericGreaterThanEquals" => number(given)? >= number(&written)?,
        "IpAddress" => in_range(given.parse().ok()?, &written)?,
        _ => return None,
    })
}

fn as_char(symbol: Symbol) -> char {
    match symbol {
        Symbol::Char(c) => c,
        Symbol::One => '?',
        Symbol::Star => '*',
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

/// "Each of the six colon-delimited components of the ARN is checked separately."
fn arn_like(pattern: &[Symbol], given: &str) -> bool {
    let wanted: Vec<&[Symbol]> = pattern.splitn(6, |symbol| *symbol == Symbol::Char(':')).collect();
    let parts: Vec<&str> = given.splitn(6, ':').collect();
    wanted.len() == parts.len() && wanted.iter().zip(parts).all(|(wanted, part)| glob(wanted, part))
}

/// Returns whether an address lies in a CIDR range; a bare address is a range of one.
fn in_range(address: IpAddr, range: &str) -> Option<bool> {
    let (base, length) = range.split_once('/').map_or((range, None), |(base, length)| (base, Some(length)));
    let (address, base, bits) = match (address, base.parse().ok()?) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()) << 96, u128::from(b.to_bits()) << 96, 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
        _ => return Some(false),
    };
    let length = length.map_or(Some(bits), |length| length.parse().ok().filter(|length| *length <= bits))?;
    let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
    Some(address & mask == base & mask)
}
