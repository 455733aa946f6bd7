//! Hostile input: one notice each, and the rest is analysed. Tests run on small stacks, which is part of them.

use std::fmt::Write as _;

use ringfence_model::NoticeId;
use ringfence_terraform::Limits;

use crate::fixture::{Fixture, Loaded, evaluate};

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

/// A local and a resource that shows it, within low bounds; the notices of bounds that were met.
fn within(name: &str, limits: Limits, locals: &str) -> Vec<String> {
    let text = format!("locals {{\n{locals}\n}}\nresource \"x\" \"y\" {{\n  v = local.a\n}}\n{REST}");
    let loaded = Fixture::new(name).file("main.tf", text).load_within(limits);
    assert!(loaded.addresses().contains(&"ok.ok"), "{name}");
    assert_eq!(loaded.value("ok.ok", "a").as_i64(), Some(1), "{name}");
    loaded.notices(NoticeId::Limit).into_iter().map(str::to_owned).collect()
}

const LITTLE_MEMORY: Limits = Limits { working: 1 << 18, memory: 1 << 20, ..LIMITS };

const LIMITS: Limits = Limits::DEFAULT;

#[test]
fn splats_of_splats() {
    let text = format!(
        "locals {{\n  b = [1]\n  a = local.b{}\n}}\nresource \"x\" \"y\" {{\n  v = local.a\n}}\n",
        "[*]".repeat(20_000)
    );
    assert_eq!(hostile("splats", &text).notices(NoticeId::Limit).len(), 1);
}

#[test]
fn what_one_expression_makes_is_bounded_in_bytes() {
    let limit = "values of more than 262144 bytes in one expression";
    for (name, expression) in [
        ("lists", "[for x in range(100) : range(100)]"),
        ("texts", "[for x in range(100) : \"${x}${local.t}\"]"),
        ("decoded", "[for x in range(100) : jsondecode(\"[${join(\",\", range(100))}]\")]"),
        ("unknown", "[for x in range(1000) : uuid()]"),
        ("objects", "{ for x in range(100) : x => { for y in range(100) : y => [y] } }"),
        ("literal", "[[for x in range(1000) : x], [for x in range(1000) : x], [for x in range(1000) : x]]"),
        ("splat", "[for x in range(1000) : { a = x }][*].a"),
        ("converted", "[for x in range(1000) : tolist([x, \"${x}\"])]"),
    ] {
        let locals = format!("  t = join(\"\", [for x in range(1000) : \"0123456789\"])\n  a = {expression}");
        let met = within(&format!("memory_{name}"), LITTLE_MEMORY, &locals);
        assert!(met.iter().any(|notice| notice.starts_with(limit)), "{name}: {met:?}");
        let met = within(&format!("memory_of_{name}"), LIMITS, &locals);
        assert!(met.is_empty(), "{name}: {met:?}");
    }
}

#[test]
fn what_all_named_things_make_is_bounded_in_bytes() {
    let mut locals = "  a = length([local.a0, local.a99])\n".to_owned();
    for at in 0..100 {
        writeln!(locals, "  a{at} = [for x in range(200) : [x]]\n  b{at} = length(local.a{at})").unwrap();
    }
    let references: Vec<String> = (0..100).map(|at| format!("local.b{at}")).collect();
    writeln!(locals, "  c = [{}]", references.join(", ")).unwrap();
    let locals = locals.replace("local.a99])", "local.a99, local.c])");
    let met = within("memory_of_all", LITTLE_MEMORY, &locals);
    assert_eq!(met, ["values of more than 1048576 bytes in all: not analysed further"]);
    assert!(within("memory_is_enough", LIMITS, &locals).is_empty());
}

