//! Names.

use unicode_ident::{is_xid_continue, is_xid_start};

/// Where the name that starts at a place ends; the place itself if none starts there.
///
/// Source: HCL native syntax specification, Identifiers: `ID_Start (ID_Continue | '-')*`, and the underscore starts one
/// too (read 2026-11-25).
pub(crate) fn word_end(text: &str, bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let ascii = match rest.first() {
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => {
            rest.iter().take_while(|byte| is_ascii_continue(**byte)).count()
        }
        _ => 0,
    };
    match rest.get(ascii) {
        Some(0x80..) => unicode_end(text, bytes.len(), at, ascii > 0),
        _ => at + ascii,
    }
}

fn is_ascii_continue(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn unicode_end(text: &str, limit: usize, at: usize, mut started: bool) -> usize {
    let rest = text.get(at..limit).unwrap_or_default();
    for (offset, character) in rest.char_indices() {
        let fits = if started { continues(character) } else { starts(character) };
        if !fits {
            return at + offset;
        }
        started = true;
    }
    limit
}

fn starts(character: char) -> bool {
    is_xid_start(character) || character == '_' || only_starts(character)
}

fn continues(character: char) -> bool {
    let only =
        only_starts(character) && !matches!(character, '\u{e33}' | '\u{eb3}' | '\u{ff9e}' | '\u{ff9f}');
    is_xid_continue(character) || character == '-' || only
}

/// The members of `ID_Start` that are not in `XID_Start`.
///
/// Source: Unicode Standard Annex 31, table 5 and its data file `DerivedCoreProperties.txt` (read 2026-11-25).
fn only_starts(character: char) -> bool {
    matches!(
        character,
        '\u{37a}' | '\u{e33}' | '\u{eb3}' | '\u{309b}' | '\u{309c}' | '\u{fc5e}'
            ..='\u{fc63}'
                | '\u{fdfa}'
                | '\u{fdfb}'
                | '\u{fe70}'
                | '\u{fe72}'
                | '\u{fe74}'
                | '\u{fe76}'
                | '\u{fe78}'
                | '\u{fe7a}'
                | '\u{fe7c}'
                | '\u{fe7e}'
                | '\u{ff9e}'
                | '\u{ff9f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> &str {
        &text[..word_end(text, text.as_bytes(), 0)]
    }

    #[test]
    fn names_have_letters_digits_dashes_and_underscores() {
        assert_eq!(word("a-b_9.c"), "a-b_9");
        assert_eq!(word("_x y"), "_x");
        assert_eq!(word("9a"), "");
        assert_eq!(word("-a"), "");
    }

    #[test]
    fn names_may_be_of_any_script() {
        assert_eq!(word("größe-1 "), "größe-1");
        assert_eq!(word("日本語="), "日本語");
        assert_eq!(word("a\u{301}+"), "a\u{301}");
        assert_eq!(word("\u{37a}b"), "\u{37a}b");
        assert_eq!(word("a\u{a0}b"), "a");
        assert_eq!(word("“a”"), "");
        assert_eq!(word("😀"), "");
    }
}
