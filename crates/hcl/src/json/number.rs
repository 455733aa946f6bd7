//! Numbers.

/// How long the number is that some bytes start with.
///
/// # Errors
///
/// It is none; then where a digit is missing.
pub(super) fn number_length(bytes: &[u8]) -> Result<usize, usize> {
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    at = match bytes.get(at) {
        Some(b'0') => at + 1,
        _ => digits(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = digits(bytes, at + 1 + sign)?;
    }
    Ok(at)
}

/// Where the digits end that start at a place.
fn digits(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let rest = bytes.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 { Err(start) } else { Ok(start + count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_strict() {
        for (text, expected) in [
            ("0", Ok(1)),
            ("-0.5e+10,", Ok(8)),
            ("12]", Ok(2)),
            ("01", Ok(1)),
            ("1E5", Ok(3)),
            ("-", Err(1)),
            ("1.", Err(2)),
            (".5", Err(0)),
            ("1e", Err(2)),
            ("1e-x", Err(3)),
            ("-a", Err(1)),
        ] {
            assert_eq!(number_length(text.as_bytes()), expected, "{text}");
        }
    }
}
