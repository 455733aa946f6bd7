//! One letter in upper, lower or title case, as Go maps them: one letter to one.
//!
//! Source: <https://pkg.go.dev/unicode#To> ("Simple case mappings"), read 2026-11-25.

/// Letters whose other case is newer than Unicode 15, which is Go's.
///
/// Source: `UnicodeData.txt` of <https://www.unicode.org/versions/Unicode17.0.0/>, read 2026-11-25.
fn is_new(letter: char) -> bool {
    matches!(
        letter,
        '\u{19b}'
            | '\u{264}'
            | '\u{1c89}'..='\u{1c8a}'
            | '\u{a7cb}'..='\u{a7cf}'
            | '\u{a7d2}'..='\u{a7d5}'
            | '\u{a7da}'..='\u{a7dc}'
            | '\u{10d50}'..='\u{10d85}'
            | '\u{16ea0}'..='\u{16ed3}'
    )
}

/// The upper-case form, if it is one letter: `ß` stays.
pub(crate) fn upper_letter(letter: char) -> char {
    if is_new(letter) {
        return letter;
    }
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
    if is_new(letter) { letter } else { letter.to_lowercase().next().unwrap_or(letter) }
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
