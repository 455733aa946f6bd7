//! Version constraints of module calls.

use crate::version::Version;

/// Conditions that one constraint may have.
const MOST_CONDITIONS: usize = 64;

/// A version constraint: `>= 1.2, < 2.0`, `~> 5.1`. Every condition has to hold.
///
/// Source: <https://developer.hashicorp.com/terraform/language/expressions/version-constraints>, and for what it does not
/// say `go-version` of hashicorp (read 2026-11-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    conditions: Vec<(Operator, Version)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Exactly,
    Not,
    Above,
    AtLeast,
    Below,
    AtMost,
    /// `~>`: only the last number that is written may grow.
    About,
}

/// Longer ones first, so that `>=` is not taken for `>`.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::Not),
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("~>", Operator::About),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Exactly),
];

impl Constraint {
    /// Reads a constraint; nothing if it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts = text.split(',').take(MOST_CONDITIONS + 1).map(condition);
        let conditions: Vec<_> = parts.collect::<Option<_>>()?;
        (conditions.len() <= MOST_CONDITIONS).then_some(Self { conditions })
    }

    /// Whether a version may be taken. One before a release has to be asked for exactly.
    pub(crate) fn admits(&self, version: &Version) -> bool {
        let asked = || {
            let mut exact = self.conditions.iter().filter(|(operator, _)| *operator == Operator::Exactly);
            exact.any(|(_, asked)| asked == version)
        };
        (!version.is_prerelease() || asked())
            && self.conditions.iter().all(|(operator, asked)| holds(*operator, version, asked))
    }
}

fn condition(text: &str) -> Option<(Operator, Version)> {
    let text = text.trim();
    let named = OPERATORS.iter().find_map(|(name, operator)| Some((*operator, text.strip_prefix(name)?)));
    let (operator, version) = named.unwrap_or((Operator::Exactly, text));
    Some((operator, Version::parse(version.trim())?))
}

fn holds(operator: Operator, version: &Version, asked: &Version) -> bool {
    match operator {
        Operator::Exactly => version == asked,
        Operator::Not => version != asked,
        Operator::Above => version > asked,
        Operator::AtLeast => version >= asked,
        Operator::Below => version < asked,
        Operator::AtMost => version <= asked,
        Operator::About => {
            let fixed = asked.written().saturating_sub(1);
            // One that is asked for before a release brings none of after it.
            version >= asked
                && asked.is_prerelease() == version.is_prerelease()
                && asked.length() <= version.length()
                && (0..fixed).all(|place| version.number(place) == asked.number(place))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn admits(constraint: &str, version: &str) -> bool {
        let read = Constraint::parse(constraint).unwrap_or_else(|| panic!("{constraint}"));
        read.admits(&Version::parse(version).unwrap())
    }

    #[test]
    fn constraints_let_in_what_terraform_lets_in() {
        for (constraint, inside, outside) in [
            ("1.2.3", &["1.2.3", "v1.2.3"][..], &["1.2.4", "1.2.2", "1.2.3-rc1"][..]),
            ("= 1.2", &["1.2.0"], &["1.2.1"]),
            ("!= 1.2.3", &["1.2.4", "0.1.0"], &["1.2.3"]),
            ("> 1.2", &["1.2.1", "2.0.0"], &["1.2.0", "1.1.9"]),
            (">=1.2.3", &["1.2.3", "9.0.0"], &["1.2.2", "2.0.0-beta"]),
            ("< 2", &["1.99.0", "0.0.1"], &["2.0.0", "2.0.0-beta"]),
            ("<= 2", &["2.0.0", "1.0.0"], &["2.0.1"]),
            ("~> 1.2.3", &["1.2.3", "1.2.10"], &["1.2.2", "1.3.0", "2.2.3"]),
            ("~> 1.2", &["1.2.0", "1.9.5"], &["1.1.9", "2.0.0"]),
            ("~> 5", &["5.0.0", "6.1.0"], &["4.9.9"]),
            ("~> 1.2.3.4", &[], &["1.2.3", "1.2.4"]),
            (">= 1.2.0, < 2.0.0, != 1.5.0", &["1.2.0", "1.5.1", "1.99.99"], &["1.5.0", "2.0.0", "1.1.0"]),
            ("1.0.0-beta.1", &["1.0.0-beta.1"], &["1.0.0-beta.2", "1.0.0"]),
            (">= 1.0.0-beta.1", &["1.0.0", "1.1.0"], &["1.0.0-beta.1", "1.0.0-beta.2", "0.9.0"]),
            ("~> 1.0.0-beta.1", &[], &["1.0.0-beta.2", "1.0.0", "1.0.1"]),
            (" ~>1.2 , <1.5 ", &["1.4.9"], &["1.5.0"]),
        ] {
            for version in inside {
                assert!(admits(constraint, version), "{constraint}: {version}");
            }
            for version in outside {
                assert!(!admits(constraint, version), "{constraint}: {version}");
            }
        }
    }

    #[test]
    fn what_is_no_constraint_is_refused() {
        for text in ["", ",", "1.2,", "~>", "=> 1", "== 1", "^1.2", "1.x", "latest", ">= 1.2 < 2", "1.2.3\n4"]
        {
            assert!(Constraint::parse(text).is_none(), "{text}");
        }
        assert!(Constraint::parse(&["1"; 65].join(",")).is_none());
    }

    proptest! {
        #[test]
        fn about_is_a_range(a in 0..4_u64, b in 0..4_u64, c in 0..4_u64, x in 0..5_u64, y in 0..5_u64, z in 0..5_u64) {
            let version = format!("{x}.{y}.{z}");
            let range = format!(">= {a}.{b}.{c}, < {a}.{}.0", b + 1);
            prop_assert_eq!(admits(&format!("~> {a}.{b}.{c}"), &version), admits(&range, &version));
            let range = format!(">= {a}.{b}, < {}", a + 1);
            prop_assert_eq!(admits(&format!("~> {a}.{b}"), &version), admits(&range, &version));
            prop_assert_eq!(admits(&format!("~> {a}"), &version), admits(&format!(">= {a}"), &version));
        }

        #[test]
        fn a_condition_and_its_opposite_share_nothing(
            a in "[0-3](\\.[0-3]){0,2}",
            v in "[0-3]\\.[0-3]\\.[0-3]",
        ) {
            for (one, other) in [("=", "!="), ("<", ">="), (">", "<=")] {
                let both = (admits(&format!("{one} {a}"), &v), admits(&format!("{other}{a}"), &v));
                prop_assert!(both.0 != both.1, "{} {} {}", one, a, v);
            }
        }

        #[test]
        fn a_list_holds_where_each_condition_does(
            conditions in proptest::collection::vec("(=|!=|>|>=|<|<=|~>) ?[0-3](\\.[0-3]){0,2}", 1..4),
            v in "[0-3]\\.[0-3]\\.[0-3]",
        ) {
            let each = conditions.iter().all(|condition| admits(condition, &v));
            prop_assert_eq!(admits(&conditions.join(", "), &v), each);
        }

        #[test]
        fn any_text_is_survived(text in "\\PC*") {
            let _ = Constraint::parse(&text);
        }
    }
}
