//! SARIF: structure, and invariants of any log.

use ringfence_check::{Finding, Report};
use ringfence_report::sarif::{self, Profile, SarifOptions};
use serde_json::Value;

use super::support::{self, ODD, Tree};

pub(crate) fn log(report: &Report, options: &SarifOptions) -> Value {
    let mut bytes = Vec::new();
    sarif::write(report, options, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn github(report: &Report) -> Value {
    log(report, &SarifOptions::default())
}

fn full(report: &Report) -> Value {
    log(report, &SarifOptions { profile: Profile::Full, ..SarifOptions::default() })
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// Every physical location in a log, with the snippet it must equal.
fn locations<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("physicalLocation"));
            object.values().for_each(|inner| locations(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| locations(inner, found)),
        _ => {}
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let hex = |rest: &mut std::str::Bytes<'_>| String::from_utf8(rest.take(2).collect()).unwrap();
        bytes.push(if byte == b'%' { u8::from_str_radix(&hex(&mut rest), 16).unwrap() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

/// What a region covers, counted as the log says: lines from 1, columns in UTF-16 code units.
fn covered(text: &str, region: &Value) -> String {
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let chosen = &lines[number("startLine") - 1..number("endLine")];
    let units: Vec<u16> = chosen.concat().encode_utf16().collect();
    let last = chosen.last().unwrap().encode_utf16().count();
    let start = region["startColumn"].as_u64().map_or(0, |_| number("startColumn") - 1);
    let cut = region["endColumn"].as_u64().map_or(0, |_| last - (number("endColumn") - 1));
    String::from_utf16(&units[start..units.len() - cut]).unwrap()
}

#[test]
fn every_region_read_again_is_its_snippet() {
    let tree = Tree::usual();
    let log = github(&support::usual(&tree));
    let mut all = Vec::new();
    locations(&log, &mut all);
    let mut compared = 0;
    for location in all {
        let path = decoded(location["artifactLocation"]["uri"].as_str().unwrap());
        for region in [&location["region"], &location["contextRegion"]] {
            if let Some(snippet) = region["snippet"]["text"].as_str() {
                assert_eq!(covered(tree.text(&path), region).trim_end_matches('\n'), snippet);
                compared += 1;
            }
        }
    }
    assert!(compared >= 18, "{compared}");
}

#[test]
fn findings_in_are_results_out() {
    let tree = Tree::usual();
    let report = support::usual(&tree);
    for log in [github(&report), full(&report)] {
        let named: Vec<String> = results(&log)
            .iter()
            .flat_map(|result| {
                let properties = &result["properties"];
                let others = properties["instances"].as_array().cloned().unwrap_or_default();
                std::iter::once(properties["subject"].clone()).chain(others)
            })
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        for finding in &report.findings {
            assert!(named.contains(&finding.subject.id), "{} in {named:?}", finding.subject.id);
        }
        assert_eq!(results(&log).len(), 4, "two disks at one line are one result");
    }
}

#[test]
fn every_result_has_what_code_scanning_needs() {
    let tree = Tree::usual();
    let log = github(&support::usual(&tree));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results(&log) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().unwrap() >= 1, "{key}");
        }
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().contains(':'));
        assert_eq!(result["partialFingerprints"]["resourceIdentity/v1"].as_str().unwrap().len(), 64);
        let message = &result["message"];
        let template = rule["messageStrings"][message["id"].as_str().unwrap()]["text"].as_str().unwrap();
        let arguments = message["arguments"].as_array().unwrap();
        assert!(arguments.len() <= 5);
        let filled = arguments.iter().enumerate().fold(template.to_owned(), |text, (at, argument)| {
            text.replace(&format!("{{{at}}}"), argument.as_str().unwrap())
        });
        assert_eq!(message["text"], filled);
    }
}

#[test]
fn rules_do_not_depend_on_results() {
    let tree = Tree::usual();
    let with = github(&support::usual(&tree));
    let without = github(&support::report(Vec::new(), &tree));
    assert_eq!(with["runs"][0]["tool"], without["runs"][0]["tool"]);
    assert_eq!(results(&without), &Vec::<Value>::new());
}

#[test]
fn a_possible_finding_is_no_alert_of_its_rule() {
    let tree = Tree::usual();
    let report = support::report(vec![support::possible(support::api(&tree, ODD))], &tree);
    let log = github(&report);
    let result = &results(&log)[0];
    assert_eq!((result["ruleId"].as_str(), result["level"].as_str()), (Some("RF101-1"), Some("note")));
    assert!(result.get("kind").is_none());
    assert!(result["message"]["text"].as_str().unwrap().starts_with("Possible: API server"));
    assert!(result["message"]["text"].as_str().unwrap().contains("Not known: `var.admin_cidrs`."));
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][1];
    let score: f64 = rule["properties"]["security-severity"].as_str().unwrap().parse().unwrap();
    assert!(score < 4.0, "low, so that it blocks no merge");
    let full = full(&report);
    let result = &results(&full)[0];
    assert_eq!((result["kind"].as_str(), result["level"].as_str()), (Some("open"), Some("none")));
    assert_eq!(result["ruleId"], "RF101");
}

