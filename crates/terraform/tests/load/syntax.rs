//! Text that is wrong, or right in an unusual way.

use ringfence_model::NoticeId;

use crate::fixture::{Fixture, evaluate};

#[test]
fn a_wrong_expression_costs_only_itself() {
    let fixture = Fixture::new("wrong_block").file("ok.tf", "resource \"t\" \"other\" {}\n").file(
        "main.tf",
        "resource \"t\" \"a\" { x = 1 }\n\nresource \"t\" \"b\" {\n  x = = 2\n}\n\nresource \"t\" \"c\" {\n  x = [1\n\nresource \"t\" \"d\" { x = 4 }\n",
    );
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["t.a", "t.b", "t.c", "t.d", "t.other"]);
    assert_eq!(loaded.shown("t.b", "x"), "?error", "what is wrong is not as if it were not written");
    assert_eq!(loaded.shown("t.c", "x"), "?error");
    assert_eq!(loaded.shown("t.d", "x"), "4");
    let notices = loaded.notices(NoticeId::Syntax);
    assert_eq!(notices.len(), 2);
    assert!(notices.iter().any(|message| message.contains("expected a value")));
    let places: Vec<u32> = loaded
        .stack
        .notices
        .iter()
        .map(|notice| {
            loaded.sources.place(notice.source.as_ref().unwrap().span().unwrap()).unwrap().start.line
        })
        .collect();
    assert_eq!(places[0], 4);
}

#[test]
fn marks_line_ends_and_old_forms() {
    let text = "\u{feff}resource \"t\" \"t\" {\r\n  a = { for k in [\"x\"] : k => true ?\r\n    1 :\r\n    2 }\r\n  b = [1,\r\n  2]\r\n}\r\n";
    let loaded = evaluate("forms", text);
    assert!(loaded.stack.notices.is_empty(), "{:?}", loaded.stack.notices);
    assert_eq!(loaded.shown("t.t", "a"), "{x: 1}");
    assert_eq!(loaded.shown("t.t", "b"), "[1, 2]");
}

#[test]
fn names_declared_twice_are_one_notice() {
    let loaded = evaluate(
        "twice",
        "locals { a = 1 }\nlocals { a = 2 }\nresource \"t\" \"t\" {}\nresource \"t\" \"t\" {}\noutput \"a\" { value = local.a }\n",
    );
    assert_eq!(loaded.output("a"), "1");
    let notices = loaded.notices(NoticeId::Syntax);
    assert_eq!(notices.len(), 1);
    assert!(notices[0].starts_with("`local.a` (and 1 more"));
}

#[test]
fn what_a_wrong_block_declared_is_not_called_undeclared() {
    let loaded = evaluate("hidden", "locals { a = = }\nresource \"t\" \"t\" { x = local.a }\n");
    assert_eq!(loaded.shown("t.t", "x"), "?error");
    assert!(loaded.notices(NoticeId::UnknownValue).is_empty());
}
