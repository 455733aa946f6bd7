//! Digests of texts and files: `md5`, `sha1`, `sha256`, `sha512`, their `file…` and `base64…` forms, `uuidv5`.
//!
//! Source: `crypto.go` of Terraform's `funcs` (read 2026-11-25).

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::args::Call;
use crate::base64;
use crate::files;
use crate::function::{Function, Param, Returns};
use crate::outcome::Outcome;

macro_rules! digests {
    ($($item:ident $name:literal $params:ident $bytes:ident $digest:ident $write:path;)*) => {
        $(
            pub(crate) static $item: Function =
                Function::new($name, $params, Returns::String, |call| {
                    let digest = $digest::digest($bytes(call)?.as_slice());
                    Ok(call.string($write(&digest)))
                })
                .not_null();
        )*
    };
}

const TEXT: &[Param] = &[Param::string("str")];
const PATH: &[Param] = &[Param::string("path")];

digests! {
    MD5 "md5" TEXT text Md5 hex;
    SHA1 "sha1" TEXT text Sha1 hex;
    SHA256 "sha256" TEXT text Sha256 hex;
    SHA512 "sha512" TEXT text Sha512 hex;
    BASE64SHA256 "base64sha256" TEXT text Sha256 base64::of;
    BASE64SHA512 "base64sha512" TEXT text Sha512 base64::of;
    FILEMD5 "filemd5" PATH content Md5 hex;
    FILESHA1 "filesha1" PATH content Sha1 hex;
    FILESHA256 "filesha256" PATH content Sha256 hex;
    FILESHA512 "filesha512" PATH content Sha512 hex;
    FILEBASE64SHA256 "filebase64sha256" PATH content Sha256 base64::of;
    FILEBASE64SHA512 "filebase64sha512" PATH content Sha512 base64::of;
}

fn text(call: &Call<'_>) -> Result<Vec<u8>, crate::outcome::Stop> {
    Ok(call.text(0)?.as_bytes().to_vec())
}

fn content(call: &Call<'_>) -> Result<Vec<u8>, crate::outcome::Stop> {
    Ok(files::read(call)?.bytes().to_vec())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub(crate) static UUIDV5: Function =
    Function::new("uuidv5", &[Param::string("namespace"), Param::string("name")], Returns::String, uuidv5)
        .not_null();

/// A UUID made from a name in a namespace: `dns`, `url`, `oid`, `x500`, or a UUID.
///
/// Source: RFC 9562 §5.5 and §6.6, read 2026-11-23.
fn uuidv5(call: &Call<'_>) -> Outcome {
    let (namespace, name) = (call.text(0)?, call.text(1)?);
    let space = match namespace.as_ref() {
        "dns" => 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8,
        "url" => 0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8,
        "oid" => 0x6ba7_b812_9dad_11d1_80b4_00c0_4fd4_30c8,
        "x500" => 0x6ba7_b814_9dad_11d1_80b4_00c0_4fd4_30c8,
        other => uuid(other).ok_or_else(|| format!("`{other}` is neither a UUID nor a known namespace"))?,
    };
    let digest = Sha1::new().chain_update(space.to_be_bytes()).chain_update(name.as_bytes()).finalize();
    let bits = digest.iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    // Version 5, variant 10.
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x5 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    let group = |start: usize, end: usize| digits.get(start..end).unwrap_or_default();
    let groups = [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)];
    Ok(call.string(groups.join("-")))
}

/// A UUID with hyphens, perhaps between braces or after `urn:uuid:`, or as 32 digits.
///
/// Source: `Parse` of <https://pkg.go.dev/github.com/google/uuid> (read 2026-11-25), which looks only at the length of
/// what stands around the digits.
fn uuid(text: &str) -> Option<u128> {
    let hyphened = match text.len() {
        32 => return u128::from_str_radix(text, 16).ok().filter(|_| is_hex(text)),
        36 => text,
        38 => text.get(1..37)?,
        45 if text.get(..9)?.eq_ignore_ascii_case("urn:uuid:") => text.get(9..)?,
        _ => return None,
    };
    let groups: Vec<&str> = hyphened.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let digits = groups.concat();
    (lengths == [8, 4, 4, 4, 12] && is_hex(&digits)).then(|| u128::from_str_radix(&digits, 16).ok())?
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
