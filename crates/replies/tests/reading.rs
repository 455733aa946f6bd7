//! Files to replies, with a cloud that does not exist.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::{Level, NoticeId, Sources, Truth};
use ringfence_replies::{
    Body, Dialect, Opening, Recorded, Reply, ReplyFile, Scope, field, holds_replies, read,
};
use ringfence_terraform::{Record, RecordKind, Stack, Value};

/// A cloud with one kind of thing, and the name that opens its replies.
struct Nimbus(&'static str);

impl Dialect for Nimbus {
    fn name(&self) -> &'static str {
        "Nimbus"
    }

    fn opens(&self, opening: &Opening) -> bool {
        opening.has(self.0)
    }

    fn replies(&self, file: &ReplyFile) -> Vec<Reply> {
        let scope = Scope { account: None, region: None };
        let reply = |value: &Value| Reply {
            kind: self.0.into(),
            scope: scope.clone(),
            file: file.path.to_string_lossy().into(),
            value: value.clone(),
            continues: false,
        };
        field(&file.root, self.0).map(reply).into_iter().collect()
    }

    fn records(&self, replies: &[Reply]) -> Recorded {
        let all = replies.iter().flat_map(|reply| reply.value.as_list().unwrap_or_default());
        Recorded { records: all.filter_map(record).collect(), ..Recorded::default() }
    }
}

fn record(value: &Value) -> Option<Record> {
    let id = field(value, "id")?;
    let mut body = Body::default();
    body.copy(value, &[("id", "id"), ("part.size", "size")]);
    Some(Record {
        address: id.as_str()?.into(),
        base: id.as_str()?.into(),
        module: "".into(),
        kind: RecordKind::Managed,
        type_name: "nimbus_thing".into(),
        name: id.as_str()?.into(),
        provider: None,
        exists: Truth::Yes,
        body: body.map(),
        header: id.origin.at,
        span: value.origin.at,
        calls: std::sync::Arc::default(),
        action: None,
    })
}

fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (path, bytes) in files {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), bytes).unwrap();
    }
    folder
}

const THINGS: Nimbus = Nimbus("things");
const OTHERS: Nimbus = Nimbus("others");

fn stack(path: &Path) -> (Stack, Sources) {
    let sources = Sources::default();
    (read(path, &[&THINGS, &OTHERS], None, &sources).unwrap(), sources)
}

#[test]
fn every_value_keeps_its_place_whatever_the_encoding() {
    let text = "{\n \"things\": [\n  {\"id\": \"\\u0061-é\", \"part\": {\"size\": 7}}\n ]\n}";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for bytes in [text.as_bytes().to_vec(), utf16, marked] {
        let (stack, sources) = stack(&folder("replies-places", &[("a.json", &bytes)]));
        let record = &stack.records[0];
        assert_eq!(record.address.as_ref(), "a-é");
        let size = &record.body.get("size").unwrap().origin;
        assert_eq!(
            (sources.text(record.header).as_str(), sources.text(size.at).as_str()),
            ("\"\\u0061-é\"", "7")
        );
        let place = sources.place(size.at).unwrap();
        assert_eq!((place.start.line, place.start.column), (3, 39));
        assert!(sources.get(size.at.file).unwrap().is_data);
    }
}

#[test]
fn two_clouds_in_one_folder_are_one_picture() {
    let things = br#"{"things": [{"id": "z"}]}"#;
    let others = br#"{"others": [{"id": "a"}]}"#;
    let dir = folder(
        "replies-two",
        &[("a/b/c.json", things), ("x.JSON", others), ("notes.txt", b"{"), (".hidden.json", b"{")],
    );
    let (stack, _) = stack(&dir);
    let addresses: Vec<&str> = stack.records.iter().map(|record| record.address.as_ref()).collect();
    assert_eq!((addresses.as_slice(), stack.notices.as_slice()), (["a", "z"].as_slice(), [].as_slice()));
    assert!(holds_replies(&dir, &[&OTHERS]) && !holds_replies(&dir, &[&Nimbus("none")]));
}

#[test]
fn what_is_broken_is_told_and_the_rest_is_read() {
    let good = br#"{"things": [{"id": "a"}]}"#;
    let dir = folder(
        "replies-broken",
        &[
            ("good.json", good),
            ("cut.json", &good[..15]),
            ("empty.json", b""),
            ("odd.json", b"{\"things\": \xff}"),
            ("list.json", b"[1]"),
        ],
    );
    let (stack, sources) = stack(&dir);
    assert_eq!(stack.records.len(), 1);
    let about = |name: &str| stack.notices.iter().find(|notice| notice.message.contains(name)).unwrap();
    let cut = about("cut.json");
    assert_eq!((cut.id, cut.level), (NoticeId::Syntax, Level::Warning));
    let place = sources.place(cut.source.as_ref().unwrap().span().unwrap()).unwrap();
    assert_eq!(place.start.column, 16);
    assert_eq!((about("empty.json").id, about("odd.json").id), (NoticeId::Unreadable, NoticeId::Unreadable));
    assert!(about("list.json").message.contains("it is no object"));
}

#[test]
fn a_named_file_that_is_none_is_an_error() {
    let dir = folder("replies-named", &[("a.json", b"{\"x\": 1}"), ("cut.json", b"{\"things\": [")]);
    let error =
        |name: &str| read(&dir.join(name), &[&THINGS], None, &Sources::default()).unwrap_err().to_string();
    assert!(error("a.json").contains("no reply of a cloud's API"), "{}", error("a.json"));
    assert!(
        error("cut.json").contains("cut off") && error("cut.json").contains("line 1, column 13"),
        "{}",
        error("cut.json")
    );
    assert!(error("none.json").contains("none.json"), "{}", error("none.json"));
}

#[test]
fn a_file_with_too_many_values_is_left_out_as_a_whole() {
    // A part of the list would look like all of it.
    let many = format!("{{\"things\": [{{\"id\": \"a\"}}{}]}}", ",0".repeat(1 << 23));
    let dir =
        folder("replies-many", &[("a.json", many.as_bytes()), ("b.json", br#"{"things": [{"id": "b"}]}"#)]);
    let (stack, _) = stack(&dir);
    fs::remove_dir_all(dir).unwrap();
    let addresses: Vec<&str> = stack.records.iter().map(|record| record.address.as_ref()).collect();
    assert_eq!(addresses, ["b"]);
    assert!(stack.notices[0].message.contains("more than 8388608 values"), "{:?}", stack.notices);
}

#[test]
fn whatever_bytes_come_nothing_panics() {
    let text = br#"{"things": [{"id": "a", "part": {"size": 1.5e3}, "n": null, "t": true}, [[]], "x"]}"#;
    for end in 0..text.len() {
        for change in [b'{', b'}', b'"', b',', 0xff, 0] {
            let mut bytes = text[..=end].to_vec();
            bytes[end] = change;
            let dir = folder("replies-bytes", &[("a.json", &bytes)]);
            let _ = stack(&dir);
        }
    }
}
