//! Escapes in quoted texts: `\n`, `\"`, `\u00e9`.

/// Resolves the escape whose backslash a text starts with: its value, which may be the character after the backslash
/// alone, and its length.
///
/// # Errors
///
/// What is wrong, and how long the wrong part is.
pub(super) fn escape(text: &str) -> Result<(char, usize), (String, usize)> {
    let Some(selector) = text.chars().nth(1).filter(|selector| !matches!(selector, '\n' | '\r')) else {
        return Err(("a backslash stands before nothing; write `\\\\` for a plain one".to_owned(), 1));
    };
    let simple = match selector {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' => '"',
        '\\' => '\\',
        'u' => return code_point(text, 4),
        'U' => return code_point(text, 8),
        _ => {
            let message = format!("`\\{selector}` is no escape; write `\\\\` for a plain backslash");
            return Err((message, 1 + selector.len_utf8()));
        }
    };
    Ok((simple, 2))
}

fn code_point(text: &str, digits: usize) -> Result<(char, usize), (String, usize)> {
    let after = text.get(2..).unwrap_or_default();
    let found = after.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    let length = 2 + found;
    let shown = text.get(..length).unwrap_or_default();
    if found < digits {
        return Err((format!("`{shown}` has {found} hexadecimal digits; write {digits}"), length));
    }
    let value = u32::from_str_radix(after.get(..digits).unwrap_or_default(), 16).ok();
    match value.and_then(char::from_u32) {
        Some(character) => Ok((character, length)),
        None => Err((format!("`{shown}` is no character; write one that Unicode has"), length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(escape(r"\n.."), Ok(('\n', 2)));
        assert_eq!(escape(r"\u00e9f"), Ok(('é', 6)));
        assert_eq!(escape(r"\U0001F600"), Ok(('😀', 10)));
    }

    #[test]
    fn wrong_escapes_say_how_long_they_are() {
        for (text, length) in
            [(r"\d+", 2), (r"\ä", 3), (r"\u12x", 4), (r"\ud800", 6), (r"\UFFFFFFFF", 10), (r"\", 1)]
        {
            assert_eq!(escape(text).unwrap_err().1, length, "{text}");
        }
    }
}
