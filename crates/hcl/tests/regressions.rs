//! Small texts that broke something once, each with what it broke.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::{Names, parse_expression, parse_template};
use support::dump;
use support::walk::{check_file, check_parts};

#[test]
fn broken_texts_keep_their_ranges_and_end() {
    let mut names = Names::new();
    for (text, _broke) in [
        ("a {\n~}\n}\n", "a brace of a template in a block was met again and again"),
        ("a{0", "the body of an unclosed block reached beyond the block"),
        ("a = ${", "a missing value stood outside of its argument"),
        ("a = <<E\n", "so did a heredoc without an end"),
        ("{0ꬨ}", "skipped text was key and value at once"),
        ("else%{~}\nlocals {\n", "a line end belonged to what was skipped before it"),
        ("%{ if x }%{endif{{", "a directive without its brace was taken for whole"),
        ("[for x in y : (0 + (1", "a `for` without its bracket was taken for whole"),
        ("a.99999999999999999999.1", "a position beyond 64 bits had the next one's digits"),
        ("a = null && -\t\"\\\\${ true ? \ttrue\t", "space at the end belonged to an unclosed text"),
    ] {
        check_file(text, &mut names);
        check_parts(text, 0, &mut names);
    }
}

#[test]
fn texts_mean_what_terraform_takes_them_for() {
    // Each was found by comparing mutations of real files with HashiCorp's parser.
    let mut names = Names::new();
    let mut expr = |text: &str| {
        let parsed = parse_expression(text, 0, &mut names);
        parsed.diagnostics.is_empty().then(|| dump::expr(&parsed.value))
    };
    assert_eq!(expr("a[\n*]"), Some("(from a [*])".to_owned()));
    assert_eq!(expr("a.0e1e1"), None);
    assert_eq!(expr("1e9999999999"), None);
    let template = |text: &str| dump::template(&parse_template(text, 0, &mut Names::new()).value);
    assert_eq!(template("${x~} \r"), "(template ${x} \"\\r\")");
    assert_eq!(template("\r$${"), "(template \"\\r${\")");
    assert!(check_file("a = <<E\n\rE\n", &mut Names::new()).has_errors());
    assert!(check_file("a = <<E\nx\ry\nE\n", &mut Names::new()).has_errors());
}
