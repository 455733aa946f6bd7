//! Each construct: what it is, and where each of its nodes stands.
//!
//! Trees are shown by `dump`; places by cutting them out of the text.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::ast::*;
use ringfence_hcl::{Names, parse_body, parse_expression, parse_template};
use support::dump;
use support::walk::{Checker, check_file, check_parts, expr_ranges, for_each_range};

/// An expression, which must be right, as `dump` shows it.
fn expr(text: &str) -> String {
    let mut names = Names::new();
    let parsed = parse_expression(text, 0, &mut names);
    assert_eq!(parsed.diagnostics, [], "{text}");
    check_parts(text, 5, &mut names);
    dump::expr(&parsed.value)
}

fn file(text: &str) -> String {
    let parsed = check_file(text, &mut Names::new());
    assert_eq!(parsed.diagnostics, [], "{text:?}");
    dump::body(&parsed.value)
}

/// Whether Terraform refuses an expression.
fn is_refused(text: &str) -> bool {
    parse_expression(text, 0, &mut Names::new()).has_errors()
}

/// All nodes of an expression, outermost first, cut out of the text.
fn cuts(text: &str) -> Vec<&str> {
    let parsed = parse_expression(text, 0, &mut Names::new());
    let whole = support::walk::Parent { range: parsed.value.range, id: (0, 0) };
    let mut found = Vec::new();
    expr_ranges(&parsed.value, whole, &mut |_, range, _| {
        found.push(&text[range.start as usize..range.end as usize]);
    });
    found
}

#[test]
fn every_node_is_cut_out_by_its_range() {
    assert_eq!(cuts("  a.b[ c ] "), ["a.b[ c ]", "a", ".b", "[ c ]", "c"]);
    assert_eq!(cuts("x.0.*.y"), ["x.0.*.y", "x", ".0", ".*", ".y"]);
    assert_eq!(cuts("f( 1 , g(2)... )"), ["f( 1 , g(2)... )", "f", "1", "g(2)", "g", "2"]);
    assert_eq!(cuts("p::a::f (1)"), ["p::a::f (1)", "p::a::f", "1"]);
    assert_eq!(cuts("-a + !b*2"), ["-a + !b*2", "-a", "a", "!b*2", "!b", "b", "2"]);
    assert_eq!(cuts("a ? b : c"), ["a ? b : c", "a", "b", "c"]);
    assert_eq!(cuts("( a /* b */ )"), ["( a /* b */ )", "a"]);
    assert_eq!(cuts("[ 1, \"x\" ]"), ["[ 1, \"x\" ]", "1", "\"x\""]);
    assert_eq!(
        cuts("{ a = 1, \"b\" : 2, (c) = 3 }"),
        ["{ a = 1, \"b\" : 2, (c) = 3 }", "a", "1", "\"b\"", "2", "(c)", "c", "3"]
    );
    assert_eq!(
        cuts("{for k, v in m : k => v... if v}"),
        ["{for k, v in m : k => v... if v}", "m", "k", "v", "v"]
    );
    assert_eq!(cuts("\"a${ b }c\""), ["\"a${ b }c\"", "a", "b", "c"]);
    assert_eq!(
        cuts("\"%{ if a ~} b %{ else }c%{ endif }\""),
        ["\"%{ if a ~} b %{ else }c%{ endif }\"", "%{ if a ~} b %{ else }c%{ endif }", "a", " b ", "c"]
    );
    assert_eq!(cuts("<<E\nx ${y}\n  E \n"), ["<<E\nx ${y}\n  E", "x ", "y", "\n"]);
}

#[test]
fn bodies_have_exact_ranges() {
    let text = "\u{feff}a = 1 # c\nb \"x\" y {\n  c = \"d\"\n}\n";
    let body = check_file(text, &mut Names::new()).value;
    let mut found = Vec::new();
    for_each_range(&body, &mut |_, range, _| found.push(&text[range.start as usize..range.end as usize]));
    let expected = [
        text,
        "a = 1",
        "a",
        "1",
        "b \"x\" y {\n  c = \"d\"\n}",
        "b \"x\" y",
        "\"x\"",
        "y",
        "\n  c = \"d\"\n",
        "c = \"d\"",
        "c",
        "\"d\"",
    ];
    assert_eq!(found, expected);
}

#[test]
fn offsets_move_all_ranges() {
    let mut names = Names::new();
    let parsed = parse_expression("a + x y", 100, &mut names);
    assert_eq!(parsed.value.range, TextRange { start: 100, end: 105 });
    assert_eq!(parsed.diagnostics[0].at, TextRange { start: 106, end: 107 });
    let parsed = parse_template("a${b}", 50, &mut names);
    assert!(matches!(&parsed.value[0], Segment::Text(_, TextRange { start: 50, end: 51 })));
    let Segment::Value(value) = &parsed.value[1] else { panic!() };
    assert_eq!(value.range, TextRange { start: 53, end: 54 });
}

