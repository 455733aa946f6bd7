//! Patterns against every short text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use ringfence_policy::{Pattern, Reading, Search};

/// Every text over `a`, `b`, `:` and a letter that no pattern names, up to this length.
fn texts(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|t| ["a", "b", ":", "z"].map(|c| format!("{t}{c}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// The definition, read aloud: is there a way to spend the text on the pattern?
///
/// `colons` counts the pattern's colons so far: before the fifth, a wildcard takes no colon, unless it is a
/// star at its segment's end.
fn spends(pattern: &[char], text: &[char], colons: usize) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return text.is_empty() };
    let bound = colons < 5;
    match first {
        '*' => {
            let open = !bound || matches!(rest.first(), None | Some(':' | '*'));
            let most =
                if open { text.len() } else { text.iter().position(|c| *c == ':').unwrap_or(text.len()) };
            (0..=most).any(|taken| spends(rest, &text[taken..], colons))
        }
        '?' => text.split_first().is_some_and(|(c, t)| !(bound && *c == ':') && spends(rest, t, colons)),
        c => text
            .split_first()
            .is_some_and(|(d, t)| c == d && spends(rest, t, colons + usize::from(*c == ':'))),
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    spends(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>(), 0)
}

fn pattern() -> impl Strategy<Value = String> {
    // Some begin behind the leading segments, where wildcards are free.
    (any::<bool>(), "[ab:*?*?a]{0,6}").prop_map(|(free, p)| if free { format!(":::::{p}") } else { p })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn matching_is_the_definition(pattern in pattern()) {
        let read = Pattern::resource(&pattern);
        for text in texts(4).into_iter().flat_map(|t| [format!(":::::{t}"), t]) {
            prop_assert_eq!(read.matches(&text, Reading::CERTAIN), matches(&pattern, &text), "{}", text);
        }
    }

    #[test]
    fn intersection_and_difference_are_exact(first in "[ab:*?*?a]{0,6}", second in "[ab:*?*?a]{0,6}") {
        let (one, two) = (Pattern::resource(&first), Pattern::resource(&second));
        let known = texts(5);
        check(one.intersects(&two), &known, |text| matches(&first, text) && matches(&second, text))?;
        check(one.missing_from(&two), &known, |text| !matches(&first, text) && matches(&second, text))?;
        prop_assert_eq!(one.contains(&two), one.missing_from(&two) == Search::Empty);
    }

    #[test]
    fn actions_have_no_segments(pattern in "[ab:*?*A]{0,6}") {
        let read = Pattern::action(&pattern);
        let free = format!(":::::{}", pattern.to_lowercase());
        for text in texts(4) {
            prop_assert_eq!(read.matches(&text, Reading::CERTAIN), matches(&free, &format!(":::::{text}")));
        }
    }

    #[test]
    fn an_unknown_piece_matches_nothing_for_sure_and_all_it_can(
        before in "[ab:*?]{0,3}", after in "[ab:*?]{0,3}", piece in "[ab:*?]{0,3}",
    ) {
        let unknown = Pattern::resource(&format!("{before}\u{FDD0}1\u{FDD1}{after}"));
        let known = format!("{before}{piece}{after}");
        for text in texts(4) {
            prop_assert!(!unknown.matches(&text, Reading::CERTAIN));
            prop_assert!(!matches(&known, &text) || unknown.matches(&text, Reading::POSSIBLE), "{} {}", known, text);
        }
    }
}

/// A found text has the property and is a shortest; nothing found means that no short text has it.
fn check(found: Search, known: &[String], holds: impl Fn(&str) -> bool) -> Result<(), TestCaseError> {
    let first = known.iter().find(|text| holds(text));
    match found {
        Search::Found(text) => {
            prop_assert!(holds(&text), "{} does not fit", text);
            prop_assert!(first.is_none_or(|first| first.len() >= text.len()), "{:?} is shorter", first);
        }
        Search::Empty => prop_assert_eq!(first, None),
        Search::Undecided => return Err(TestCaseError::fail("undecided")),
    }
    Ok(())
}

#[test]
fn containment_that_greedy_matching_misses() {
    let contains = |wide: &str, narrow: &str| Pattern::resource(wide).contains(&Pattern::resource(narrow));
    assert!(contains("??*", "?*a"));
    assert!(contains("*a*", "*aa*"));
    assert!(contains("?*", "*?"));
    assert!(!contains("arn:aws:s3:::a*", "arn:aws:s3:::*"));
    assert!(contains("arn:aws:s3:::*", "arn:aws:s3:::a*/x"));
}

#[test]
fn hostile_patterns_are_given_up_in_bounded_time() {
    // Which of the last forty characters were an `a`: 2^40 states.
    let remembers = Pattern::resource(&format!(":::::*a{}", "?".repeat(40)));
    let long = Pattern::resource(&format!(":::::*a*{}", "?".repeat(41)));
    assert_eq!(remembers.missing_from(&long), Search::Undecided);
    assert!(!remembers.contains(&long));
    let stars = Pattern::resource(&"*a".repeat(2_000));
    assert!(!stars.matches(&"a".repeat(1_999), Reading::CERTAIN));
    assert!(stars.matches(&"a".repeat(2_000), Reading::CERTAIN));
}
