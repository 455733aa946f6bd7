//! Hostile texts: nesting up to the limit and beyond, and texts that would make a careless parser slow.
//!
//! Slow here means hours: what is quadratic does not come back from texts of this size.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::ast::*;
use ringfence_hcl::{
    Diagnostic, MAX_DEPTH, MAX_DIAGNOSTICS, MAX_TEXT, Names, Parsed, Severity, parse_body, parse_expression,
    parse_template,
};
use support::walk::{check_file, check_parts};

/// Size of the texts that are parsed for their shape.
///
/// Units: bytes.
const LONG: usize = 1 << 16;

/// What can stand in itself: before, between and after.
const NESTS: [(&str, &str, &str); 20] = [
    ("[", "1", "]"),
    ("(", "1", ")"),
    ("{a = ", "1", "}"),
    ("f(", "1", ")"),
    ("a[", "1", "]"),
    ("-", "1", ""),
    ("!", "x", ""),
    ("\"${", "1", "}\""),
    ("\"%{ if ", "x", " }a%{ endif }\""),
    ("[for x in y : ", "1", "]"),
    ("{for x in y : x => ", "1", "}"),
    ("[for x in ", "y", " : x]"),
    ("a ? b : ", "c", ""),
    ("a ? ", "b", " : c"),
    ("a || b && c == d < e + f * (", "g", ")"),
    ("{(", "a", ") = 1}"),
    ("x.y[0].z[f(", "1", ")]"),
    ("<<E\n${", "1", "}\nE\n"),
    ("provider::a::b(x, ", "y", "...)"),
    ("[{a = f(", "1", ")}]"),
];

fn nest((before, middle, after): (&str, &str, &str), depth: usize) -> String {
    format!("{}{middle}{}", before.repeat(depth), after.repeat(depth))
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<&str> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| diagnostic.message.as_str()).collect()
}

/// Runs on a thread with the stack that Rust gives by default, whatever the environment says.
fn on_small_stack(run: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn_scoped(scope, run).unwrap();
        thread.join().unwrap();
    });
}

#[test]
fn the_deepest_nesting_fits_a_small_stack() {
    on_small_stack(|| {
        let mut names = Names::new();
        for shape in NESTS {
            // What one of a shape counts for: brackets, templates and signs.
            let depth = MAX_DEPTH / shape.0.matches(['[', '(', '{', '?', '-', '!', '"', '<']).count().max(1);
            let text = nest(shape, depth);
            let parsed = parse_expression(&text, 0, &mut names);
            assert_eq!(errors(&parsed.diagnostics), [""; 0], "{shape:?} {depth}");
            for beyond in [MAX_DEPTH, MAX_DEPTH + 1, 2 * MAX_DEPTH, 100_000] {
                let text = nest(shape, beyond);
                drop(parse_expression(&text, 0, &mut names));
                drop(parse_body(&format!("a = {text}\nb = 1\n"), &mut names));
            }
        }
    });
}

#[test]
fn too_deep_nesting_names_the_limit_and_costs_only_itself() {
    let mut names = Names::new();
    for shape in NESTS {
        let text = format!("a = 1\nb = [{}, 2]\nc = 3\n", nest(shape, 1000));
        let text = if shape.0.starts_with("<<") { text.replace("\n, 2]", "\n]") } else { text };
        let parsed = parse_body(&text, &mut names);
        let found = errors(&parsed.diagnostics);
        assert!(found[0].contains(&MAX_DEPTH.to_string()), "{shape:?} {found:?}");
        let kept: Vec<_> = parsed.value.attributes.iter().map(|attribute| &*attribute.name).collect();
        assert_eq!(kept, ["a", "b", "c"], "{shape:?}");
    }
}

#[test]
fn blocks_and_directives_nest_up_to_the_limit() {
    on_small_stack(|| {
        let mut names = Names::new();
        let good = nest(("a {\n", "x = 1\n", "}\n"), MAX_DEPTH);
        assert_eq!(parse_body(&good, &mut names).diagnostics, []);
        let bad = nest(("a {\n", "x = 1\n", "}\n"), MAX_DEPTH + 1) + "b {\n}\n";
        let parsed = parse_body(&bad, &mut names);
        assert!(errors(&parsed.diagnostics)[0].contains("256"), "{:?}", parsed.diagnostics);
        assert_eq!(&*parsed.value.blocks.last().unwrap().kind, "b");
        let good = nest(("%{ if a }", "x", "%{ endif }"), MAX_DEPTH);
        assert_eq!(parse_template(&good, 0, &mut names).diagnostics, []);
        let bad = nest(("%{ for a in b }", "x", "%{ endfor }"), MAX_DEPTH + 1);
        assert!(errors(&parse_template(&bad, 0, &mut names).diagnostics)[0].contains("256"));
    });
}

