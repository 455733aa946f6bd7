//! Versions of modules, and which is newer.

use std::cmp::Ordering;
use std::fmt;

/// Numbers that a version may have; real ones have three.
const MOST_NUMBERS: usize = 8;

/// A version: `1.2.3`, `v2.0.0-beta.1+build`.
///
/// Two that differ in their build only are equal.
/// Source: <https://semver.org/spec/v2.0.0.html>, and `go-version` of hashicorp, with which Terraform reads versions
/// (read 2026-11-25).
#[derive(Clone, Debug)]
pub(crate) struct Version {
    /// Shape: three or more; those that are not written are 0.
    numbers: Vec<u64>,
    /// How many are written.
    written: usize,
    /// `beta.1`, or empty.
    before: String,
}

impl Version {
    /// Reads a version; nothing if it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
        if build.is_some_and(|build| !is_identifiers(build)) {
            return None;
        }
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (numbers, before) = text.split_at_checked(end)?;
        let mut numbers = numbers
            .split('.')
            .take(MOST_NUMBERS + 1)
            .map(|number| number.parse().ok())
            .collect::<Option<Vec<u64>>>()?;
        let before = match before.strip_prefix('-') {
            Some("") => return None,
            Some(before) => before,
            None => before,
        };
        if numbers.len() > MOST_NUMBERS || !before.is_empty() && !is_identifiers(before) {
            return None;
        }
        let written = numbers.len();
        numbers.resize(written.max(3), 0);
        Some(Self { numbers, written, before: before.to_owned() })
    }

    /// Reads a tag that names a version: three numbers, with or without `v`.
    ///
    /// Source: <https://developer.hashicorp.com/terraform/registry/modules/publish> (read 2026-11-25).
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        Self::parse(tag).filter(|version| version.written == 3)
    }

    /// Whether it comes before a release: `1.0.0-beta`.
    pub(crate) fn is_prerelease(&self) -> bool {
        !self.before.is_empty()
    }

    /// The number at a place; 0 if it has none there.
    pub(crate) fn number(&self, place: usize) -> u64 {
        self.numbers.get(place).copied().unwrap_or(0)
    }

    /// How many numbers are written.
    pub(crate) fn written(&self) -> usize {
        self.written
    }

    /// How many numbers it has, those included that are not written.
    pub(crate) fn length(&self) -> usize {
        self.numbers.len()
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let numbers = (0..length).map(|place| self.number(place).cmp(&other.number(place)));
        let numbers = numbers.fold(Ordering::Equal, Ordering::then);
        numbers.then_with(|| match (self.is_prerelease(), other.is_prerelease()) {
            (true, true) => compare_identifiers(&self.before, &other.before),
            (before, after) => after.cmp(&before),
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

/// Without `v` and build: `1.2.3-beta.1`.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        f.write_str(&numbers.join("."))?;
        if self.is_prerelease() { write!(f, "-{}", self.before) } else { Ok(()) }
    }
}

/// `beta.1`: words of letters, digits and hyphens between dots.
fn is_identifiers(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'~');
    text.split('.').all(|word| !word.is_empty() && word.bytes().all(fits))
}

/// Word by word: numbers by size and before words, a text that ends earlier first.
fn compare_identifiers(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => compare_words(left, right),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn compare_words(left: &str, right: &str) -> Ordering {
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    // Numbers may be longer than any integer type.
    let number = |word: &str| word.trim_start_matches('0').to_owned();
    match (digits(left), digits(right)) {
        (true, true) => {
            let (left, right) = (number(left), number(right));
            left.len().cmp(&right.len()).then(left.cmp(&right))
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => left.cmp(right),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn versions_come_in_the_order_of_the_standard() {
        // The example of semver.org, section 11, with what Terraform allows besides.
        let order = [
            "0.9.9",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0.1",
            "1.0.1",
            "1.2",
            "v1.10.0",
            "2",
        ];
        for (at, left) in order.iter().enumerate() {
            for (against, right) in order.iter().enumerate() {
                assert_eq!(version(left).cmp(&version(right)), at.cmp(&against), "{left} {right}");
            }
        }
    }

    #[test]
    fn what_is_not_written_is_zero_and_builds_do_not_count() {
        for (left, right) in
            [("1", "1.0.0"), ("v1.2", "1.2.0"), ("1.0.0+a", "1.0.0+b"), ("1.2.3beta", "1.2.3-beta")]
        {
            assert_eq!(version(left), version(right));
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "v",
            "x",
            "1.",
            ".1",
            "1..2",
            "1.2.3-",
            "1.2.3+",
            "1.2.3-a..b",
            "1.2.3 ",
            "-1",
            "1.2.3-ä",
            "1.2.3_4",
        ] {
            assert!(Version::parse(text).is_none(), "{text}");
        }
        let (long, large) = (["1"; 9].join("."), "18446744073709551616.0.0");
        assert!(Version::parse(&long).is_none() && Version::parse(large).is_none());
    }

    #[test]
    fn a_tag_has_three_numbers() {
        for tag in ["1.2.3", "v1.2.3", "v1.2.3-rc1"] {
            assert!(Version::of_tag(tag).is_some(), "{tag}");
        }
        for tag in ["v1", "1.2", "v1.2.3.4", "release-1.2.3", "V1.2.3", "vv1.2.3"] {
            assert!(Version::of_tag(tag).is_none(), "{tag}");
        }
    }

    fn any_version() -> impl Strategy<Value = Version> {
        "v?[0-9]{1,2}(\\.[0-9]{1,2}){0,3}(-[0-9a-c]{1,2}(\\.[0-9a-c]{1,2}){0,2})?"
            .prop_map(|text| version(&text))
    }

    proptest! {
        #[test]
        fn the_order_is_one(a in any_version(), b in any_version(), c in any_version()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert!(!(a <= b && b <= c) || a <= c);
        }

        #[test]
        fn what_is_shown_is_read_as_the_same(a in any_version()) {
            prop_assert_eq!(&version(&a.to_string()), &a);
        }

        #[test]
        fn any_text_is_survived(text in "\\PC*") {
            let _ = Version::parse(&text);
        }
    }
}
