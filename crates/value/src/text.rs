//! Unicode's normal form C, in which Terraform keeps every string.

use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The text in normal form C.
///
/// Source: `cty.NormalizeString` of go-cty (read 2026-11-25).
pub(crate) fn normal(text: Arc<str>) -> Arc<str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_composed() {
        assert_eq!(normal("e\u{301}".into()).as_ref(), "é");
        assert_eq!(normal("é".into()).as_ref(), "é");
    }
}
