//! Numbers against what the real Terraform said.
//!
//! A line of a case file is `expression => text`: the expression as a configuration has it, and the text that
//! `tostring` of it gives in Terraform 1.11.4, or `error`. The text of a `format` is in quotes, for its spaces.

use super::expression::evaluate;

fn check(family: &str, cases: &str) {
    let lines = cases.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
    let wrong = lines.iter().filter_map(|line| {
        let (expression, expected) = line.split_once(" => ").expect(line);
        let found = evaluate(expression).unwrap_or_else(|_| "error".to_owned());
        let found = if expected.starts_with('"') { format!("{found:?}") } else { found };
        (found != expected).then(|| format!("{expression} => {expected}, found {found}"))
    });
    let wrong = wrong.collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{family}: {} of {} cases\n{}", wrong.len(), lines.len(), wrong.join("\n"));
    assert!(lines.len() > 50, "{family}: no cases");
}

#[test]
fn text_is_read_as_terraform_reads_it() {
    check("read", include_str!("cases/read.txt"));
}

#[test]
fn arithmetic_rounds_as_terraform_rounds() {
    check("arithmetic", include_str!("cases/arithmetic.txt"));
}

#[test]
fn powers_and_logarithms_agree_to_the_last_bit() {
    check("elementary", include_str!("cases/elementary.txt"));
}

#[test]
fn verbs_write_the_same_fields() {
    check("format", include_str!("cases/format.txt"));
}
