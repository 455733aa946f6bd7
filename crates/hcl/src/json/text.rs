//! Texts: where they end, and their escapes.

/// What ends the plain part of a text: a quote, a backslash or a control character.
///
/// Returns how many bytes come before it; all of them if nothing does. Eight bytes at a time, since documents are
/// mostly texts.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        let stops = stops(word);
        if stops != 0 {
            return length + stops.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let is_stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    length + words.remainder().iter().position(is_stop).unwrap_or(words.remainder().len())
}

/// The highest bits of the bytes that end plain text; the lowest of them is exact.
fn stops(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let quotes = zeros(word ^ (ONES * u64::from(b'"')));
    let backslashes = zeros(word ^ (ONES * u64::from(b'\\')));
    let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    quotes | backslashes | controls
}

/// How long an escape is whose backslash the bytes start with; none if it is none.
pub(super) fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => bytes.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

/// A text with its escapes resolved.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, after)) = rest.split_once('\\') {
        text.push_str(plain);
        let (character, length) = unescape(after);
        text.push(character);
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// What an escape stands for, and its length without the backslash.
fn unescape(after: &str) -> (char, usize) {
    let simple = match after.bytes().next() {
        Some(b'u') => return code_point(after),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(other) => char::from(other),
        None => return (char::REPLACEMENT_CHARACTER, 0),
    };
    (simple, 1)
}

/// `u` and four digits, and the other half of a surrogate pair if there is one.
fn code_point(after: &str) -> (char, usize) {
    let unit = |at: usize| u32::from_str_radix(after.get(at..at + 4)?, 16).ok();
    let first = unit(1).unwrap_or_default();
    let is_high = (0xd800..0xdc00).contains(&first);
    if is_high && after.get(5..7) == Some("\\u") {
        let second = unit(7).unwrap_or_default();
        if (0xdc00..0xe000).contains(&second) {
            let both = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return (char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
        }
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_where_a_byte_loop_says() {
        let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        for first in 0..=255u8 {
            for at in 0..20 {
                let mut bytes = [b'a'; 20];
                bytes[at] = first;
                bytes[19] = 0x1f;
                bytes[(at + 1) % 20] = 0x80;
                let expected = bytes.iter().position(stop).unwrap_or(20);
                assert_eq!(plain_length(&bytes), expected, "{bytes:?}");
            }
        }
        assert_eq!(plain_length(b"12345678"), 8);
        assert_eq!(plain_length(b""), 0);
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(unescaped(r#"a\n\"\\\/\b\f\r\t\u00e9."#), "a\n\"\\/\u{8}\u{c}\r\té.");
        assert_eq!(unescaped(r"\ud83d\ude00"), "😀");
    }

    #[test]
    fn half_a_surrogate_pair_is_no_character() {
        assert_eq!(unescaped(r"\ud83d"), "\u{fffd}");
        assert_eq!(unescaped(r"\ud83d\u0041"), "\u{fffd}A");
        assert_eq!(unescaped(r"\ude00\ud83dx"), "\u{fffd}\u{fffd}x");
        assert_eq!(unescaped(r"\ud83d\ud83d\ude00"), "\u{fffd}😀");
    }
}
