//! Times: `formatdate`, `timeadd`, `timecmp`.

use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset};

use super::call::{Call, Outcome, Stop};
use super::durations;

/// A time in a pattern's words.
///
/// Source: <https://developer.hashicorp.com/terraform/language/functions/formatdate>, read 2026-11-23.
pub(super) fn formatdate(call: &Call<'_>) -> Outcome {
    let (format, time) = (call.text(0)?, parse(&call.text(1)?)?);
    let mut out = String::new();
    let mut rest = format.as_ref();
    while let Some(letter) = rest.chars().next() {
        let end = match letter {
            '\'' => literal(rest, &mut out)?,
            _ if letter.is_ascii_alphabetic() => {
                let end = rest.find(|other| other != letter).unwrap_or(rest.len());
                out.push_str(&word(&time, rest.get(..end).unwrap_or_default())?);
                end
            }
            _ => {
                out.push(letter);
                letter.len_utf8()
            }
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    Ok(call.string(out))
}

/// `'o''clock'`; gives its length.
fn literal(text: &str, out: &mut String) -> Result<usize, Stop> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter != '\'' {
            out.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            out.push('\'');
        } else {
            return Ok(place + 1);
        }
    }
    Err("unterminated literal '".into())
}

fn word(time: &OffsetDateTime, verb: &str) -> Result<String, Stop> {
    let twelve = (time.hour() + 11) % 12 + 1;
    let half = if time.hour() < 12 { "AM" } else { "PM" };
    let month = time.month().to_string();
    let weekday = time.weekday().to_string();
    let short = |name: String| name.chars().take(3).collect::<String>();
    Ok(match verb {
        "YYYY" => format!("{:04}", time.year()),
        "YY" => format!("{:02}", time.year().rem_euclid(100)),
        "MMMM" => month,
        "MMM" => short(month),
        "MM" => format!("{:02}", u8::from(time.month())),
        "M" => u8::from(time.month()).to_string(),
        "DD" => format!("{:02}", time.day()),
        "D" => time.day().to_string(),
        "EEEE" => weekday,
        "EEE" => short(weekday),
        "hh" => format!("{:02}", time.hour()),
        "h" => time.hour().to_string(),
        "HH" => format!("{twelve:02}"),
        "H" => twelve.to_string(),
        "AA" => half.to_owned(),
        "aa" => half.to_lowercase(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "Z" if time.offset().is_utc() => "Z".to_owned(),
        "ZZZ" if time.offset().is_utc() => "UTC".to_owned(),
        "ZZZ" | "ZZZZ" => offset(time, ""),
        "Z" | "ZZZZZ" => offset(time, ":"),
        _ => return Err(format!("invalid date format verb {verb:?}").into()),
    })
}

fn offset(time: &OffsetDateTime, between: &str) -> String {
    let minutes = time.offset().whole_minutes();
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{between}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A time that lies a duration later.
pub(super) fn timeadd(call: &Call<'_>) -> Outcome {
    let time = parse(&call.text(0)?)?;
    let duration = Duration::nanoseconds(durations::parse(&call.text(1)?)?);
    let out_of_range = || Stop::Limit("a year outside of 0 to 9999".to_owned());
    let later = time.checked_add(duration).filter(|later| later.year() >= 0).ok_or_else(out_of_range)?;
    let zone = if later.offset().is_utc() { "Z".to_owned() } else { offset(&later, ":") };
    Ok(call.string(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}",
        later.year(),
        u8::from(later.month()),
        later.day(),
        later.hour(),
        later.minute(),
        later.second()
    )))
}

/// -1, 0 or 1.
pub(super) fn timecmp(call: &Call<'_>) -> Outcome {
    let order = parse(&call.text(0)?)?.cmp(&parse(&call.text(1)?)?);
    Ok(call.int(order as i64))
}

/// RFC 3339, as strictly as Terraform: `T` and `Z` in upper case, no leap second.
fn parse(text: &str) -> Result<OffsetDateTime, Stop> {
    try_parse(text).ok_or_else(|| Stop::Wrong(format!("not a valid RFC3339 timestamp: {text:?}")))
}

fn try_parse(text: &str) -> Option<OffsetDateTime> {
    let digits = |start: usize, end: usize| -> Option<u32> {
        let digits = text.get(start..end)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let small = |start: usize| u8::try_from(digits(start, start + 2)?).ok();
    let signs = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")];
    if !signs.iter().all(|(place, sign)| text.get(*place..place + 1) == Some(sign)) {
        return None;
    }
    let year = i32::try_from(digits(0, 4)?).ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(small(5)?).ok()?, small(8)?).ok()?;
    let (nanos, zone) = fraction(text.get(19..)?)?;
    let time = Time::from_hms_nano(small(11)?, small(14)?, small(17)?, nanos).ok()?;
    Some(OffsetDateTime::new_in_offset(date, time, zone_offset(zone)?))
}

/// `.123` before the offset.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let (digits, zone) = rest.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
    let nanos: String = digits.chars().chain("000000000".chars()).take(9).collect();
    Some((nanos.parse().ok()?, zone))
}

fn zone_offset(text: &str) -> Option<UtcOffset> {
    if text == "Z" {
        return Some(UtcOffset::UTC);
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |text: &str| -> Option<i8> {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    UtcOffset::from_hms(sign * number(hours)?, sign * number(minutes)?, 0).ok()
}
