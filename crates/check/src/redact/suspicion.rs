//! A cheap test that spares most texts the search: they hold nothing that any pattern could match.

use std::sync::LazyLock;

use super::named::WORDS;
use super::pattern::Pattern;

/// Whether a text may hold a secret.
pub(super) fn is_suspicious(text: &str) -> bool {
    longest_run(text) >= SHORTEST_KEY || MARKS.finds(text)
}

/// Literals that are shaped like keys, and have no mark, contain a run of letters and digits of this length.
const SHORTEST_KEY: usize = 16;

/// What every other pattern needs: words of names, of bodies, of addresses, and marks of issuers.
static MARKS: LazyLock<Pattern> = LazyLock::new(|| {
    let words = format!("(?i){WORDS}|data|script|cloud|bearer|basic");
    Pattern::any(&[&words, "://|-----BEGIN|AIza|ya29|glpat-|xox|hvs|eyJ"])
});

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_compiles() {
        assert!(MARKS.0.is_some());
    }

    #[test]
    fn plain_facts_are_not_suspicious() {
        for text in ["allows tcp 443 from 0.0.0.0/0", "`web_rule.https-external` is internet-facing"] {
            assert!(!is_suspicious(text), "{text}");
        }
    }
}
