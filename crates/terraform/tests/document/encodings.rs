//! PowerShell's `>` writes UTF-16, other tools a byte order mark: the same plan all the same.

use serde_json::json;

use super::fixture::{bytes, creation, plan};

#[test]
fn every_encoding_gives_the_same_records_and_places() {
    let after = json!({ "name": "straße 漢 🦀", "cidr": "10.0.0.0/8" });
    let text = plan(&json!([creation("aws_subnet.a", &after, &json!({}))]), &json!([])).to_string();
    let wide = |bom: bool, big: bool| -> Vec<u8> {
        let mark = if bom { "\u{feff}" } else { "" };
        let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
        let pair = |unit: &u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        units.iter().flat_map(pair).collect()
    };
    let forms = [
        ("utf8", text.clone().into_bytes()),
        ("utf8-bom", format!("\u{feff}{text}").into_bytes()),
        ("utf16le-bom", wide(true, false)),
        ("utf16be-bom", wide(true, true)),
        ("utf16le", wide(false, false)),
        ("utf16be", wide(false, true)),
    ];
    for (name, form) in forms {
        let read = bytes(name, &form, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.known("aws_subnet.a", "name"), r#""straße 漢 🦀""#, "{name}");
        assert_eq!(read.written(read.value("aws_subnet.a", "cidr")), r#""10.0.0.0/8""#, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for (name, wrong) in [("latin1", &b"{ \"a\": \"stra\xdfe\" }"[..]), ("odd", b"\xff\xfe{\0\"")] {
        let Err(said) = bytes(name, wrong, None) else { panic!("{name} is read") };
        assert!(said.contains("document.json"), "{said}");
    }
}
