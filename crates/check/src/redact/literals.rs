//! Literals that are shaped like keys, wherever they stand.

use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::Pattern;

/// Where such literals are; in no order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let text_of = |range: &Range<usize>| text.get(range.clone()).unwrap_or("");
    let forty = FORTY.ranges(text).filter(|range| is_mixed(text_of(range)));
    let digits = |range: &Range<usize>| count(text_of(range), u8::is_ascii_digit) >= 2;
    let bootstrap = BOOTSTRAP.ranges(text).filter(digits);
    let header = HEADER.ranges(text).filter(digits);
    SHAPED.ranges(text).chain(ADDRESS.ranges(text)).chain(header).chain(bootstrap).chain(forty).collect()
}

/// Formats that their issuers made recognisable.
static SHAPED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::any(&[
        // PEM private keys, also those with `\n` written out; without an end, to the end of the text.
        r"(?s:-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\z))",
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        r"\bLTAI[A-Za-z0-9]{12,26}\b",
        r"\bAIza[A-Za-z0-9_-]{35}",
        r"\bya29\.[A-Za-z0-9_-]{20,}",
        r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
        r"\bgithub_pat_[A-Za-z0-9_]{22,}\b",
        r"\bglpat-[A-Za-z0-9_-]{20,}",
        r"\bxox[baprs]-[A-Za-z0-9-]{10,}",
        r"\bhvs\.[A-Za-z0-9_-]{20,}",
        // JSON web tokens, with or without signature.
        r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?",
        // k3s and RKE2 node tokens.
        r"\bK10[0-9a-f]{32,}(?:::[A-Za-z0-9:]+)?",
    ])
});

/// The password of an address: `https://user:password@host`.
static ADDRESS: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[r"://[^\s/:@]+:([^\s/@]+)@"]));

/// Credentials of an HTTP header.
static HEADER: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::any(&[r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/=-]{12,})"]));

/// Bootstrap tokens of kubeadm.
static BOOTSTRAP: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[r"\b[a-z0-9]{6}\.([a-z0-9]{16})\b"]));

/// Forty characters of base64: the shape of a cloud secret key.
static FORTY: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::any(&[r"(?:^|[^A-Za-z0-9/+])([A-Za-z0-9/+]{40})(?:$|[^A-Za-z0-9/+=])"]));

/// Whether all kinds of character occur, and few slashes: paths and hashes are no keys.
fn is_mixed(text: &str) -> bool {
    count(text, u8::is_ascii_uppercase) >= 3
        && count(text, u8::is_ascii_lowercase) >= 3
        && count(text, u8::is_ascii_digit) >= 1
        && count(text, |byte| *byte == b'/') <= 3
}

fn count(text: &str, is: impl Fn(&u8) -> bool) -> usize {
    text.as_bytes().iter().filter(|byte| is(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&SHAPED, &ADDRESS, &HEADER, &BOOTSTRAP, &FORTY] {
            assert!(pattern.0.is_some());
        }
    }
}
