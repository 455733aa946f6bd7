//! The readers on evaluated configuration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use ringfence_model::{Attr, GapKind, ResourceId, Source, Sources};
use ringfence_packets::AddressSet;
use ringfence_provider::{
    Encoding, Fields, Records, bool_attr, each_cidr, evidence, gap, payload, shown, string_attr, tags,
    u64_attr,
};
use ringfence_terraform::{Options, Record, Stack, load};

fn stack(text: &str, sources: &Sources) -> Stack {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("readers-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("main.tf"), text).unwrap();
    let stack = load(&folder, &Options::default(), sources);
    std::fs::remove_dir_all(folder).unwrap();
    stack
}

fn record<'s>(stack: &'s Stack, address: &str) -> &'s Record {
    stack.records.iter().find(|record| record.address.as_ref() == address).unwrap()
}

#[test]
fn attributes_say_whether_they_were_written() {
    let sources = Sources::default();
    let stack = stack(
        "variable \"v\" {}\nresource \"x_y\" \"a\" {\n on = \"true\"\n count_of = 3\n name = \"n\"\n open = var.v\n wrong = -1\n gone = null\n}",
        &sources,
    );
    let body = record(&stack, "x_y.a");
    assert!(matches!(bool_attr(body, "on", None), Attr::Set { value: true, .. }));
    assert!(matches!(u64_attr(body, "count_of", None), Attr::Set { value: 3, .. }));
    assert_eq!(string_attr(body, "name", None).value().unwrap(), "n");
    assert_eq!(bool_attr(body, "open", None).gap().unwrap().what, "var.v");
    assert_eq!(u64_attr(body, "wrong", None).gap().unwrap().kind, GapKind::Invalid);
    assert!(matches!(bool_attr(body, "gone", Some((true, "page"))), Attr::Default { value: true, .. }));
    assert_eq!(bool_attr(body, "other", None), Attr::NotApplicable);
}

#[test]
fn links_lead_to_records_and_to_what_is_not_declared() {
    let sources = Sources::default();
    let stack = stack(
        "variable \"v\" {}\nresource \"x_net\" \"n\" {\n count = 2\n name = \"net-${count.index}\"\n}\nresource \"x_y\" \"a\" {\n first = x_net.n[0].id\n all = x_net.n[*].id\n named = \"net-1\"\n foreign = \"net-9\"\n open = var.v\n looked = data.x_net.d.id\n}\ndata \"x_net\" \"d\" {}",
        &sources,
    );
    let records = Records::new(&stack.records);
    let body = record(&stack, "x_y.a");
    let link = |name: &str| {
        let link = records.link(body.field(name).unwrap(), &[("x_net", "name")]);
        link.id().map_or("?".to_owned(), ToString::to_string)
    };
    assert_eq!(link("first"), "x_net.n[0]");
    assert_eq!(link("named"), "x_net.n[1]");
    assert_eq!(link("foreign"), "net-9");
    assert_eq!(link("open"), "?");
    assert_eq!(link("looked"), "data.x_net.d");
    let all = records.links(body.field("all").unwrap(), &[]);
    assert_eq!(
        all.iter().filter_map(|link| link.id()).map(ResourceId::as_str).collect::<Vec<_>>(),
        ["x_net.n[0]", "x_net.n[1]"]
    );
}

#[test]
fn prefixes_keep_their_places_and_wrong_ones_are_open() {
    let sources = Sources::default();
    let stack = stack(
        "resource \"x_y\" \"a\" {\n list = [\"10.0.0.0/8\", \"10.0.0.0/99\", x_z.b.ip]\n}\nresource \"x_z\" \"b\" {}",
        &sources,
    );
    let body = record(&stack, "x_y.a");
    let reads = each_cidr(&ResourceId::new("x"), "list", body.field("list").unwrap(), &AddressSet::all_v4());
    assert_eq!(reads[0].set.must.to_string(), "10.0.0.0/8");
    let Source::File(span) = reads[0].evidence[0].source else { panic!("in the file") };
    assert_eq!(sources.text(span), "\"10.0.0.0/8\"");
    for (read, words) in
        [(&reads[1], "`10.0.0.0/99` has a prefix length"), (&reads[2], "x_z.b.ip (known after apply)")]
    {
        assert!(read.set.must.is_empty() && read.set.may == AddressSet::all_v4());
        assert!(read.gap.as_ref().unwrap().what.contains(words), "{:?}", read.gap);
    }
}