#[test]
fn what_is_let_go_takes_no_memory() {
    for (name, expression) in [
        ("argument", "[for x in range(500) : length(jsondecode(\"[${join(\",\", range(50))}]\"))]"),
        ("step", "[for x in range(500) : jsondecode(\"[${join(\",\", range(50))}]\")[0]]"),
        ("collection", "[for x in range(500) : length([for y in [for z in range(50) : z] : y])]"),
        ("text", "[for x in range(500) : length(\"${x}${local.t}\")]"),
    ] {
        let locals = format!("  t = join(\"\", [for x in range(500) : \"0123456789\"])\n  a = {expression}");
        let met = within(&format!("let_go_{name}"), LITTLE_MEMORY, &locals);
        assert!(met.is_empty(), "{name}: {met:?}");
    }
}

#[test]
fn long_texts_and_files_are_work() {
    let limits = |name| Limits {
        steps: 200_000,
        working: if name == "too large" { 1 << 18 } else { LIMITS.working },
        ..LIMITS
    };
    for (name, expression) in [
        ("function", "[for x in range(1000) : length(upper(local.t))]"),
        ("template", "[for x in range(1000) : length(\"${x}${local.t}\")]"),
        ("regex", "[for x in range(1000) : regexall(\"9x\", local.t)]"),
        (
            "patterns",
            "[for x in range(1000) : [for y in range(10) : regexall(\"(a{100}){${x + 1}}${y}\", \"b\")]]",
        ),
        ("file", "[for x in range(1000) : [for y in range(100) : filemd5(\"main.tf\")]]"),
        ("listing", "[for x in range(1000) : [for y in range(100) : fileset(\".\", \"*\")]]"),
        (
            "too large",
            "[for x in range(1000) : [for y in range(1000) : jsondecode(\"[${join(\",\", range(1000))}]\")]]",
        ),
        ("decoding", "[for x in range(1000) : length(jsondecode(\"[${join(\",\", range(1000))}]\"))]"),
    ] {
        let locals = format!("  t = join(\"\", [for x in range(1000) : \"0123456789\"])\n  a = {expression}");
        let met = within(&format!("work_{name}"), limits(name), &locals);
        assert!(
            met.iter().any(|notice| notice.starts_with("more than 200000 expressions")),
            "{name}: {met:?}"
        );
    }
}

#[test]
fn searches_that_look_through_the_rest_for_every_match() {
    let met = within(
        "searches",
        LIMITS,
        "  t = join(\"\", [for x in range(1000) : join(\"\", [for y in range(100) : \"0\"])])\n  a = length(regexall(\"0.*9x|0\", local.t))",
    );
    assert_eq!(met.len(), 1, "{met:?}");
    assert!(met[0].contains("searches through more than"), "{met:?}");
}

#[test]
fn values_that_instances_share_count_in_each() {
    let text = "locals {\n  l = [for x in range(100) : x]\n}\nresource \"a\" \"a\" {\n  count = 100\n  v = local.l\n}\nresource \"ok\" \"ok\" {\n  a = 1\n}\n";
    let limits = Limits { all_weight: 1_100, ..LIMITS };
    let loaded = Fixture::new("shared").file("main.tf", text).load_within(limits);
    assert_eq!(loaded.stack.records.len(), 101);
    let known = loaded
        .stack
        .records
        .iter()
        .filter(|record| record.body.values().all(ringfence_terraform::Value::is_known));
    assert_eq!(known.count(), 11, "ten lists, and what is small");
    let met = loaded.notices(NoticeId::Limit);
    assert_eq!(met.len(), 1);
    assert!(met[0].starts_with("resources and outputs made of more than 1100 values"), "{met:?}");
}

#[test]
fn instances_beyond_the_bound_are_not_made() {
    let fixture = Fixture::new("instances")
        .file("main.tf", format!("module \"m\" {{\n  source = \"./a\"\n  count = 5000\n}}\n{REST}"))
        .file("a/main.tf", "resource \"z\" \"z\" {\n  count = 10000\n}\n");
    let limits = Limits { all_instances: 10_000, ..LIMITS };
    let loaded = fixture.load_within(limits);
    assert!(loaded.addresses().contains(&"ok.ok"));
    assert!(loaded.stack.records.len() < 16_000);
    assert!(loaded.notices(NoticeId::Limit)[0].starts_with("more than 10000 instances in all"));
}
