//! Configuration for Terraform before 0.12: read as it was meant, with a warning for what is refused today.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::{Names, Severity};
use support::dump;
use support::walk::check_file;

/// The tree, and the texts that are warned of.
fn read(text: &str) -> (String, Vec<&str>) {
    let parsed = check_file(text, &mut Names::new());
    let warned = parsed.diagnostics.iter().map(|diagnostic| {
        assert_eq!(diagnostic.severity, Severity::Warning, "{diagnostic:?} in {text:?}");
        &text[diagnostic.at.start as usize..diagnostic.at.end as usize]
    });
    (dump::body(&parsed.value), warned.collect())
}

#[test]
fn what_was_taken_once_is_read() {
    let cases: [(&str, &str, &[&str]); 23] = [
        ("tags {\n  \"Name\" = \"x\"\n}\n", "{(tags {(Name = \"x\")})}", &["\""]),
        ("tags { Name = \"x\", Env = \"y\" }\n", "{(tags {(Name = \"x\") (Env = \"y\")})}", &[",", "Env"]),
        ("tags { Name = \"x\" Env = \"y\" }\n", "{(tags {(Name = \"x\") (Env = \"y\")})}", &["Env"]),
        ("tags {\n  Name = \"x\" }\n", "{(tags {(Name = \"x\")})}", &["}"]),
        ("tags { Name = \"x\"\n}\n", "{(tags {(Name = \"x\")})}", &["Name"]),
        ("a { b { c = 1 } }\n", "{(a {(b {(c = 1)})})}", &["}"]),
        ("a {} b {}\n", "{(a {}) (b {})}", &["b"]),
        ("a = 1 b = 2\n", "{(a = 1) (b = 2)}", &["b"]),
        ("a = 1,\nb = 2\n", "{(a = 1) (b = 2)}", &[","]),
        ("\"a\" = 1\n", "{(a = 1)}", &["\""]),
        ("\"resource\" \"x\" \"y\" {}\n", "{(resource \"x\" \"y\" {})}", &["\""]),
        ("resource x \"y\"\n{\n}\n", "{(resource \"x\" \"y\" {})}", &["{"]),
        ("a.b.c = 1\n", "{(a.b.c = 1)}", &["a.b.c"]),
        ("a = 1\na = 2\n", "{(a = 1) (a = 2)}", &["a"]),
        ("a =\n  \"x\"\n", "{(a = \"x\")}", &["\n"]),
        ("a = {\n  b { c = 1 }\n}\n", "{(a = (object `b`: (object `c`: 1)))}", &["{"]),
        ("a = { b = 1 c = 2 }\n", "{(a = (object `b`: 1 `c`: 2))}", &["c"]),
        ("a = \"${x.0.y}\"\n", "{(a = (template ${(from x .0 .y)}))}", &[]),
        ("a = \"${x.*.y[0]}\"\n", "{(a = (template ${(from x .* .y [0])}))}", &[]),
        ("a = \"${x.0.1}\"\n", "{(a = (template ${(from x .0 .1)}))}", &["0.1"]),
        ("a = <<E  \nx\nE\n", "{(a = \"x\\n\")}", &["<<E"]),
        ("a = <<E\nx\nyE\nb = 1\n", "{(a = \"x\\ny\") (b = 1)}", &["E"]),
        ("a = \"${f(\"x\n  y\")}\"\n", "{(a = (template ${(f(\"x\\n  y\"))}))}", &["\n"]),
    ];
    for (text, tree, warned) in cases {
        assert_eq!(read(text), (tree.to_owned(), warned.to_vec()), "{text:?}");
    }
}

#[test]
fn a_quoted_name_is_no_template() {
    // Terraform 0.11 took the text as it is; nobody knows which name is meant.
    let text = "tags {\n  \"k/${x}\" = 1\n  b = 2\n}\n";
    let parsed = check_file(text, &mut Names::new());
    assert!(parsed.has_errors());
    assert_eq!(dump::body(&parsed.value), "{(tags {(k/${x} = 1) (b = 2)})}");
}

#[test]
fn a_value_is_not_taken_from_the_next_argument() {
    for text in ["a =\nb = 1\n", "a =\nb {\n}\n", "a = \n", "x {\n  a =\n}\n"] {
        assert!(check_file(text, &mut Names::new()).has_errors(), "{text:?}");
    }
}
