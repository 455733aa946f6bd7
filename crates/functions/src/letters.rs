//! One letter in upper, lower or title case, as Go maps them: one letter to one.
//!
//! Source: <https://pkg.go.dev/unicode#To> ("Simple case mappings"), read 2026-11-25.

/// The upper-case form, if it is one letter: `ß` stays.
pub(crate) fn upper_letter(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => with_iota(letter).unwrap_or(letter),
    }
}

/// Greek letters with a iota below have an upper-case form of one letter besides that of two.
fn with_iota(letter: char) -> Option<char> {
    let distance = match letter {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => 8,
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => 9,
        _ => return None,
    };
    char::from_u32(u32::from(letter) + distance)
}

pub(crate) fn lower_letter(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Four letters that are two have a form of their own.
pub(crate) fn title_letter(letter: char) -> char {
    match letter {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        // Georgian letters have capitals only for whole words.
        'ა'..='ჺ' | 'ჽ'..='ჿ' => letter,
        _ => upper_letter(letter),
    }
}
