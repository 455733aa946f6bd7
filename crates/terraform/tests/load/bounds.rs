//! Hostile input: one notice each, and the rest is analysed. Tests run on small stacks, which is part of them.

use std::fmt::Write as _;

use ringfence_model::NoticeId;

use crate::fixture::{Loaded, evaluate};

const REST: &str = "\nresource \"ok\" \"ok\" {\n  a = 1\n}\n";

fn hostile(name: &str, text: &str) -> Loaded {
    let loaded = evaluate(name, &format!("{text}{REST}"));
    assert!(loaded.addresses().contains(&"ok.ok"), "{name}");
    assert!(!loaded.stack.notices.is_empty(), "{name}");
    loaded
}

/// A hundred locals, each made from the next.
fn doubling(each: &str, last: &str) -> String {
    let mut text = "locals {\n".to_owned();
    for level in 0..100 {
        let next = format!("local.a{}", level + 1);
        writeln!(text, "  a{level} = {}", each.replace("NEXT", &next)).unwrap();
    }
    text + &format!("  a100 = {last}\n}}\nresource \"x\" \"y\" {{\n  v = local.a0\n}}\n")
}

#[test]
fn deep_nesting() {
    let nested = |open: &str, inner: &str, close: &str| {
        format!("locals {{\n  a = {}{inner}{}\n}}\n", open.repeat(20_000), close.repeat(20_000))
    };
    for (name, open, inner, close) in [
        ("parentheses", "(", "1", ")"),
        ("brackets", "[", "", "]"),
        ("nots", "!", "true", ""),
        ("choices", "true ? 1 : ", "1", ""),
        ("interpolations", "\"${", "1", "}\""),
        ("calls", "f(", "1", ")"),
    ] {
        let loaded = hostile(name, &nested(open, inner, close));
        assert_eq!(loaded.stack.notices.len(), 1, "{name}");
    }
    hostile(
        "blocks",
        &format!("resource \"a\" \"b\" {{\n{}{}}}\n", "x {\n".repeat(20_000), "}\n".repeat(20_000)),
    );
}

#[test]
fn long_chains_of_references() {
    let mut text = "locals {\n".to_owned();
    for level in 0..5000 {
        writeln!(text, "  a{level} = [local.a{}]", level + 1).unwrap();
    }
    text += "  a5000 = 1\n}\nresource \"x\" \"y\" {\n  v = local.a0\n}\n";
    let loaded = hostile("long_chain", &text);
    assert_eq!(loaded.notices(NoticeId::Limit).len(), 1);
}

#[test]
fn doubling_texts_and_lists() {
    hostile("double_text", &doubling("\"${NEXT}${NEXT}\"", "\"0123456789abcdef\""));
    let pieces = evaluate("double_unknown", &doubling("\"${NEXT}-${NEXT}\"", "uuid()"));
    assert!(pieces.value("x.y", "v").weight() < 10_000);
    hostile("double_list", &doubling("[for x in [NEXT, NEXT] : x]", "1"));
    hostile("double_concat", &doubling("concat(NEXT, NEXT)", "[1, 2, 3, 4]"));
}

#[test]
fn loops_inside_loops() {
    let text = "locals {\n  l = range(1000)\n  a = [for a in local.l : [for b in local.l : [for c in local.l : a]]]\n}\nresource \"x\" \"y\" {\n  v = local.a\n}\n";
    assert_eq!(hostile("loops", text).notices(NoticeId::Limit).len(), 1);
}

#[test]
fn long_sums_and_wide_objects_are_no_nesting() {
    let sum = format!("output \"sum\" {{\n  value = {}1\n}}\n", "1 + ".repeat(20_000));
    assert_eq!(evaluate("long_sum", &sum).output("sum"), "20001");
    let mut text = "locals {\n  a = {\n".to_owned();
    for entry in 0..20_000 {
        writeln!(text, "    k{entry} = 1").unwrap();
    }
    let loaded = evaluate("wide", &(text + "  }\n}\noutput \"n\" {\n  value = length(local.a)\n}\n"));
    assert_eq!(loaded.output("n"), "20000");
    assert!(loaded.stack.notices.is_empty());
}

#[test]
fn a_module_that_calls_itself() {
    let loaded = hostile("itself", "module \"m\" {\n  source = \"./\"\n}\n");
    assert!(loaded.notices(NoticeId::MissingModule)[0].contains("calls itself"));
}

#[test]
fn a_template_that_renders_itself() {
    let fixture = crate::fixture::Fixture::new("self_template")
        .file("t.tftpl", "${templatefile(\"t.tftpl\", {})}")
        .file(
            "main.tf",
            format!("resource \"x\" \"y\" {{\n  v = templatefile(\"t.tftpl\", {{}})\n}}\n{REST}"),
        );
    let loaded = fixture.load();
    assert!(loaded.addresses().contains(&"ok.ok"));
    assert!(loaded.value("x.y", "v").is_opaque());
}

#[test]
fn bytes_that_are_no_text() {
    let fixture =
        crate::fixture::Fixture::new("bytes").file("bad.tf", b"\x00\xff\xfe{{{\"\n<<\n").file("ok.tf", REST);
    assert_eq!(fixture.load().addresses(), ["ok.ok"]);
}
