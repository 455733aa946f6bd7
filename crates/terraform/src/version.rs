//! Constraints on Terraform's version.

/// Whether a constraint (`>= 1.12, < 2.0`, `~> 1.13.0`) lets no version in that is older than this.
///
/// Source: <https://developer.hashicorp.com/terraform/language/expressions/version-constraints> (read 2026-11-25).
pub(crate) fn is_at_least(constraint: &str, (major, minor): (u64, u64)) -> bool {
    constraint.split(',').any(|part| {
        let part = part.trim();
        let version = part.trim_start_matches(['>', '=', '~', '<', '!']).trim();
        let operator = part.get(..part.len() - part.trim_start_matches(['>', '=', '~', '<', '!']).len());
        let mut numbers = version.split(['.', '-']).map(|number| number.parse::<u64>().unwrap_or(0));
        let least = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        matches!(operator.unwrap_or_default(), "" | "=" | ">=" | ">" | "~>") && least >= (major, minor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lower_bound_keeps_older_versions_out() {
        for constraint in [">= 1.12", "~> 1.12.0", "1.13.1", ">= 1.0, > 1.12, < 2.0", "=1.14"] {
            assert!(is_at_least(constraint, (1, 12)), "{constraint}");
        }
        for constraint in [">= 1.0", "~> 1.0", "< 1.13", "!= 1.12", "", "1.11.4"] {
            assert!(!is_at_least(constraint, (1, 12)), "{constraint}");
        }
    }
}