#[test]
fn steps_of_a_way_are_in_order_and_each_has_a_place() {
    let tree = Tree::usual();
    let log = github(&support::usual(&tree));
    let flow = &results(&log)[0]["codeFlows"][0]["threadFlows"][0];
    let steps = flow["locations"].as_array().unwrap();
    assert_eq!(steps.len(), 4);
    let orders: Vec<u64> = steps.iter().map(|step| step["executionOrder"].as_u64().unwrap()).collect();
    assert_eq!(orders, [1, 2, 3, 4]);
    let line = |at: usize| steps[at]["location"]["physicalLocation"]["region"]["startLine"].as_u64().unwrap();
    assert_eq!(line(1), line(0), "a default stands at a fact of the same resource");
    assert_eq!(line(3), line(2), "or of the same hop");
    assert!(steps[1]["kinds"].as_array().unwrap().contains(&"implicit".into()));
}

#[test]
fn a_long_way_is_cut_to_thirty_steps() {
    let tree = Tree::usual();
    let mut finding = support::api(&tree, ODD);
    let step = finding.ways[0].hops[0].clone();
    let last = finding.ways[0].hops[1].clone();
    finding.ways[0].hops = vec![step; 200];
    finding.ways[0].hops.push(last);
    let log = github(&support::report(vec![finding], &tree));
    let flow = &results(&log)[0]["codeFlows"][0]["threadFlows"][0];
    let steps = flow["locations"].as_array().unwrap();
    assert_eq!(steps.len(), 30);
    assert!(steps[29]["location"]["message"]["text"].as_str().unwrap().contains("machine.control[0]"));
}

#[test]
fn the_same_findings_in_any_order_give_the_same_bytes() {
    let tree = Tree::usual();
    let bytes = |report: &Report| {
        let mut bytes = Vec::new();
        sarif::write(report, &SarifOptions::default(), &mut bytes).unwrap();
        bytes
    };
    let report = support::usual(&tree);
    let mut shuffled = report.clone();
    shuffled.findings.reverse();
    assert_eq!(bytes(&report), bytes(&shuffled));
}

#[test]
fn a_run_that_analysed_nothing_failed() {
    let tree = Tree::usual();
    let mut report = support::report(Vec::new(), &tree);
    let succeeded =
        |report: &Report| github(report)["runs"][0]["invocations"][0]["executionSuccessful"].as_bool();
    assert_eq!(succeeded(&report), Some(true));
    report.stacks.clear();
    assert_eq!(succeeded(&report), Some(false));
}

