//! Foreign text that cannot steer a terminal.

use std::fmt::Write;

/// The text with line ends as spaces, and each control or reordering character written out, `\u{1b}`.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            _ if c.is_control() || reorders(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "{}", c.escape_unicode());
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Characters that change in which order others are shown, or that are not seen.
///
/// Source: Unicode Standard Annex 9, section 2; CVE-2021-42574.
fn reorders(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_steers_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c\r\nd\u{9b}"), "a\\u{1b}[2Jb\\u{202e}c  d\\u{9b}");
    }
}
