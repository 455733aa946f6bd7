//! Durations as Go writes them: `1h30m`, `-1.5s`.

use crate::outcome::Stop;

/// Units: nanoseconds.
///
/// Source: <https://pkg.go.dev/time#ParseDuration>, read 2026-11-23.
pub(crate) fn parse(text: &str) -> Result<i64, Stop> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let wrong = || Stop::argument(1, format!("`{text}` is no duration: write it like `1h30m`"));
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut total = 0i128;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let end = after.find(|letter: char| letter.is_ascii_digit() || letter == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        total = total.saturating_add(amount(number, nanoseconds(unit, text)?).ok_or_else(wrong)?);
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).map_err(|_| wrong())
}

fn nanoseconds(unit: &str, text: &str) -> Result<i128, Stop> {
    Ok(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "" => return Err(Stop::argument(1, format!("`{text}` is no duration: a number lacks its unit"))),
        _ => return Err(Stop::argument(1, format!("`{text}` is no duration: `{unit}` is no unit"))),
    })
}

/// A decimal number of units.
fn amount(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()?.into() };
    let digits: String = fraction.chars().take(18).collect();
    let scale = 10i128.pow(u32::try_from(digits.len()).ok()?);
    let part: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    whole.checked_mul(unit)?.checked_add(part * unit / scale)
}
