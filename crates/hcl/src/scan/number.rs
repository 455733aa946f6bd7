//! Numbers.

use super::Scanner;

impl Scanner<'_> {
    /// Where the number that starts at a place ends.
    ///
    /// Several points or exponents are one token, as in Terraform, which then refuses it: see [`is_number`]. A point at
    /// the end is not part of it.
    pub(super) fn number_end(&self, start: usize) -> usize {
        let mut at = start;
        let mut end = start;
        loop {
            match self.byte(at) {
                Some(b'0'..=b'9') => at += 1,
                Some(b'.') => {
                    at += 1;
                    continue;
                }
                Some(b'e' | b'E') => match (self.byte(at + 1), self.byte(at + 2)) {
                    (Some(b'0'..=b'9'), _) => at += 2,
                    (Some(b'+' | b'-'), Some(b'0'..=b'9')) => at += 3,
                    _ => return end,
                },
                _ => return end,
            }
            end = at;
        }
    }
}

/// Whether a token of digits, points and exponents is one number: digits, perhaps a fraction, perhaps an exponent of
/// at most 32 bits, as in Terraform.
pub(crate) fn is_number(text: &str) -> bool {
    let rest = after_digits(text);
    let rest = rest.strip_prefix('.').map_or(rest, after_digits);
    match rest.strip_prefix(['e', 'E']) {
        None => rest.is_empty(),
        Some(exponent) => exponent.parse::<i32>().is_ok(),
    }
}

/// How many digits a text starts with.
pub(crate) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn after_digits(text: &str) -> &str {
    text.trim_start_matches(|character: char| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> &str {
        &text[..Scanner::new(text).number_end(0)]
    }

    #[test]
    fn a_number_ends_with_a_digit() {
        for (text, expected) in [
            ("12", "12"),
            ("1.5e3]", "1.5e3"),
            ("1e+5-2", "1e+5"),
            ("1e", "1"),
            ("1.e5", "1.e5"),
            ("1...", "1"),
            ("1.foo", "1"),
            ("0.1.2.b", "0.1.2"),
            ("1e5e6", "1e5e6"),
            ("1e+x", "1"),
        ] {
            assert_eq!(number(text), expected);
        }
    }

    #[test]
    fn only_one_point_and_one_exponent_are_a_number() {
        for good in ["0", "00", "1.5", "1.e5", "1E-3", "1.50e+7"] {
            assert!(is_number(good), "{good}");
        }
        for bad in ["1.2.3", "1..2", "1e5e6", "1e5.5", "1e9999999999"] {
            assert!(!is_number(bad), "{bad}");
        }
    }
}
