//! A small plan and a small state, cut off and with parts of the wrong kind.

use crate::fixture::stack as read;

const PLAN: &str = r#"{"format_version":"1.2","terraform_version":"1.11.4",
"variables":{"v":{"value":"x"}},
"planned_values":{"outputs":{"o":{"sensitive":false,"type":["list","string"],"value":["a"]}},
 "root_module":{"resources":[{"address":"t.a","mode":"managed","type":"t","name":"a","values":{"x":1},"sensitive_values":{}}],
 "child_modules":[{"address":"module.m","resources":[{"address":"module.m.t.b[0]","mode":"managed","type":"t","name":"b","index":0,"values":{}}]}]}},
"resource_changes":[{"address":"t.a","mode":"managed","type":"t","name":"a","change":{"actions":["create"],"before":null,
 "after":{"x":1,"y":[{"z":"é"},null],"s":"secret","n":-1.5e3},"after_unknown":{"id":true,"y":[{"w":true},false]},"after_sensitive":{"s":true,"y":[{}]}}},
 {"address":"module.m.t.b[0]","change":{"actions":["delete"]}}],
"deferred_changes":[{"resource_change":{"address":"t.d","change":{"actions":["create"],"after":{}}}}],
"resource_drift":[{"address":"t.a","change":{"actions":["update"]}}],
"output_changes":{"o":{"actions":["create"],"after":["a"],"after_unknown":false,"after_sensitive":false}},
"prior_state":{"values":{"root_module":{"resources":[{"address":"data.t.c","mode":"data","type":"t","name":"c","values":{"q":true}}]}}},
"checks":[{"address":{"to_display":"c"},"status":"fail","instances":[{"problems":[{"message":"m"}]}]}],
"configuration":{"provider_config":{"p":{"name":"p","expressions":{"region":{"references":["var.v"]},"a":{"constant_value":1}}}},
 "root_module":{"outputs":{"o":{"expression":{"references":["module.m.o","module.m"]}}},
 "resources":[{"address":"t.a","mode":"managed","type":"t","name":"a","provider_config_key":"p",
 "expressions":{"x":{"constant_value":1},"id":{"references":["module.m.o","local.l"]},"y":[{"w":{"references":["each.value"]}}]},"for_each_expression":{"references":["var.v"]}}],
 "module_calls":{"m":{"source":"./m","expressions":{"i":{"references":["t.a.id","t.a"]}},"module":{"outputs":{"o":{"expression":{"references":["var.i"]}}},"variables":{"i":{}}}}}}},
"errored":false,"complete":true}"#;

const STATE: &str = r#"{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x",
"outputs":{"o":{"value":{"a":[1]},"type":["object",{"a":["tuple",["number"]]}],"sensitive":true}},
"resources":[{"module":"module.m[\"k\"]","mode":"managed","type":"t","name":"a","provider":"provider[\"r/n/t\"].east",
 "instances":[{"index_key":0,"schema_version":1,"attributes":{"id":"i-1","l":[{"b":"c"}]},"dependencies":["t.b"],
  "sensitive_attributes":[[{"type":"get_attr","value":"l"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"b"}]]}]},
 {"mode":"data","type":"t","name":"b","provider":"provider.t","instances":[{"attributes_flat":{"id":"i-1"}},{"deposed":"x","attributes":{}}]}]}"#;

#[test]
fn both_are_whole() {
    assert_eq!(read("whole_plan", PLAN).unwrap().records.len(), 3);
    assert_eq!(read("whole_state", STATE).unwrap().records.len(), 2);
}

#[test]
fn cut_at_every_byte_each_is_refused() {
    for (name, text) in [("cut_plan", PLAN), ("cut_state", STATE)] {
        for end in 0..text.len() {
            let error = read(name, &text.as_bytes()[..end]).unwrap_err();
            assert!(!error.message.is_empty(), "{end}");
        }
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for end in (0..wide.len()).step_by(7) {
            read(name, &wide[..end]).unwrap_err();
        }
        assert!(read(name, &wide).is_ok());
    }
}

#[test]
fn each_part_may_be_of_any_kind() {
    let kinds = [
        "null",
        "true",
        "-0.0",
        "1e999999999",
        "\"\"",
        "\"a.b[\\\"\"",
        "[]",
        "[[null]]",
        "{}",
        "{\"\":{\"\":[]}}",
    ];
    for (name, text) in [("kinds_of_plan", PLAN), ("kinds_of_state", STATE)] {
        let mut read_as_stacks = 0;
        for (start, end) in parts(text) {
            for kind in kinds {
                let changed = format!("{}{kind}{}", &text[..start], &text[end..]);
                match read(name, &changed) {
                    Ok(_) => read_as_stacks += 1,
                    Err(error) => assert!(!error.message.is_empty()),
                }
            }
        }
        assert!(read_as_stacks > 500, "most parts do not decide what the document is: {read_as_stacks}");
    }
}

/// Where the values and keys of a JSON text stand.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'{' | b'[' => open.push(at),
            b'}' | b']' => found.push((open.pop().unwrap(), at + 1)),
            b'"' => {
                at += 1;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                found.push((start, at + 1));
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'-' => {
                while matches!(bytes[at + 1], b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'+') {
                    at += 1;
                }
                found.push((start, at + 1));
            }
            _ => {}
        }
        at += 1;
    }
    found
}
