//! String literals and their escapes.

use super::reader::Reader;
use crate::PolicyError;

/// Reads the string literal that starts at the reader's place and steps behind it.
pub(super) fn read_string(reader: &mut Reader<'_>) -> Result<String, PolicyError> {
    let mut text = String::new();
    let mut rest = reader.rest().char_indices();
    rest.next(); // the opening quotation mark
    let start = reader.at;
    while let Some((offset, c)) = rest.next() {
        reader.at = start + offset;
        match c {
            '"' => {
                reader.at += 1;
                return Ok(text);
            }
            '\\' => {
                let escape = rest.next().map_or('\0', |(_, escape)| escape);
                let Some(meant) = unescape(escape, &mut rest) else {
                    return Err(reader.error("this escape is not valid in a JSON string"));
                };
                text.push(meant);
            }
            c if c < ' ' => return Err(reader.error("a control character must be escaped in a JSON string")),
            c => text.push(c),
        }
    }
    reader.at = start;
    Err(reader.error("this string has no closing quotation mark"))
}

/// Returns the character an escape means, reading on where the escape is a number.
fn unescape(escape: char, rest: &mut std::str::CharIndices<'_>) -> Option<char> {
    match escape {
        '"' | '\\' | '/' => Some(escape),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => code_point(rest),
        _ => None,
    }
}

/// Reads four hex digits, and the other half where they are the first half of a pair.
fn code_point(rest: &mut std::str::CharIndices<'_>) -> Option<char> {
    let first = four_digits(rest)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first);
    }
    let follows = rest.next()?.1 == '\\' && rest.next()?.1 == 'u';
    let second = follows.then(|| four_digits(rest)).flatten()?;
    let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low)
}

fn four_digits(rest: &mut std::str::CharIndices<'_>) -> Option<u32> {
    (0..4).try_fold(0, |sum, _| Some(sum * 16 + rest.next()?.1.to_digit(16)?))
}
