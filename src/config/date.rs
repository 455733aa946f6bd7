//! Days, as people write them.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u32,
    month: u32,
    day: u32,
}

/// The variable that takes the place of the clock, so that a run can be repeated.
///
/// Source: <https://reproducible-builds.org/specs/source-date-epoch/>, read 2026-11-25.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

const SECONDS_A_DAY: u64 = 86_400;

impl Date {
    /// Today, in UTC: as `SOURCE_DATE_EPOCH` says, else as the clock does.
    ///
    /// Errors: `SOURCE_DATE_EPOCH` is no number of seconds.
    pub(crate) fn today() -> anyhow::Result<Self> {
        let seconds = match std::env::var(EPOCH) {
            Ok(text) => text.parse().with_context(|| {
                format!("`{EPOCH}` is `{text}`; it must be a number of seconds since 1970-01-01")
            })?,
            Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        };
        Ok(Self::of_day(seconds / SECONDS_A_DAY))
    }

    /// From a text of the form `2026-12-31`.
    ///
    /// Errors: another form, a day that no month has.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let wrong = || format!("`{text}` is no day of the form `2026-12-31`");
        let numbers: Option<Vec<u32>> = [(0..4), (5..7), (8..10)]
            .into_iter()
            .map(|part| text.get(part).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())))
            .map(|digits| digits?.parse().ok())
            .collect();
        let separated = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        match numbers.filter(|_| separated).as_deref() {
            Some([year, month, day]) if (1..=days_of(*year, *month)).contains(day) => {
                Ok(Self { year: *year, month: *month, day: *day })
            }
            _ => anyhow::bail!(wrong()),
        }
    }

    /// Units: days since 1970-01-01. What lies beyond the year 9999 is the end of that year.
    fn of_day(mut left: u64) -> Self {
        for year in 1970..=9999 {
            for month in 1..=12 {
                let days = days_of(year, month);
                match u32::try_from(left) {
                    Ok(left) if left < days => return Self { year, month, day: left + 1 },
                    _ => left -= u64::from(days),
                }
            }
        }
        Self { year: 9999, month: 12, day: 31 }
    }
}

/// How many days a month has; none if there is no such month.
fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_798_675_199, "2026-12-30"),
            (1_798_675_200, "2026-12-31"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Date::of_day(seconds / SECONDS_A_DAY).to_string(), day);
        }
        assert_eq!(Date::of_day(u64::MAX / SECONDS_A_DAY).to_string(), "9999-12-31");
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        assert!(Date::parse("2026-12-31").unwrap() < Date::parse("2027-01-01").unwrap());
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "31.12.2026",
            "2026-12-31Z",
            "+026-01-01",
            "",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