#[test]
fn payloads_are_decoded_and_keep_their_place_where_they_are_verbatim() {
    let sources = Sources::default();
    let stack = stack(
        "variable \"v\" {}\nresource \"x_y\" \"a\" {\n plain = <<EOT\nline one\nEOT\n packed = \"aGVsbG8=\"\n encoded = base64encode(\"hello\")\n part = \"a${var.v}b\"\n open = var.v\n bytes = \"H4sIAAAAAAAA/w==\"\n}",
        &sources,
    );
    let body = record(&stack, "x_y.a");
    let read = |name: &str, encoding| {
        payload(&ResourceId::new("x"), name, body.field(name).unwrap(), encoding, &sources)
    };
    let plain = read("plain", Encoding::Plain);
    assert_eq!(sources.text(plain.verbatim.unwrap()), "line one\n");
    assert_eq!(&*read("packed", Encoding::Base64).text, "hello");
    assert_eq!(&*read("encoded", Encoding::Base64).text, "hello");
    let part = read("part", Encoding::Plain);
    assert!(
        part.partial && part.text.starts_with('a') && part.text.ends_with('b') && part.verbatim.is_none()
    );
    assert!(read("open", Encoding::Plain).partial);
    let bytes = read("bytes", Encoding::Base64);
    assert!(bytes.partial && bytes.text.is_empty() && bytes.over.is_none(), "not text");
}

/// Text as `base64gzip` makes it.
fn packed(text: &[u8]) -> String {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap())
}

#[test]
fn packed_payloads_are_unpacked_up_to_a_bound() {
    let sources = Sources::default();
    let (small, bomb, broken) =
        (packed(b"kubeadm init"), packed(&vec![0; 200 << 20]), &packed(b"kubeadm init")[..20]);
    let text = format!(
        "resource \"x_y\" \"a\" {{\n small = \"{small}\"\n bomb = \"{bomb}\"\n broken = \"{broken}\"\n}}"
    );
    let stack = stack(&text, &sources);
    let body = record(&stack, "x_y.a");
    let read = |name: &str| {
        payload(&ResourceId::new("x"), name, body.field(name).unwrap(), Encoding::Base64, &sources)
    };
    let small = read("small");
    assert_eq!((&*small.text, small.partial), ("kubeadm init", false));
    let bomb = read("bomb");
    assert!(bomb.partial && bomb.text.is_empty());
    assert_eq!(bomb.over.as_deref(), Some("more than 4194304 bytes, unpacked"));
    assert!(read("broken").partial && read("broken").over.is_none());
}

#[test]
fn sensitive_values_are_not_shown() {
    let sources = Sources::default();
    let stack = stack(
        "resource \"x_y\" \"a\" {\n secret = sensitive(\"hunter2\")\n tags = {\n  b = 1\n  a = \"x\"\n }\n bad = sensitive(\"hunter2/99\")\n}",
        &sources,
    );
    let body = record(&stack, "x_y.a");
    let secret = body.field("secret").unwrap();
    assert_eq!(shown(secret), "(sensitive)");
    assert!(!gap(secret).what.contains("hunter2"));
    let reads = each_cidr(&ResourceId::new("x"), "bad", body.field("bad").unwrap(), &AddressSet::all());
    assert!(!format!("{reads:?}").contains("hunter2"));
    assert_eq!(evidence(&ResourceId::new("x"), "a fact", secret).len(), 1);
    let keys: Vec<(String, Option<String>)> =
        tags(body.field("tags")).into_iter().map(|tag| (tag.key, tag.value)).collect();
    assert_eq!(keys, [("a".into(), Some("x".into())), ("b".into(), Some("1".into()))]);
}
