//! `data "aws_iam_policy_document"`.

use crate::fixture::evaluate;

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn statements_become_the_policy_languages_json() {
    let loaded = evaluate(
        "policy",
        r#"
data "aws_iam_policy_document" "d" {
  policy_id = "p"
  statement {
    sid       = "one"
    actions   = ["s3:Get*", "s3:List*"]
    resources = ["arn:aws:s3:::b/&{aws:username}"]
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["1", "2"]
    }
  }
  statement {
    effect      = "Deny"
    not_actions = ["iam:*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    principals {
      type        = "Service"
      identifiers = ["a", "b"]
    }
  }
  statement {
    actions = ["x"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
resource "r" "r" { policy = data.aws_iam_policy_document.d.json }
"#,
    );
    let value = loaded.value("r.r", "policy");
    let expected = r#"{"Version": "2012-10-17", "Id": "p", "Statement": [
      {"Sid": "one", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::b/${aws:username}",
       "Condition": {"StringEquals": {"aws:x": ["1", "2"]}}},
      {"Effect": "Deny", "NotAction": "iam:*", "Principal": {"AWS": "*", "Service": ["a", "b"]}},
      {"Effect": "Allow", "Action": "x", "Principal": "*"}]}"#;
    assert_eq!(json(value.as_str().unwrap()), json(expected));
    // Every part has its own place.
    let statements = value.structure().unwrap().get("Statement").unwrap().as_list().unwrap();
    assert_eq!(loaded.literal(statements[1].get("NotAction").unwrap()), "\"iam:*\"");
}

#[test]
fn documents_merge_by_sid() {
    let loaded = evaluate(
        "policy_merge",
        r#"
data "aws_iam_policy_document" "base" {
  statement {
    sid     = "a"
    actions = ["base:a"]
  }
  statement {
    sid     = "b"
    actions = ["base:b"]
  }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({ Statement = { Sid = "b", Effect = "Deny", Action = "o:b" } })]
  statement {
    sid     = "a"
    actions = ["own:a"]
  }
}
output "json" { value = data.aws_iam_policy_document.d.json }
"#,
    );
    let document = json(loaded.stack.outputs.get("json").unwrap().as_str().unwrap());
    let actions: Vec<_> =
        document["Statement"].as_array().unwrap().iter().map(|one| &one["Action"]).collect();
    assert_eq!(actions, ["own:a", "o:b"]);
}

#[test]
fn what_is_unknown_keeps_its_place() {
    let loaded = evaluate(
        "policy_unknown",
        r#"
variable "more" {}
resource "bucket" "b" {}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["${bucket.b.arn}/*"]
  }
  dynamic "statement" {
    for_each = var.more
    content {
      actions = statement.value
    }
  }
}
output "json" { value = data.aws_iam_policy_document.d.json }
"#,
    );
    let shown = loaded.output("json");
    assert!(shown.contains(r#""Resource":"<bucket.b.arn>/*""#), "{shown}");
    assert!(shown.contains(r#"},"<var.more>""#), "{shown}");
}
