//! Moments of the Gregorian calendar, with the offset of the clock that showed them.

use std::fmt;

/// A moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Units: seconds since 1970 began in UTC.
    seconds: i64,
    nanos: u32,
    /// Units: seconds that the clock is ahead of UTC.
    offset: i64,
}

/// How a text has to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// As RFC 3339 says, with `T` and `Z` in upper case and without leap seconds.
    AsRfc,
    /// As Go reads it: an hour may have one digit, fractions a comma, and an offset 24 hours or 60 minutes.
    ///
    /// Source: `Parse` of <https://pkg.go.dev/time> (read 2026-11-25).
    AsGo,
}

/// What a clock shows.
pub(crate) struct Fields {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    /// From Sunday.
    weekday: i64,
}

const DAY: i64 = 86_400;

impl Moment {
    /// `2020-01-02T03:04:05.678+01:00`
    pub(crate) fn parse(text: &str, strictness: Strictness) -> Option<Self> {
        let go = strictness == Strictness::AsGo;
        let mut rest = Rest(text);
        let date = (rest.digits(4)?, rest.after("-", 2)?, rest.after("-", 2)?);
        rest.skip("T")?;
        let hour = match rest.digits(2) {
            None if go => rest.digits(1),
            two => two,
        }?;
        let (minute, second) = (rest.after(":", 2)?, rest.after(":", 2)?);
        let nanos = rest.fraction(go);
        let offset = rest.zone(if go { (24, 60) } else { (23, 59) })?;
        let clock = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
        if !rest.0.is_empty() || !clock {
            return None;
        }
        let day = days(date.0, date.1, date.2)?;
        Some(Self { seconds: day * DAY + hour * 3600 + minute * 60 + second - offset, nanos, offset })
    }

    /// A day, or a day and a time of day as YAML has them: fields of one digit are right too.
    pub(crate) fn parse_loose(text: &str) -> Option<Self> {
        let mut rest = Rest(text);
        let date = (rest.digits(4)?, rest.after_short("-")?, rest.after_short("-")?);
        let day = days(date.0, date.1, date.2)?;
        if rest.0.is_empty() {
            return Some(Self { seconds: day * DAY, nanos: 0, offset: 0 });
        }
        let zoned = rest.skip("T").or_else(|| rest.skip("t")).is_some();
        if !zoned {
            rest.skip(" ")?;
        }
        let (hour, minute, second) = (rest.short()?, rest.after_short(":")?, rest.after_short(":")?);
        let nanos = rest.fraction(true);
        let offset = if zoned { rest.zone((24, 60))? } else { 0 };
        let fits = rest.0.is_empty() && hour < 24 && minute < 60 && second < 60;
        let seconds = day * DAY + hour * 3600 + minute * 60 + second - offset;
        fits.then_some(Self { seconds, nanos, offset })
    }

    /// What orders moments, whatever their clocks.
    pub(crate) fn instant(&self) -> (i64, u32) {
        (self.seconds, self.nanos)
    }

    /// Units: nanoseconds.
    pub(crate) fn later(self, nanos: i64) -> Self {
        const SECOND: i64 = 1_000_000_000;
        let total = i64::from(self.nanos) + nanos.rem_euclid(SECOND);
        let seconds = self.seconds + nanos.div_euclid(SECOND) + total / SECOND;
        Self { seconds, nanos: u32::try_from(total % SECOND).unwrap_or(0), ..self }
    }

    pub(crate) fn is_utc(&self) -> bool {
        self.offset == 0
    }

    /// `Z` or `+01:00`
    pub(crate) fn zone(&self) -> String {
        if self.is_utc() { "Z".to_owned() } else { self.offset(":") }
    }

    /// `+01:00`, with another sign in the middle.
    pub(crate) fn offset(&self, between: &str) -> String {
        let minutes = self.offset.abs() / 60;
        let sign = if self.offset < 0 { '-' } else { '+' };
        format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
    }