#[test]
fn names_of_one_parse_share_their_memory() {
    let mut names = Names::new();
    let body = parse_body("a = var.x\nb = var.x\n", &mut names).value;
    let name = |index: usize| match &body.attributes[index].value.kind {
        ExprKind::Traversal(traversal) => match &traversal.from.kind {
            ExprKind::Name(name) => name.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert!(std::sync::Arc::ptr_eq(&name(0), &name(1)));
}

#[test]
fn operators_bind_as_in_terraform() {
    assert_eq!(expr("1 + 2 * 3 - 4"), "(Subtract (Add 1 (Multiply 2 3)) 4)");
    assert_eq!(
        expr("a || b && c == d > e + f * g"),
        "(Or a (And b (Equal c (Greater d (Add e (Multiply f g))))))"
    );
    assert_eq!(
        expr("a * b + c < d != e && f || g"),
        "(Or (And (NotEqual (Less (Add (Multiply a b) c) d) e) f) g)"
    );
    assert_eq!(expr("a - b - c"), "(Subtract (Subtract a b) c)");
    assert_eq!(expr("a == b != c"), "(NotEqual (Equal a b) c)");
    assert_eq!(expr("-a.b * !c"), "(Multiply (Negate (from a .b)) (Not c))");
    assert_eq!(expr("- -a"), "(Negate (Negate a))");
    assert_eq!(expr("a ? b : c ? d : e"), "(if a b (if c d e))");
    assert_eq!(expr("a ? b ? c : d : e"), "(if a (if b c d) e)");
    assert_eq!(expr("a-b"), "a-b");
    assert_eq!(expr("a -b"), "(Subtract a b)");
}

#[test]
fn operators_of_one_level_are_one_chain() {
    let parsed = parse_expression("a + b - c + d * e", 0, &mut Names::new());
    let ExprKind::Binary(chain) = parsed.value.kind else { panic!() };
    let operators: Vec<_> = chain.rest.iter().map(|(operator, _)| *operator).collect();
    assert_eq!(operators, [BinaryOp::Add, BinaryOp::Subtract, BinaryOp::Add]);
}

#[test]
fn numbers_keep_their_digits() {
    let literal = |text: &str| match parse_expression(text, 0, &mut Names::new()).value.kind {
        ExprKind::Number(literal) => literal,
        other => panic!("{other:?}"),
    };
    assert_eq!(literal("0012"), Literal::Int(12));
    assert_eq!(literal("9223372036854775807"), Literal::Int(i64::MAX));
    assert_eq!(literal("9223372036854775808"), Literal::Decimal("9223372036854775808".into()));
    assert_eq!(literal("1.50e+7"), Literal::Decimal("1.50e+7".into()));
    assert_eq!(literal("1.e5"), Literal::Decimal("1.e5".into()));
    for refused in ["1.2.3", "1..2", ".5", "1e5e6", "1_000", "0x1f"] {
        assert!(is_refused(refused), "{refused}");
    }
}

#[test]
fn steps_are_flat() {
    assert_eq!(expr("a.b[0].c.*.d.1.e[*].f[\"g\"]"), "(from a .b [0] .c .* .d .1 .e [*] .f [\"g\"])");
    assert_eq!(expr("[1][0]"), "(from [1] [0])");
    assert_eq!(expr("\"a\".b"), "(from \"a\" .b)");
    assert_eq!(expr("(a).b"), "(from (a) .b)");
    assert_eq!(expr("a . b\n.c\n[0]"), "(from a .b .c [0])");
    assert_eq!(expr("a.0e1"), "(from a [0])");
    assert!(is_refused("a.*.b.*.c"));
    assert!(!is_refused("a.*.b[0].*.c"));
    assert!(is_refused("a.") && is_refused("a.\"b\"") && is_refused("a[]"));
}

#[test]
fn two_positions_in_a_row_are_two_steps() {
    let mut names = Names::new();
    for (text, expected) in [("a.0.1", "(from a .0 .1)"), ("a.0.e2.b", "(from a .0 .e2 .b)")] {
        let parsed = parse_expression(text, 0, &mut names);
        assert!(!parsed.has_errors() && parsed.diagnostics.len() == 1, "{text}");
        assert_eq!(dump::expr(&parsed.value), expected);
        check_parts(text, 0, &mut names);
    }
}

#[test]
fn calls_take_any_layout() {
    assert_eq!(expr("f()"), "(f())");
    assert_eq!(expr("f(\n a,\n b,\n)"), "(f(a, b))");
    assert_eq!(expr("f(a, b...)"), "(f(a, b ...))");
    assert_eq!(expr("provider::aws :: arn(x)"), "(provider::aws::arn(x))");
    assert_eq!(expr("[f\n(x)]"), "[(f(x))]");
    assert!(is_refused("f(a..., )") && is_refused("f(,)") && is_refused("a::b") && is_refused("f(a b)"));
}

#[test]
fn objects_mind_their_lines() {
    assert_eq!(
        file("a = {\n b = 1\n c : 2,\n \"d\" = 3, (e) = 4 }\n"),
        "{(a = (object `b`: 1 `c`: 2 \"d\": 3 (e): 4))}"
    );
    assert_eq!(
        expr("{ true = 1, null = 2, a.b = 3, a = 4, a = 5 }"),
        "(object `true`: 1 `null`: 2 (from a .b): 3 `a`: 4 `a`: 5)"
    );
    assert_eq!(expr("{}"), "(object )");
    for refused in ["{ a\n = 1 }", "{ a = 1\n, b = 2 }", "{ a = 1,, b = 2 }", "{ , }", "{ a }"] {
        assert!(is_refused(refused), "{refused}");
    }
}

#[test]
fn line_ends_count_only_where_they_mean_something() {
    assert_eq!(file("a = (1\n+\n2)\n"), "{(a = ((Add 1 2)))}");
    assert_eq!(file("a = [\n1,\n2\n]\n"), "{(a = [1, 2])}");
    assert_eq!(file("a = {\n for x\n in y :\n x\n => 1\n}\n"), "{(a = (for x in y : x => 1))}");
    assert_eq!(file("a = x[\n0\n]\n"), "{(a = (from x [0]))}");
    assert_eq!(file("a = \"${\nx\n}\"\n"), "{(a = (template ${x}))}");
    assert_eq!(file("a = 1 /* x\n */\nb = 2"), "{(a = 1) (b = 2)}");
    for refused in
        ["a = 1 +\n2\n", "a = x\n.b\n", "a\n= 1\n", "a = x ?\n1 : 2\n", "a = -\n1\n", "a = 1 /* x\n */ 2\n"]
    {
        assert!(parse_body(refused, &mut Names::new()).has_errors(), "{refused:?}");
    }
}

#[test]
fn for_expressions_have_all_their_parts() {
    assert_eq!(expr("[for x in y : x]"), "(for x in y : x)");
    assert_eq!(expr("[for i, x in y : x if i > 0]"), "(for i, x in y : x if (Greater i 0))");
    assert_eq!(expr("{for k, v in m : v => k...}"), "(for k, v in m : v => k ...)");
    assert_eq!(expr("[for for in in : for]"), "(for for in in : for)");
    assert_eq!(expr("{\"for\" = 1}"), "(object \"for\": 1)");
    for refused in ["{for x in y : x}", "[for x in y : x => x]", "[for x in y : x...]", "[for x]", "[for]"] {
        assert!(is_refused(refused), "{refused}");
    }
}

#[test]
fn quoted_texts_resolve_their_escapes() {
    assert_eq!(expr(r#""\n\r\t\"\\\u00e9\U0001F600""#), r#""\n\r\t\"\\é😀""#);
    assert_eq!(expr(r#""$${a} %%{b} $$$${c} $ % $$ %%""#), r#""${a} %{b} $$${c} $ % $$ %%""#);
    assert_eq!(expr(r#""""#), r#""""#);
    assert_eq!(expr(r#""x$\"y""#), r#""x$\"y""#);
    for refused in [r#""\d""#, r#""\u12""#, r#""\ud800""#, "\"a\nb\"", "\"a\rb\"", "\"a", r#""\"#] {
        assert!(is_refused(refused), "{refused:?}");
    }
}

#[test]
fn templates_keep_what_is_one_value_apart_from_text() {
    assert_eq!(expr("\"${x}\""), "(template ${x})");
    assert_eq!(expr("\"${x ~} \""), "(template ${x} \"\")");
    assert_eq!(expr("\"${\"${x}\"}\""), "(template ${(template ${x})})");
    assert_eq!(expr("\"a ${~ x ~} b\""), "(template \"a\" ${x} \"b\")");
    assert_eq!(expr("\"%${x}\""), "(template \"%\" ${x})");
    assert_eq!(expr("\"${{a = 1}.a}\""), "(template ${(from (object `a`: 1) .a)})");
    assert_eq!(
        expr("\"%{ if a }b%{ else }c%{ endif }%{ for k, v in m }${v}%{ endfor }\""),
        "(template %{if a (template \"b\") (template \"c\")} %{for k, v in m (template ${v})})"
    );
    assert_eq!(expr("\"%{ if a }%{ endif }\""), "(template %{if a (template ) (template )})");
    for refused in [
        "\"%{ if a }\"",
        "\"%{ else }\"",
        "\"%{ for a in b }%{ endif }\"",
        "\"${}\"",
        "\"${a b}\"",
        "\"%{}\"",
    ] {
        assert!(is_refused(refused), "{refused}");
    }
}

#[test]
fn heredocs_end_at_their_marker() {
    assert_eq!(file("a = <<E\nx\n  E  \nb = 1\n"), "{(a = \"x\\n\") (b = 1)}");
    assert_eq!(file("a = <<E\nE\n"), "{(a = \"\")}");
    assert_eq!(file("a = <<E-1\nE\nE-1x\nE-1\n"), "{(a = \"E\\nE-1x\\n\")}");
    assert_eq!(file("a = <<E\r\nx\r\nE\r\n"), "{(a = \"x\\r\\n\")}");
    assert_eq!(file("a = [<<E\nx\nE\n, f(<<F\ny\nF\n)]\n"), "{(a = [\"x\\n\", (f(\"y\\n\"))])}");
    assert_eq!(file("a = <<E\n${x}\nE\n"), "{(a = (template ${x} \"\\n\"))}");
    assert_eq!(
        file("a = <<E\n\\n $${x} ${\"E\"}\nE\n"),
        "{(a = (template \"\\\\n ${x} \" ${\"E\"} \"\\n\"))}"
    );
    assert_eq!(file("a = <<E\n${\nE\n}\nE\n"), "{(a = (template ${E} \"\\n\"))}");
}

#[test]
fn indented_heredocs_lose_what_all_lines_have() {
    assert_eq!(file("a = <<-E\n    x\n      y\n\n  \n    z\n  E\n"), "{(a = \"x\\n  y\\n\\n  \\nz\\n\")}");
    assert_eq!(file("a = <<-E\n    x\n  ${y}\n    E\n"), "{(a = (template \"  x\\n\" ${y} \"\\n\"))}");
    assert_eq!(file("a = <<-E\n    x\n${y}\nE\n"), "{(a = (template \"    x\\n\" ${y} \"\\n\"))}");
    assert_eq!(file("a = <<-E\n\tx\n\t\ty\nE\n"), "{(a = \"x\\n\\ty\\n\")}");
    // The line end that `~}` removes is gone for `<<-` too: what follows is no line of its own.
    assert_eq!(
        file("a = <<-E\n  %{ if b ~}\n  x\n  %{ endif ~}\n  y\n  E\n"),
        "{(a = (template %{if b (template \"  x\\n\") (template )} \"  y\\n\"))}"
    );
}

#[test]
fn whole_templates_have_no_quotes() {
    let template = |text: &str| {
        let parsed = parse_template(text, 0, &mut Names::new());
        Checker { text, offset: 0, clean: !parsed.has_errors() }.segments(&parsed.value);
        (dump::template(&parsed.value), parsed.has_errors())
    };
    assert_eq!(template(""), ("(template )".to_owned(), false));
    assert_eq!(
        template("\"a\\n\" ${b}\n"),
        ("(template \"\\\"a\\\\n\\\" \" ${b} \"\\n\")".to_owned(), false)
    );
    assert_eq!(template("$${a} %%{b} $"), ("(template \"${a} %{b} $\")".to_owned(), false));
    assert_eq!(template("${a}"), ("(template ${a})".to_owned(), false));
    assert_eq!(
        template("%{ if a ~}\nx\n%{~ endif }"),
        ("(template %{if a (template \"x\") (template )})".to_owned(), false)
    );
    // After a carriage return that stands alone, Terraform takes everything for text.
    assert_eq!(template("a\r${b}"), ("(template \"a\" \"\\r${b}\")".replace("\" \"", ""), false));
    assert!(template("${").1 && template("%{ if a }").1 && template("%{ endfor }").1);
}

#[test]
fn blocks_come_in_all_layouts() {
    assert_eq!(file("a {}\nb {\n}\nc { d = 1 }\n"), "{(a {}) (b {}) (c {(d = 1)})}");
    assert_eq!(file("a b \"c\" {\n  d {\n  }\n}\n"), "{(a \"b\" \"c\" {(d {})})}");
    assert_eq!(file("a \"\\\"b\\u00e9\" {\n}"), "{(a \"\\\"bé\" {})}");
    assert_eq!(file("a { # c\n /* d */ }\n"), "{(a {})}");
    assert_eq!(file("\u{feff}größe = 1\r\n日本 = 2\r\n"), "{(größe = 1) (日本 = 2)}");
    assert_eq!(file("# only\n// comments\n/* here */"), "{}");
    assert_eq!(file(""), "{}");
}
