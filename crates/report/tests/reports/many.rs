//! More findings than anybody reads, or code scanning keeps.

use std::sync::Arc;

use ringfence_check::{Finding, Report, Severity};
use ringfence_report::sarif::{self, SarifOptions};

use super::support::{self, Tree};
use super::validator::validate;

/// 30,000 findings at lines of their own, the worst ones last.
fn many(tree: &Tree) -> Report {
    let template = support::api(tree, "infra/main.tf");
    let finding = |number: u32| {
        let mut finding: Finding = template.clone();
        finding.subject.id = format!("machine.m[{number}]");
        finding.message = format!("API server on `machine.m[{number}]` is open to 0.0.0.0/0.");
        let spot = Arc::make_mut(&mut finding.primary.spot);
        spot.place.start.line = number;
        spot.place.end.line = number;
        spot.excerpt.first_line = number.saturating_sub(2).max(1);
        spot.line_hash = format!("{number:x}:1");
        finding.instances.clear();
        finding.severity = if number > 29_000 { Severity::Critical } else { Severity::Medium };
        finding
    };
    support::report((1..=30_000).map(finding).collect(), tree)
}

#[test]
fn the_worst_five_thousand_are_kept_and_the_rest_is_accounted_for() {
    let tree = Tree::usual();
    let report = many(&tree);
    let log = super::sarif::log(&report, &SarifOptions::default());
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    let critical = results.iter().filter(|result| result["properties"]["severity"] == "critical").count();
    assert_eq!(critical, 1_000);
    let notices = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let omission = notices.iter().find(|notice| notice["descriptor"]["id"] == "limit").unwrap();
    let text = omission["message"]["text"].as_str().unwrap();
    assert!(text.contains("25,000 more (25000 medium)"), "{text}");
    let mut bytes = Vec::new();
    sarif::write(&report, &SarifOptions::default(), &mut bytes).unwrap();
    assert!(bytes.len() < 10_000_000, "{}", bytes.len());
    validate("many", &report, &SarifOptions::default(), None);
}
