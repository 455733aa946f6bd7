//! The one table from our severities to those of SARIF and code scanning.

use ringfence_check::{Severity, Verdict};

use super::Profile;

/// `level` of a result.
pub(super) fn level(severity: Severity, verdict: Verdict, profile: Profile) -> &'static str {
    match (verdict, profile) {
        (Verdict::Possible, Profile::Github) => "note",
        (Verdict::Possible, Profile::Full) => "none",
        (Verdict::Violation, _) => of_severity(severity),
    }
}

/// `level` of a severity.
pub(super) fn of_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// `kind` of a result; nothing for the default, "fail".
///
/// Code scanning does not read it, so its profile has none.
pub(super) fn kind(verdict: Verdict, profile: Profile) -> Option<&'static str> {
    (verdict == Verdict::Possible && profile == Profile::Full).then_some("open")
}

/// `security-severity` of the rule for possible findings: always in the band "low", in the order of ours.
///
/// Source: <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>
/// (over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low), read 2026-11-23.
pub(super) fn possible_score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "3.9",
        Severity::High => "3.0",
        Severity::Medium => "2.0",
        Severity::Low => "1.0",
        Severity::Info => "0.1",
    }
}

/// `problem.severity` of a rule.
pub(super) fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

/// `rank` of a result, 0 to 100.
pub(super) fn rank(severity: Severity, verdict: Verdict) -> u8 {
    let rank = match severity {
        Severity::Critical => 95,
        Severity::High => 80,
        Severity::Medium => 55,
        Severity::Low => 30,
        Severity::Info => 15,
    };
    if verdict == Verdict::Possible { rank / 2 } else { rank }
}
