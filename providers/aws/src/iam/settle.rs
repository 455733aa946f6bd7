//! Conditions that every request of a method meets, or none.

use ringfence_policy::{Condition, Document, Pattern, Reading, Spanned, Statement};

/// Every request is made after this day, the day of this file.
const TODAY: &str = "2026-11-23";

/// The document without conditions that are surely met; a statement of which one surely is not is empty.
///
/// Shape: as many statements as before; `passed_to` is the service that a role is passed to, if one is.
/// Unknown: a condition of any other kind stays.
/// Source: IAM user guide, "AWS global condition context keys" and "IAM condition keys" (read 2026-11-23):
/// `aws:TokenIssueTime` is there for temporary credentials, which all roles have.
pub(super) fn settled(document: &Document, passed_to: Option<&str>) -> Document {
    let mut settled = document.clone();
    settled.statements.iter_mut().for_each(|statement| settle(statement, passed_to));
    settled
}

fn settle(statement: &mut Statement, passed_to: Option<&str>) {
    let mut applies = true;
    statement.conditions.list.retain(|condition| match outcome(condition, passed_to) {
        Some(met) => {
            applies &= met;
            false
        }
        None => true,
    });
    if !applies {
        statement.actions.negated = false;
        statement.actions.patterns.clear();
    }
}

/// Whether a condition is met, if that is known.
fn outcome(condition: &Condition, passed_to: Option<&str>) -> Option<bool> {
    let Condition::Test { operator, key, values } = condition else { return None };
    let operator = operator.value.to_ascii_lowercase();
    // With one value in the request, all and any mean the same.
    let operator = operator.trim_start_matches("forallvalues:").trim_start_matches("foranyvalue:");
    let operator = operator.trim_end_matches("ifexists");
    match key.value.to_ascii_lowercase().as_str() {
        "aws:currenttime" | "aws:tokenissuetime" => of_time(operator, values),
        "iam:passedtoservice" => of_service(operator, values, passed_to?),
        _ => None,
    }
}

/// Source: IAM JSON policy elements, date condition operators; dates in ISO 8601 (read 2026-11-23).
fn of_time(operator: &str, values: &[Spanned<String>]) -> Option<bool> {
    let is_past = |value: &Spanned<String>| {
        let day = value.value.get(..TODAY.len())?;
        let digits = day
            .chars()
            .zip(TODAY.chars())
            .all(|(a, b)| (a == '-') == (b == '-') && (a == '-' || a.is_ascii_digit()));
        digits.then_some(day < TODAY)
    };
    let all_past = !values.is_empty() && values.iter().all(|value| is_past(value) == Some(true));
    match operator {
        "dategreaterthan" | "dategreaterthanequals" if all_past => Some(true),
        "datelessthan" | "datelessthanequals" if all_past => Some(false),
        _ => None,
    }
}

fn of_service(operator: &str, values: &[Spanned<String>], service: &str) -> Option<bool> {
    let (wildcards, wanted) = match operator {
        "stringequals" | "stringequalsignorecase" => (false, true),
        "stringlike" => (true, true),
        "stringnotequals" | "stringnotequalsignorecase" => (false, false),
        "stringnotlike" => (true, false),
        _ => return None,
    };
    let mut any = false;
    for value in values {
        let pattern = if wildcards { Pattern::action(&value.value) } else { Pattern::literal(&value.value) };
        if !pattern.is_known() || value.value.contains("${") {
            return None;
        }
        any |= pattern.matches(service, Reading::CERTAIN);
    }
    Some(any == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many actions are left, and how many conditions.
    fn left(condition: &str, passed_to: Option<&str>) -> (usize, usize) {
        let allow = r#""Effect": "Allow", "Action": "iam:PassRole", "Resource": "*""#;
        let text =
            format!(r#"{{"Version": "2012-10-17", "Statement": [{{{allow}, "Condition": {condition}}}]}}"#);
        let settled = settled(&Document::parse(&text).unwrap().document, passed_to);
        let statement = &settled.statements[0];
        (statement.actions.patterns.len(), statement.conditions.list.len())
    }

    #[test]
    fn the_past_is_settled_and_the_future_is_not() {
        let time = |operator: &str, day: &str| {
            left(&format!(r#"{{"{operator}": {{"aws:TokenIssueTime": "{day}T00:00:01Z"}}}}"#), None)
        };
        assert_eq!(time("DateGreaterThan", "2020-01-01"), (1, 0), "always met");
        assert_eq!(time("DateLessThan", "2020-01-01"), (0, 0), "never met");
        assert_eq!(time("DateGreaterThan", "2999-01-01"), (1, 1));
        assert_eq!(time("DateLessThan", "2999-01-01"), (1, 1));
        assert_eq!(time("DateLessThan", "01.01.20"), (1, 1));
    }

    #[test]
    fn the_service_a_role_is_passed_to_decides() {
        let machines = Some("ec2.amazonaws.com");
        let test = |operator: &str, service: &str| {
            left(&format!(r#"{{"{operator}": {{"iam:PassedToService": ["{service}"]}}}}"#), machines)
        };
        assert_eq!(test("StringEquals", "ec2.amazonaws.com"), (1, 0));
        assert_eq!(test("StringEqualsIfExists", "ec2.amazonaws.com"), (1, 0));
        assert_eq!(test("ForAnyValue:StringLike", "ec2.*"), (1, 0));
        assert_eq!(test("StringEquals", "eks.amazonaws.com"), (0, 0));
        assert_eq!(test("StringNotEquals", "ec2.amazonaws.com"), (0, 0));
        assert_eq!(test("StringEquals", "${aws:x}"), (1, 1));
        let equals = r#"{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#;
        assert_eq!(left(equals, None), (1, 1), "passed to nobody knows whom");
    }
}
