//! Digests of texts and files: `md5`, `sha1`, `sha256`, `sha512`, their `file…` and `base64…` forms, `uuidv5`.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::base64;
use super::call::{Call, Outcome};

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn text_hex<D: Digest>(call: &Call<'_>) -> Outcome {
    Ok(call.string(hex(&D::digest(call.text(0)?.as_bytes()))))
}

fn file_hex<D: Digest>(call: &Call<'_>) -> Outcome {
    Ok(call.string(hex(&D::digest(call.around.read(&call.text(0)?)?.bytes()))))
}

pub(super) fn md5(call: &Call<'_>) -> Outcome {
    text_hex::<Md5>(call)
}

pub(super) fn sha1(call: &Call<'_>) -> Outcome {
    text_hex::<Sha1>(call)
}

pub(super) fn sha256(call: &Call<'_>) -> Outcome {
    text_hex::<Sha256>(call)
}

pub(super) fn sha512(call: &Call<'_>) -> Outcome {
    text_hex::<Sha512>(call)
}

pub(super) fn filemd5(call: &Call<'_>) -> Outcome {
    file_hex::<Md5>(call)
}

pub(super) fn filesha1(call: &Call<'_>) -> Outcome {
    file_hex::<Sha1>(call)
}

pub(super) fn filesha256(call: &Call<'_>) -> Outcome {
    file_hex::<Sha256>(call)
}

pub(super) fn filesha512(call: &Call<'_>) -> Outcome {
    file_hex::<Sha512>(call)
}

pub(super) fn base64sha256(call: &Call<'_>) -> Outcome {
    Ok(call.string(base64::of(&Sha256::digest(call.text(0)?.as_bytes()))?))
}

pub(super) fn base64sha512(call: &Call<'_>) -> Outcome {
    Ok(call.string(base64::of(&Sha512::digest(call.text(0)?.as_bytes()))?))
}

pub(super) fn filebase64sha256(call: &Call<'_>) -> Outcome {
    Ok(call.string(base64::of(&Sha256::digest(call.around.read(&call.text(0)?)?.bytes()))?))
}

pub(super) fn filebase64sha512(call: &Call<'_>) -> Outcome {
    Ok(call.string(base64::of(&Sha512::digest(call.around.read(&call.text(0)?)?.bytes()))?))
}

/// A UUID made from a name in a namespace: `dns`, `url`, `oid`, `x500`, or a UUID.
///
/// Source: RFC 9562 §5.5 and §6.6, read 2026-11-23.
pub(super) fn uuidv5(call: &Call<'_>) -> Outcome {
    let (namespace, name) = (call.text(0)?, call.text(1)?);
    let space = match namespace.as_ref() {
        "dns" => 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8,
        "url" => 0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8,
        "oid" => 0x6ba7_b812_9dad_11d1_80b4_00c0_4fd4_30c8,
        "x500" => 0x6ba7_b814_9dad_11d1_80b4_00c0_4fd4_30c8,
        other => uuid(other).ok_or_else(|| format!("uuidv5() doesn't support namespace {other}"))?,
    };
    let digest = Sha1::new().chain_update(space.to_be_bytes()).chain_update(name.as_bytes()).finalize();
    let bits = digest.iter().take(16).fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    // Version 5, variant 10.
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x5 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    let group = |start: usize, end: usize| digits.get(start..end).unwrap_or_default();
    let groups = [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)];
    Ok(call.string(groups.join("-")))
}

fn uuid(text: &str) -> Option<u128> {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let whole = digits.len() == 32 && matches!(text.len(), 32 | 36);
    whole.then(|| u128::from_str_radix(&digits, 16).ok()).flatten()
}
