//! Stable names of the enumerations that reports show.

use ringfence_check::{Requirement, Verdict};
use ringfence_model::{Role, UnknownKind};

/// "R1".
pub(crate) fn requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::R1 => "R1",
        Requirement::R2 => "R2",
        Requirement::R3 => "R3",
        Requirement::R4 => "R4",
        Requirement::R5 => "R5",
    }
}

/// "violation" or "possible".
pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violation => "violation",
        Verdict::Possible => "possible",
    }
}

/// "control plane", or "unknown role".
pub(crate) fn role(role: Option<Role>) -> String {
    role.map_or_else(|| "unknown role".to_owned(), |role| role.to_string())
}

/// A number and its noun: "1 finding", "12,345 findings".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", grouped(number))
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Why expressions are unknown.
pub(crate) fn unknown(kind: UnknownKind) -> &'static str {
    match kind {
        UnknownKind::Error => "wrong",
        UnknownKind::Undeclared => "not declared",
        UnknownKind::Cycle => "in a circle",
        UnknownKind::Limit => "beyond a limit",
        UnknownKind::Unread => "file not read",
        UnknownKind::MissingModule => "module not found",
        UnknownKind::Variable => "variable without a value",
        UnknownKind::Data => "data source",
        UnknownKind::Function => "new on each run",
        UnknownKind::KnownAfterApply => "known after apply",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        let grouped: Vec<String> = [0, 12, 999, 1_000, 30_000, 1_234_567].map(grouped).into();
        assert_eq!(grouped, ["0", "12", "999", "1,000", "30,000", "1,234,567"]);
        assert_eq!(count(1, "finding", "findings"), "1 finding");
        assert_eq!(count(0, "finding", "findings"), "0 findings");
    }
}