#[test]
fn notices_and_coverage_are_in_the_log() {
    let tree = Tree::usual();
    let log = github(&support::usual(&tree));
    let invocation = &log["runs"][0]["invocations"][0];
    let notices = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notices[0]["descriptor"]["id"], "syntax");
    assert_eq!(notices[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
    assert!(notices[1]["message"]["text"].as_str().unwrap().contains("`odd_thing` (2)"));
    assert_eq!(invocation["toolConfigurationNotifications"][0]["descriptor"]["id"], "undecided");
    assert_eq!(log["runs"][0]["properties"]["coverage"]["read"], 5);
    let descriptors = log["runs"][0]["tool"]["driver"]["notifications"].as_array().unwrap();
    for notice in notices {
        let index = usize::try_from(notice["descriptor"]["index"].as_u64().unwrap()).unwrap();
        assert_eq!(descriptors[index]["id"], notice["descriptor"]["id"]);
    }
}

#[test]
fn times_and_repository_are_those_of_the_caller() {
    let tree = Tree::usual();
    let options = SarifOptions {
        start: Some("2026-08-23T04:00:00.000Z".to_owned()),
        exit_code: Some(1),
        repository: Some("https://bot:pw@git.example/a".to_owned()),
        revision: Some("8f3d1d6f0d5b4d0e9a4a2f6a7c1b0e9d8c7b6a55".to_owned()),
        category: Some("mine".to_owned()),
        ..SarifOptions::default()
    };
    let log = log(&support::usual(&tree), &options);
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "mine/");
    assert_eq!(run["invocations"][0]["startTimeUtc"], "2026-08-23T04:00:00.000Z");
    assert!(run["invocations"][0].get("endTimeUtc").is_none());
    assert_eq!(run["versionControlProvenance"][0]["repositoryUri"], "https://git.example/a");
    assert_eq!(run["originalUriBaseIds"]["REPOROOT"].as_object().unwrap().len(), 1, "no address");
}

/// A shortened place has no snippet, since that would not be its text.
#[test]
fn a_cut_excerpt_gives_no_snippet() {
    let text = format!("x = [\n{}]\n", "  \"value\",\n".repeat(60));
    let tree =
        Tree::new(&[("infra/main.tf", support::MAIN), ("long.tf", &text), ("infra/broken.tf", "resource\n")]);
    let mut finding: Finding = support::disk(&tree, "infra/main.tf", "a");
    finding.primary = tree.site("long.tf", text.trim(), "x.y");
    let log = github(&support::report(vec![finding], &tree));
    let place = &results(&log)[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["endLine"], 62);
    assert!(place["region"].get("snippet").is_none() && place.get("contextRegion").is_none());
}

/// Code scanning reads no `kind`, and would make an alert of each.
#[test]
fn what_was_proved_passes_for_archives_and_is_not_for_code_scanning() {
    let tree = Tree::usual();
    let (without, with) = (support::usual(&tree), support::with_clear(&tree));
    assert_eq!(github(&with), github(&without));
    let log = full(&with);
    let passes: Vec<&Value> = results(&log).iter().filter(|result| result["kind"] == "pass").collect();
    assert_eq!(passes.len(), 2, "one stands in no file, and has no blocker that does");
    for pass in passes {
        assert_eq!(pass["level"], "none");
        assert_eq!(pass.get("rank"), None);
        assert_eq!(pass["properties"]["verdict"], "clear");
        assert_eq!(pass["relatedLocations"].as_array().unwrap().len(), 1);
        let text = pass["message"]["text"].as_str().unwrap();
        assert!(text.starts_with("Clear: API server on `machine.control["), "{text}");
        assert!(text.contains("Blocked: [no rule of `filter.api` (0) allows tcp 22"), "{text}");
    }
    assert_eq!(results(&log).len(), results(&full(&without)).len() + 2);
}

#[test]
fn findings_come_before_what_was_proved_where_there_is_no_room() {
    let tree = Tree::usual();
    let mut report = support::with_clear(&tree);
    let one = report.clear.as_ref().unwrap()[0].clone();
    report.clear = Some(vec![one; 6_000]);
    let log = full(&report);
    assert_eq!(results(&log).len(), 5_000);
    let notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let says =
        |note: &Value| note["message"]["text"].as_str().unwrap().contains("statements that were proved");
    assert!(notes.iter().any(says), "{notes:?}");
}