    /// What the clock shows.
    pub(crate) fn fields(&self) -> Fields {
        let shown = self.seconds + self.offset;
        let (day, second) = (shown.div_euclid(DAY), shown.rem_euclid(DAY));
        let (year, month, day_of_month) = date(day);
        Fields {
            year,
            month,
            day: day_of_month,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            // 1970 began on a Thursday.
            weekday: (day + 4).rem_euclid(7),
        }
    }
}

/// RFC 3339, in whole seconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fields { year, month, day, hour, minute, second, .. } = self.fields();
        let sign = if year < 0 { "-" } else { "" };
        let year = year.abs();
        write!(f, "{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}", self.zone())
    }
}

impl Fields {
    pub(crate) fn month_name(&self) -> &'static str {
        let names = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        name(&names, self.month - 1)
    }

    pub(crate) fn weekday_name(&self) -> &'static str {
        let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        name(&names, self.weekday)
    }
}

fn name(names: &[&'static str], place: i64) -> &'static str {
    usize::try_from(place).ok().and_then(|place| names.get(place)).copied().unwrap_or_default()
}

/// The days from 1970 to a date, if there is such a date.
///
/// Years are counted from March, so that the day that some lack is the last.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let from_march = (month + 9) % 12;
    let years = year - i64::from(month < 3);
    let in_year = (153 * from_march + 2) / 5 + day - 1;
    let number =
        years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400) + in_year - 719_468;
    (date(number) == (year, month, day)).then_some(number)
}

/// The year, month and day that is so many days after 1970 began.
fn date(days: i64) -> (i64, i64, i64) {
    const CYCLE: i64 = 146_097;
    let shifted = days + 719_468;
    let (cycle, day) = (shifted.div_euclid(CYCLE), shifted.rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * in_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    let in_month = in_year - (153 * from_march + 2) / 5 + 1;
    (cycle * 400 + year + i64::from(month < 3), month, in_month)
}

/// What is left of a text.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn skip(&mut self, sign: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(sign)?;
        Some(())
    }

    /// A number of so many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.0 = rest;
        Some(number)
    }

    fn after(&mut self, sign: &str, count: usize) -> Option<i64> {
        self.skip(sign)?;
        self.digits(count)
    }

    /// A number of one or two digits.
    fn short(&mut self) -> Option<i64> {
        self.digits(2).or_else(|| self.digits(1))
    }

    fn after_short(&mut self, sign: &str) -> Option<i64> {
        self.skip(sign)?;
        self.short()
    }

    /// `.123`, if that follows. Units: nanoseconds.
    fn fraction(&mut self, comma: bool) -> u32 {
        let marked = self.0.strip_prefix('.').or_else(|| self.0.strip_prefix(',').filter(|_| comma));
        let Some(rest) = marked.filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit())) else {
            return 0;
        };
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        self.0 = rest;
        let nanos: String = digits.chars().chain("000000000".chars()).take(9).collect();
        nanos.parse().unwrap_or(0)
    }

    /// `Z` or `+01:00`, at most so many hours and minutes. Units: seconds.
    fn zone(&mut self, most: (i64, i64)) -> Option<i64> {
        if self.skip("Z").is_some() {
            return Some(0);
        }
        let sign = if self.skip("-").is_some() { -1 } else { self.skip("+").map(|()| 1)? };
        let (hours, minutes) = (self.digits(2)?, self.after(":", 2)?);
        (hours <= most.0 && minutes <= most.1).then_some(sign * (hours * 3600 + minutes * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Day by day the calendar goes on as everybody knows it.
    #[test]
    fn every_day_follows_the_one_before() {
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = |year: i64, month: i64| match month {
            2 => 28 + i64::from(leap(year)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let (mut year, mut month, mut day) = (-401, 1, 1);
        let mut number = days(year, month, day).unwrap();
        while year < 2405 {
            assert_eq!(date(number), (year, month, day));
            assert_eq!(days(year, month, day), Some(number));
            day += 1;
            if day > length(year, month) {
                assert_eq!(days(year, month, day), None);
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
            number += 1;
        }
        assert_eq!(date(0), (1970, 1, 1));
    }
}
