//! Text in other encodings than UTF-8, in base64: `textencodebase64`, `textdecodebase64`.
//!
//! Source: `encoding.go` of Terraform's `funcs` (read 2026-11-25); names and tables as Terraform 1.11.4 has them.

use crate::args::Call;
use crate::base64;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};

/// Encodings of one byte a character.
const TABLES: &str = include_str!("charsets/tables.txt");

/// Encodings of which only ASCII is read and written here; other text gives an unknown.
const LARGE: &[&str] = &[
    "big5",
    "cp936",
    "csbig5",
    "cseuckr",
    "cseucpkdfmtjapanese",
    "csgb18030",
    "csgbk",
    "csshiftjis",
    "euc-jp",
    "euc-kr",
    "extended_unix_code_packed_format_for_japanese",
    "gb18030",
    "gbk",
    "ms936",
    "ms_kanji",
    "shift_jis",
    "windows-936",
];

/// As those, and some ASCII characters switch between sets of characters.
const SWITCHING: &[&str] = &["csiso2022jp", "hz-gb-2312", "iso-2022-jp"];

/// An encoding of text.
enum Encoding {
    Utf8,
    Utf16 {
        big: bool,
        mark: bool,
    },
    /// Of one byte a character: what the 256 bytes stand for.
    Table(Vec<Option<char>>),
    Large {
        switching: bool,
    },
}

impl Encoding {
    fn of(call: &Call<'_>) -> Result<Self, Stop> {
        let given = call.text(1)?;
        let name = given.to_ascii_lowercase();
        match name.as_str() {
            "utf-8" | "csutf8" => Ok(Self::Utf8),
            "utf-16le" | "csutf16le" => Ok(Self::Utf16 { big: false, mark: false }),
            "utf-16be" | "csutf16be" => Ok(Self::Utf16 { big: true, mark: false }),
            "utf-16" | "csutf16" => Ok(Self::Utf16 { big: true, mark: true }),
            large if LARGE.contains(&large) => Ok(Self::Large { switching: false }),
            large if SWITCHING.contains(&large) => Ok(Self::Large { switching: true }),
            other => table(other).map(Self::Table).ok_or_else(|| {
                Stop::argument(1, format!("`{given}` is no encoding that IANA lists and Terraform knows"))
            }),
        }
    }
}

/// What each byte stands for in the encoding of that name.
fn table(name: &str) -> Option<Vec<Option<char>>> {
    let mut lines = TABLES.lines().filter(|line| !line.starts_with('#')).map(|line| line.splitn(3, '\t'));
    lines.find_map(|mut cells| {
        cells.next()?.split(' ').find(|listed| *listed == name)?;
        let first = u32::from_str_radix(cells.next()?, 16).ok()?;
        let mut letters: Vec<Option<char>> = (0..first).map(char::from_u32).collect();
        let listed = cells.next()?.split_ascii_whitespace();
        letters.extend(listed.map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32)));
        letters.resize(256, None);
        Some(letters)
    })
}

pub(crate) static ENCODE: Function = Function::new(
    "textencodebase64",
    &[Param::string("string"), Param::string("encoding")],
    Returns::String,
    encode,
)
.not_null();

fn encode(call: &Call<'_>) -> Outcome {
    let encoding = Encoding::of(call)?;
    let text = call.text(0)?;
    limits::text(text.len().saturating_mul(3))?;
    let bytes = match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16 { big, mark } => {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        }
        Encoding::Table(letters) => {
            let byte = |letter: char| {
                let place = letters.iter().position(|listed| *listed == Some(letter))?;
                u8::try_from(place).ok()
            };
            let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
            bytes.ok_or_else(|| Stop::argument(0, "the text has characters that the encoding has not"))?
        }
        Encoding::Large { switching } => only_ascii(text.as_bytes(), switching)?,
    };
    Ok(call.string(base64::of(&bytes)).encoding(call.arg(0)?.clone()))
}

/// Bytes that mean the same as in ASCII.
fn only_ascii(bytes: &[u8], switching: bool) -> Result<Vec<u8>, Stop> {
    let switches = |byte: &u8| switching && matches!(byte, 0x0e | 0x0f | 0x1b | b'~');
    if bytes.iter().all(|byte| byte.is_ascii() && !switches(byte)) {
        return Ok(bytes.to_vec());
    }
    Err(Stop::Limit("an encoding of several bytes a character is not supported".to_owned()))
}

pub(crate) static DECODE: Function = Function::new(
    "textdecodebase64",
    &[Param::string("source"), Param::string("encoding")],
    Returns::String,
    decode,
)
.not_null();

fn decode(call: &Call<'_>) -> Outcome {
    let encoding = Encoding::of(call)?;
    let bytes = base64::bytes(call.text(0)?)?;
    let wrong = || Stop::argument(0, "the text has symbols that the encoding has not");
    let text: String = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|_| wrong())?,
        Encoding::Utf16 { big, mark } => wide(&bytes, big, mark).ok_or_else(wrong)?,
        Encoding::Table(letters) => {
            let letter = |byte: &u8| letters.get(usize::from(*byte)).copied().flatten();
            bytes.iter().map(letter).collect::<Option<String>>().ok_or_else(wrong)?
        }
        Encoding::Large { switching } => {
            String::from_utf8(only_ascii(&bytes, switching)?).map_err(|_| wrong())?
        }
    };
    if text.contains('\u{fffd}') { Err(wrong()) } else { Ok(call.string(text)) }
}

/// UTF-16, in the order of bytes that a mark at the start tells.
fn wide(bytes: &[u8], big: bool, mark: bool) -> Option<String> {
    let (bytes, big) = match bytes {
        [0xfe, 0xff, rest @ ..] if mark => (rest, true),
        [0xff, 0xfe, rest @ ..] if mark => (rest, false),
        all => (all, big),
    };
    let unit = |pair: &[u8]| match *pair {
        [first, second] if big => Some(u16::from_be_bytes([first, second])),
        [first, second] => Some(u16::from_le_bytes([first, second])),
        _ => None,
    };
    let units: Option<Vec<u16>> = bytes.chunks(2).map(unit).collect();
    String::from_utf16(&units?).ok()
}
