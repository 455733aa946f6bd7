//! Literals that are shaped like keys, wherever they stand.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Where such literals are; in no order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let shaped = SHAPED.find_iter(text).map(|found| found.range());
    let after = AFTER_MARK.captures_iter(text).filter_map(|found| Some(found.get(1)?.range()));
    let mixed = FORTY.captures_iter(text).filter_map(|found| found.get(1)).filter(|found| is_mixed(found.as_str()));
    shaped.chain(after).chain(mixed.map(|found| found.range())).collect()
}

/// Formats that their issuers made recognisable.
static SHAPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        // PEM private keys, also those with `\n` written out; without an end, to the end of the text.
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\z)",
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
        // kubeadm bootstrap tokens; two digits keep names out that happen to have the lengths.
        r"\b[a-z0-9]{6}\.[a-z]*[0-9][a-z]*[0-9][a-z0-9]{4,14}\b",
    ])
});

/// Credentials that follow a mark: in addresses, in headers.
static AFTER_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"://[^\s/:@]{1,200}:(?P<secret>[^\s/@]{1,200})@",
    ])
});

/// Forty characters of base64: the shape of a cloud secret key.
static FORTY: LazyLock<Regex> =
    LazyLock::new(|| pattern(&[r"(?:^|[^A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?:$|[^A-Za-z0-9/+=])"]));

/// Whether all three kinds of character occur: paths and hashes lack one.
fn is_mixed(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().filter(|byte| test(byte)).count();
    has(u8::is_ascii_uppercase) >= 3 && has(u8::is_ascii_lowercase) >= 3 && has(u8::is_ascii_digit) >= 2
}

fn pattern(alternatives: &[&str]) -> Regex {
    super::named::compile(&alternatives.join("|"))
}