#[test]
fn chains_are_as_long_as_they_like() {
    on_small_stack(|| {
        let mut names = Names::new();
        for (piece, last) in [("1 + ", "1"), ("1 - 2 * ", "3"), ("a && b || ", "c"), ("a == ", "b")] {
            let parsed = parse_expression(&(piece.repeat(50_000) + last), 0, &mut names);
            assert_eq!(parsed.diagnostics, []);
            assert!(matches!(parsed.value.kind, ExprKind::Binary(_)));
        }
        let steps = parse_expression(&format!("a{}", ".b[0]".repeat(50_000)), 0, &mut names);
        let ExprKind::Traversal(traversal) = steps.value.kind else { panic!() };
        assert_eq!(traversal.steps.len(), 100_000);
    });
}

#[test]
fn no_text_is_slow() {
    let pieces = [
        "a = <<A\n",
        "a = <<-A\n${",
        "resource \"a\" \"b\" {\n  x = <<A\n",
        "a = \"",
        "a = \"${",
        "a = \"${\"",
        "\"${",
        "/*",
        "/* \n",
        "a = /*\n",
        "$${",
        "${",
        "%{",
        "%{ if x }",
        "%{ for a in b }",
        "%{ if x }%{ else }",
        "$",
        "a = \"$${",
        "a = [\n",
        "a = {\n",
        "a {\n",
        "a {",
        "a \"b\" {\n",
        "resource \"a\" \"b\" {\n",
        "resource \"a\" \"b\" {\n  x = [\n",
        "resource \"a\" \"b\" {\n  y {\n",
        "  x = [1,\n",
        "a = (",
        "a = f(",
        ")\n",
        "]",
        "}",
        "}\n",
        "~}",
        "a = )\n",
        "x y z\n",
        "x",
        "x ",
        "x.",
        "x.y\n",
        "\"x\" ",
        "\"x\"\n",
        "a = 1 ",
        "a = 1, ",
        "a = 1\n",
        "a { b = 1 } ",
        "1 + ",
        "1.",
        "1e",
        "<<",
        "<<A",
        "<<A ",
        "a = <<A\nA",
        "\\",
        "\"\\",
        "\\u",
        "\r",
        "\r\n",
        " ",
        "\n",
        "\t\n",
        "a\n\n",
        "a = \n",
        "# c\n",
        "é",
        "😀",
        "a = \"é\\n\"\n",
        "a = {for ",
        "a = [for x in ",
        "= ",
        ", ",
        "? ",
        "a ? ",
        ": ",
        "::",
        "a::",
        "...",
        "[*]",
        ".*",
        ".0",
        "a = \"${f(\"\n",
        "a = \"${\n\"",
        "variable \"x\" {\n  y = \"${\n",
    ];
    let mut names = Names::new();
    for piece in pieces {
        for before in
            ["", "a = ", "a = \"", "a = <<X\n", "a {\n", "resource \"a\" \"b\" {\n  x = [", "a = \"${"]
        {
            let text = format!("{before}{}", piece.repeat(LONG / piece.len()));
            let parsed = parse_body(&text, &mut names);
            assert!(parsed.diagnostics.len() <= MAX_DIAGNOSTICS + 1);
            drop(parse_template(&text, 0, &mut names));
            drop(parse_expression(&text, 0, &mut names));
        }
    }
}

#[test]
fn a_text_beyond_the_limit_is_refused() {
    let mut names = Names::new();
    let text = "a = 1\n".repeat(MAX_TEXT / 6 + 1);
    let parsed: Parsed<Body> = parse_body(&text, &mut names);
    assert!(parsed.value.attributes.is_empty());
    assert!(errors(&parsed.diagnostics)[0].contains("split it"), "{:?}", parsed.diagnostics);
    let parsed = parse_expression("a + b", u32::MAX - 4, &mut names);
    assert!(matches!(parsed.value.kind, ExprKind::Wrong) && parsed.has_errors());
    assert!(!parse_expression("a + b", u32::MAX - 5, &mut names).has_errors());
}

#[test]
fn diagnostics_are_bounded_and_keep_their_severity() {
    let mut names = Names::new();
    let text = "a = 1,\n".repeat(10_000) + "b = ;\n";
    let parsed = check_file(&text, &mut names);
    assert_eq!(parsed.diagnostics.len(), MAX_DIAGNOSTICS + 1);
    assert!(parsed.has_errors());
    assert_eq!(parsed.value.attributes.len(), 10_001);
    check_parts(&";\n".repeat(10_000), 0, &mut names);
}
