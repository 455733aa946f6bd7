//! Texts that machines boot from.

use std::io::Read as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::GzDecoder;
use ringfence_model::{Document, ResourceId, Sources, Span};
use ringfence_terraform::{Part, Record, Value, ValueKind};

use crate::{Fields, Records, source};

/// Opens an unknown piece of a text; a number and [`UNKNOWN_CLOSE`] follow. The policy reader uses the same.
///
/// Source: The Unicode Standard, section 23.7, noncharacters are free for internal use (read 2026-11-23).
pub const UNKNOWN_OPEN: char = '\u{FDD0}';

/// Closes an unknown piece.
pub const UNKNOWN_CLOSE: char = '\u{FDD1}';

/// How an attribute holds its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Plain,
    /// In base64; what is not valid base64 is taken as it is.
    Base64,
}

/// Padding may be missing: the shells that write these files are not strict.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A text that a machine boots from, decoded.
///
/// Unknown: unknown parts become marked pieces and the document is partial; a value of which nothing is known
/// gives a partial document without text, so that nobody takes it for an absent one. So do bytes that are no text.
pub fn payload(
    id: &ResourceId,
    name: &str,
    value: &Value,
    encoding: Encoding,
    sources: &Sources,
) -> Document {
    let plain = value.decoded().unwrap_or(value);
    let (written, partial) = text_of(plain).unwrap_or_else(|| (Arc::from(""), true));
    let encoded = encoding == Encoding::Base64 && value.decoded().is_none() && !partial;
    let (text, partial, over) = match encoded.then(|| decode(&written)).flatten() {
        Some(Decoded::Text(text)) => (text, false, None),
        Some(Decoded::NotText) => (Arc::from(""), true, None),
        Some(Decoded::Over) => (Arc::from(""), true, Some(format!("more than {UNPACKED} bytes, unpacked"))),
        None => (written, partial, None),
    };
    let verbatim = if partial { None } else { place(&text, plain.origin.at, sources) };
    Document { id: id.clone(), name: name.to_owned(), text, source: source(plain), verbatim, partial, over }
}

/// Data sources that put boot payloads together: the type, and where the texts stand in it.
///
/// Source: the pages of the `poseidon/ct`, `hashicorp/cloudinit` and `hashicorp/template` providers
/// (read 2026-11-23).
const MAKERS: [(&str, Texts); 4] = [
    ("ct_config", Texts::Attributes(&["content", "snippets"])),
    ("cloudinit_config", Texts::Blocks("part", "content")),
    ("template_cloudinit_config", Texts::Blocks("part", "content")),
    ("template_file", Texts::Attributes(&["template"])),
];

/// Where a data source has its texts.
#[derive(Clone, Copy)]
enum Texts {
    Attributes(&'static [&'static str]),
    Blocks(&'static str, &'static str),
}

/// The texts that a machine boots from: see [`payload`]. One that a data source would put together, whose
/// result is therefore not known, is given as the texts that go into it.
pub fn payloads(
    records: &Records<'_>,
    id: &ResourceId,
    name: &str,
    value: &Value,
    encoding: Encoding,
    sources: &Sources,
) -> Vec<Document> {
    let plain = value.decoded().unwrap_or(value);
    let maker = plain.is_opaque().then(|| records.record(plain, &[])).flatten();
    let texts = maker.map(|record| made_from(record)).unwrap_or_default();
    if texts.is_empty() {
        return vec![payload(id, name, value, encoding, sources)];
    }
    texts.into_iter().map(|text| payload(id, name, text, Encoding::Plain, sources)).collect()
}

fn made_from(record: &Record) -> Vec<&Value> {
    let maker = MAKERS.iter().find(|(type_name, _)| *type_name == record.type_name.as_ref());
    let values: Vec<&Value> = match maker.map(|(_, texts)| *texts) {
        Some(Texts::Attributes(names)) => names.iter().filter_map(|name| record.field(name)).collect(),
        Some(Texts::Blocks(block, name)) => {
            record.nested(block).iter().filter_map(|part| part.field(name)).collect()
        }
        None => Vec::new(),
    };
    values.into_iter().flat_map(|value| value.as_list().unwrap_or(std::slice::from_ref(value))).collect()
}

/// The text of a string, and whether parts of it are unknown; nothing if it is no string at all.
///
/// Shape: each unknown part is written as [`UNKNOWN_OPEN`], its number, [`UNKNOWN_CLOSE`].
pub fn text_of(value: &Value) -> Option<(Arc<str>, bool)> {
    if let ValueKind::String(text) = &value.sure().kind {
        return Some((text.clone(), false));
    }
    let mut text = String::new();
    for (number, part) in value.parts()?.iter().enumerate() {
        match part {
            Part::Known(known) => text.push_str(known),
            Part::Unknown(_) => {
                text.push(UNKNOWN_OPEN);
                text.push_str(&number.to_string());
                text.push(UNKNOWN_CLOSE);
            }
        }
    }
    Some((text.into(), true))
}

/// What a text in base64 stands for.
enum Decoded {
    Text(Arc<str>),
    /// Bytes that are no text.
    NotText,
    /// More than is unpacked.
    Over,
}

/// A packed text is unpacked up to so many bytes. Clouds take 16 to 256 KB, packed.
///
/// Units: bytes.
const UNPACKED: u64 = 4 << 20;

/// The decoded text, if it is base64 at all. What gzip has packed is unpacked: `cloudinit_config` does so by default, and
/// machines unpack it when they boot.
///
/// Source: <https://github.com/canonical/cloud-init/blob/20.2/doc/rtd/topics/format.rst>, "Gzip Compressed Content" (read
/// 2026-11-25).
fn decode(written: &str) -> Option<Decoded> {
    let packed: Vec<u8> = written.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(packed).ok().filter(|bytes| !bytes.is_empty())?;
    let bytes = if bytes.starts_with(GZIP) { unpack(&bytes) } else { Some(bytes) };
    Some(match bytes {
        Some(bytes) if bytes.len() as u64 > UNPACKED => Decoded::Over,
        Some(bytes) => String::from_utf8(bytes).map_or(Decoded::NotText, |text| Decoded::Text(text.into())),
        None => Decoded::NotText,
    })
}

/// How a file of gzip's begins.
///
/// Source: RFC 1952, section 2.3.1.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// At most one byte more than [`UNPACKED`]; nothing if it is damaged.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).take(UNPACKED + 1).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// The span within `near` whose bytes are exactly the text.
fn place(text: &str, near: Span, sources: &Sources) -> Option<Span> {
    let whole = sources.text(near);
    if text.is_empty() {
        return None;
    }
    whole.find(text).map(|start| near.part(start, text.len()))
}
