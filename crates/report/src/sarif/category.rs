//! The category under which code scanning keeps the results.

use ringfence_check::Report;
use serde::Serialize;

use super::SarifOptions;
use super::message::Text;

/// Category and run.
#[derive(Debug, Serialize)]
pub(super) struct AutomationDetails {
    id: String,
    description: Text,
}

/// The category that the caller names, or `ringfence/terraform/<target>/`.
///
/// It ends in `/`: code scanning takes all before the last one as the category, and two analyses of one
/// category replace each other's alerts. So the target must be the same in every run over the same input:
/// the inputs as they were named; of an absolute one only the last part, since what stands before it is
/// another on each machine.
pub(super) fn automation_details(report: &Report, options: &SarifOptions) -> AutomationDetails {
    let category =
        options.category.clone().unwrap_or_else(|| format!("ringfence/terraform/{}", target(report)));
    let id = format!("{}/", category.trim_end_matches('/'));
    AutomationDetails { id, description: Text::new("Reachability and identities of Kubernetes clusters.") }
}

fn target(report: &Report) -> String {
    let mut targets: Vec<String> = report.inputs.iter().map(|input| normal(input)).collect();
    targets.retain(|target| !target.is_empty());
    targets.sort();
    targets.dedup();
    let all = targets.join("+");
    if all.chars().count() <= LONGEST { all } else { all.chars().take(LONGEST).collect() }
}

/// Longer ids are hard to read and may be refused.
const LONGEST: usize = 150;

fn normal(input: &str) -> String {
    let parts = input.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let absolute = input.starts_with('/') || input.get(1..3) == Some(":\\");
    let parts: Vec<&str> = parts.collect();
    if absolute { parts.last().map_or(String::new(), |last| (*last).to_owned()) } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(inputs: &[&str], category: Option<&str>) -> String {
        let report = Report {
            version: "1.0.0",
            inputs: inputs.iter().map(|input| (*input).to_owned()).collect(),
            rules: Vec::new(),
            findings: Vec::new(),
            clear: None,
            notices: Vec::new(),
            stacks: Vec::new(),
            coverage: ringfence_check::CoverageSummary::default(),
        };
        let options = SarifOptions { category: category.map(str::to_owned), ..SarifOptions::default() };
        automation_details(&report, &options).id
    }

    #[test]
    fn ends_in_a_slash_and_names_the_target() {
        assert_eq!(id(&["infra/prod"], None), "ringfence/terraform/infra/prod/");
        assert_eq!(id(&["./infra//prod/"], None), "ringfence/terraform/infra/prod/");
        assert_eq!(id(&["."], None), "ringfence/terraform/");
        assert_eq!(id(&["/home/me/infra"], None), "ringfence/terraform/infra/");
        assert_eq!(id(&["b", "a", "b"], None), "ringfence/terraform/a+b/");
        assert_eq!(id(&["b"], Some("mine")), "mine/");
        assert_eq!(id(&["b"], Some("mine/prod/")), "mine/prod/");
    }
}
