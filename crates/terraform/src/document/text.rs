//! Bytes to text: whatever the shell that wrote them made of them.

/// The text of a document in UTF-8 or UTF-16, with or without a mark at its start.
///
/// # Errors
///
/// It is none; what it is instead, and what to do.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    match bytes.as_slice() {
        [] => Err("the file is empty: the command that wrote it may have failed".to_owned()),
        [b'P', b'K', 3, 4, ..] => {
            Err("this is a binary plan: `terraform show -json FILE > plan.json` makes one that can be read"
                .to_owned())
        }
        [0x1f, 0x8b, ..] => Err("the file is compressed with gzip: uncompress it first".to_owned()),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // A shell may leave the mark out; JSON starts with a character of ASCII.
        [first, 0, ..] if first.is_ascii() => utf16(&bytes, u16::from_le_bytes),
        [0, first, ..] if first.is_ascii() => utf16(&bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("byte {at} is no text: the file is damaged, or no JSON at all")
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    if bytes.len() % 2 == 1 {
        return Err("the file ends within a character of UTF-16: it is cut off".to_owned());
    }
    text.map_err(|_| "the file is no text in UTF-16: it is damaged".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "{\"é\": 1}";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(&[0xef, 0xbb, 0xbf], text.as_bytes()),
            marked(&[0xff, 0xfe], &little),
            marked(&[0xfe, 0xff], &big),
            little.clone(),
            big.clone(),
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert!(decode(b"PK\x03\x04rest".to_vec()).unwrap_err().contains("terraform show -json"));
        assert!(decode(Vec::new()).unwrap_err().contains("empty"));
        assert!(decode(vec![0xff, 0xfe, b'{', 0, b'}']).unwrap_err().contains("cut off"));
        assert!(decode(vec![b'{', 0xc3, b'}']).unwrap_err().contains("byte 1"));
    }
}
