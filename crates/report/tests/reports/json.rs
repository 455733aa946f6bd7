//! JSON: the published schema, and nothing lost.

use std::fs;
use std::path::Path;

use ringfence_check::Report;
use ringfence_report::json;
use serde_json::Value;

use super::support::{self, Tree};

fn document(report: &Report) -> Value {
    let mut bytes = Vec::new();
    json::write(report, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The published schema, closed: here, a field that it does not name is an error too.
fn closed_schema() -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(close);
                if object.contains_key("properties") && object.get("type") == Some(&"object".into()) {
                    object.insert("additionalProperties".to_owned(), false.into());
                }
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/report-schema.json");
    let mut schema = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    close(&mut schema);
    schema
}

#[test]
fn follows_the_published_schema() {
    let tree = Tree::usual();
    let validator = jsonschema::validator_for(&closed_schema()).unwrap();
    for report in [support::usual(&tree), support::report(Vec::new(), &tree), support::with_clear(&tree)] {
        let document = document(&report);
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    assert!(!validator.is_valid(&serde_json::json!({"schema": "ringfence/report/2"})), "it can fail");
}

#[test]
fn nothing_is_lost() {
    let tree = Tree::usual();
    let report = support::usual(&tree);
    let document = document(&report);
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(findings.len(), report.findings.len());
    for (finding, written) in report.findings.iter().zip(findings) {
        assert_eq!(written["rule"], finding.rule.id);
        assert_eq!(written["subject"]["id"], finding.subject.id);
        assert_eq!(written["identity"], finding.identity());
        assert_eq!(written["primary"]["start"]["line"], finding.primary.spot.place.start.line);
        assert_eq!(written["ways"].as_array().unwrap().len(), finding.ways.len());
    }
    assert_eq!(document["notices"].as_array().unwrap().len(), report.notices.len());
    assert_eq!(document["coverage"]["unsupported"][0]["type"], "odd_thing");
}

#[test]
fn what_was_proved_is_there_if_it_was_asked_for() {
    let tree = Tree::usual();
    assert_eq!(document(&support::usual(&tree)).get("clear"), None);
    let report = support::with_clear(&tree);
    let document = document(&report);
    let written = document["clear"].as_array().unwrap();
    let proved = report.clear.unwrap();
    assert_eq!(written.len(), proved.len());
    for (clear, written) in proved.iter().zip(written) {
        assert_eq!(written["rule"], clear.rule.id);
        assert_eq!(written["statement"], clear.statement);
        assert_eq!(written["blockers"].as_array().unwrap().len(), clear.blockers.len());
        assert_eq!(written["instances"].as_array().unwrap().len(), clear.instances.len());
    }
}
