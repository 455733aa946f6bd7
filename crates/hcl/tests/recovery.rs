//! One error costs little: what else stands in the file is read as if nothing were wrong.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::ast::Body;
use ringfence_hcl::{Names, Severity};
use support::dump;
use support::walk::check_file;

/// A file as people write it.
const FILE: &str = r#"# Network.
variable "name" {
  type    = string
  default = "a"
}

locals {
  tags = {
    "Name" = "${var.name}-vpc"
    owner  = upper(var.owner)
  }
  zones = ["a", "b",
    "c",
  ]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = merge(local.tags, { "k8s/${var.name}" = "owned" })
}

resource "aws_security_group" "nodes" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8", local.office]
  }
  egress {
    from_port = 0
    to_port   = 0
  }
  depends_on = [aws_vpc.main]
}

data "aws_iam_policy_document" "doc" {
  statement {
    actions = [for action in var.actions : "s3:${action}" if action != ""]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_instance" "node" {
  count     = var.enabled ? 3 : 0
  user_data = <<-EOT
    #!/bin/sh
    echo "${var.name}" > /etc/name
    %{ if var.debug ~}
    set -x
    %{ endif ~}
  EOT
  tags = {
    Name = "node-${count.index}"
  }
}

module "other" {
  source = "./other"
  ids    = aws_instance.node[*].id
}

output "id" {
  value = aws_vpc.main.id
}
"#;

fn items(body: &Body) -> Vec<String> {
    body.blocks
        .iter()
        .map(|block| {
            let labels: Vec<_> = block.labels.iter().map(|label| &*label.text).collect();
            let inner = dump::body(&block.body);
            format!("{} {} {inner}", block.kind, labels.join(" "))
        })
        .collect()
}

fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let parsed = check_file(text, &mut Names::new());
    let errors = parsed.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let errors = errors.map(|diagnostic| diagnostic.message.clone()).collect();
    (items(&parsed.value), errors)
}

/// The item that a place of the file lies in.
fn item_of(text: &str, at: usize) -> usize {
    let body = check_file(text, &mut Names::new()).value;
    body.blocks.iter().take_while(|block| (block.range.end as usize) <= at).count()
}

#[test]
fn a_missing_bracket_or_quote_costs_its_item() {
    let (whole, errors) = read(FILE);
    assert_eq!((whole.len(), errors.len()), (8, 0));
    let mut lost = Vec::new();
    for (at, character) in FILE.char_indices().filter(|(_, character)| "[](){}\"$<,=".contains(*character)) {
        let text = format!("{}{}", &FILE[..at], &FILE[at + 1..]);
        let (found, _) = read(&text);
        let item = item_of(FILE, at);
        for (index, expected) in whole.iter().enumerate() {
            if index != item && !found.contains(expected) {
                lost.push(format!("{character} at {at} in item {item} costs item {index}: {found:?}"));
            }
        }
    }
    assert!(lost.is_empty(), "{} {}", lost.len(), lost.join("\n"));
}

/// All attributes of a file, each with the names of the blocks around it.
fn flat(body: &Body, path: &str, into: &mut Vec<String>) {
    for attribute in &body.attributes {
        into.push(format!("{path}{} = {}", attribute.name, dump::expr(&attribute.value)));
    }
    for block in &body.blocks {
        let labels: Vec<_> = block.labels.iter().map(|label| &*label.text).collect();
        flat(&block.body, &format!("{path}{} {} / ", block.kind, labels.join(" ")), into);
    }
}

fn attributes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    flat(&check_file(text, &mut Names::new()).value, "", &mut found);
    found
}

#[test]
fn a_missing_character_costs_one_attribute() {
    let whole = attributes(FILE);
    for (at, character) in FILE.char_indices().filter(|(_, character)| "[](){}\"$<,=".contains(*character)) {
        let found = attributes(&format!("{}{}", &FILE[..at], &FILE[at + 1..]));
        let missing: Vec<_> = whole.iter().filter(|attribute| !found.contains(attribute)).collect();
        assert!(missing.len() <= 1, "{character} at {at} costs {missing:?} and leaves {found:?}");
    }
}

#[test]
fn stray_text_costs_its_item() {
    let (whole, _) = read(FILE);
    let strays = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "\"",
        "\"${",
        "${",
        "<<X\n",
        "\n",
        ",",
        "=",
        "/*",
        "@",
        "{{ x }}",
        "...",
        "~}",
        "%{ if x }",
        "\n}\n",
        "\n{\n",
        "\n<<<<<<< HEAD\n",
        "\n=======\n",
        "{% if x %}\n",
    ];
    for stray in strays {
        let mut start = 0;
        for line in FILE.split_inclusive('\n') {
            let indentation = line.len() - line.trim_start().len();
            for at in [0, indentation, line.len() / 2, line.trim_end().len()] {
                let (before, after) = FILE.split_at(start + at);
                let (found, _) = read(&format!("{before}{stray}{after}"));
                let lost: Vec<_> = whole.iter().filter(|item| !found.contains(item)).collect();
                assert!(lost.len() <= 1, "{stray:?} before {after:?} costs {lost:?}");
            }
            start += line.len();
        }
    }
}

#[test]
fn what_comes_before_the_end_of_a_cut_off_file_is_there() {
    let (whole, _) = read(FILE);
    for at in (0..FILE.len()).filter(|at| FILE.is_char_boundary(*at)) {
        let (found, errors) = read(&FILE[..at]);
        let complete = item_of(FILE, at);
        assert_eq!(found[..complete], whole[..complete]);
        assert!(found.len() <= complete + 1 && errors.len() <= 2, "{at} {errors:?}");
    }
}

/// What a text has as attributes and as diagnostics, errors marked with `!`.
fn both(text: &str) -> (Vec<String>, Vec<String>) {
    let parsed = check_file(text, &mut Names::new());
    let say = |diagnostic: &ringfence_hcl::Diagnostic| {
        let mark = if diagnostic.severity == Severity::Error { "!" } else { "" };
        let (start, end) = (diagnostic.at.start as usize, diagnostic.at.end as usize);
        format!("{mark}{:?}: {}", &text[start..end], diagnostic.message)
    };
    (attributes(text), parsed.diagnostics.iter().map(say).collect())
}

/// Wrong texts, and what is said first: an error's mark, the text it stands at, and the message.
const WRONG: [(&str, &str); 31] = [
    ("a = ", r#"!"": expected a value, found the end of the text"#),
    ("a = \nb = 1\n", r#"!"\n": expected a value, found the end of the line"#),
    ("a = [1 2]\n", r#"!"2": expected `,` before `2`"#),
    ("a = [1, 2\n", r#"!"[": `[` is not closed; add `]`"#),
    ("a = f(1\nb = 2\n", r#"!"(": `(` is not closed; add `)`"#),
    ("a = {b = 1 c 2}\n", r#"!"c": expected `,` or `}`, found `c`"#),
    (
        "a = \"x\nb = 1\n",
        r#"!"\"x": the text is not closed on its line; add `"`, or use a heredoc for several lines"#,
    ),
    ("a = \"${x\"\n", r#"!"${": `${` is not closed; add `}`"#),
    ("a = \"${x y}\"\n", r#"!"y": expected `}` (if `${` is meant as text, write `$${`), found `y`"#),
    ("a = \"\\d\"\n", r#"!"\\d": `\d` is no escape; write `\\` for a plain backslash"#),
    ("a = <<E\nx\n", r#"!"<<E\n": the heredoc is not closed; add a line with `E` alone"#),
    ("a = <<E\nx\nE", r#"!"E": the marker that ends a heredoc needs a line end after it; add one"#),
    ("a = \"%{ if x }y\"\n", r#"!"%{ if x }": `%{ if x }` has no `%{ endif }`; add it"#),
    ("a = \"%{ endif }y\"\n", r#"!"%{ endif }": `%{ endif }` belongs to no `%{ if … }`; remove it"#),
    (
        "a = \"%{ fi }y\"\n",
        r#"!"fi": `fi` is no directive; write `if`, `else`, `endif`, `for` or `endfor`, or `%%{` for a plain `%{`"#,
    ),
    ("a = 1.2.3\n", r#"!"1.2.3": `1.2.3` is not a number; write it in quotes if it is text"#),
    ("a = 'x'\n", r#"!"'": expected a value, found `'`; text stands between straight double quotes"#),
    ("a = x.\n", r#"!"\n": expected a name, a number or `*` after the dot, found the end of the line"#),
    ("a = x ? y\n", r#"!"\n": expected `:` and the value for the other case, found the end of the line"#),
    ("a = x.*.y.*.z\n", r#"!"*": a `.*` cannot follow another one; write `[*]`"#),
    ("a = {for x in y : x}\n", r#"!"x": a `for` in braces needs `key => value`; write brackets for a list"#),
    (
        "a = [for x in y : x => x]\n",
        r#"!"x => x": a `for` in brackets gives no keys; write braces for an object"#,
    ),
    (
        "a = [for x in y : x...]\n",
        r#"!"...": only a `for` in braces can gather results with `...`; leave it out"#,
    ),
    ("a = {for = 1}\n", r#"!"for": the key `for` starts a `for` expression; write it in quotes"#),
    ("a : 1\n", r#"!":": an argument is set with `=`; replace `:` by it"#),
    ("a b = 1\n", r#"!"=": expected `{` after a block's labels; an argument's name is one word, found `=`"#),
    ("a \"${b}\" {\n}\n", r#"!"${": a name or label is no template; write plain text"#),
    ("a {\n", r#"!"{": `{` is not closed; add `}`"#),
    ("}\n", r#"!"}": `}` closes nothing; remove it, or open a bracket before"#),
    ("a = /* x\n", r#"!"/*": expected a value, found `/*`; close the comment with `*/`"#),
    ("a = <<E\nx\ry\nE\n", r#"!"\r": a carriage return stands alone; end lines with a line feed"#),
];

#[test]
fn what_is_wrong_is_said_where_it_is() {
    for (text, expected) in WRONG {
        let (_, found) = both(text);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{text:?} {found:?}");
    }
}

#[test]
fn a_closing_brace_too_much_costs_nothing() {
    let whole = attributes(FILE);
    let mut start = 0;
    for line in FILE.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches(' ').len();
        // In the middle of a value, a brace ends it.
        let is_item =
            line.trim_start().starts_with(|first: char| first.is_ascii_lowercase()) && indentation > 0;
        let text = format!("{}{}}}\n{}", &FILE[..start], " ".repeat(indentation), &FILE[start..]);
        let found = attributes(&text);
        let (_, errors) = both(&text);
        if is_item && !line.contains("set -x") && !line.contains("echo") && !line.contains("owner") {
            assert_eq!(found, whole, "before {line:?}");
            assert_eq!(errors.len(), 1, "{errors:?}");
        }
        start += line.len();
    }
}
