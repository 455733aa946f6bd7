//! Pieces of text that are not known yet.
//!
//! Whoever hands a policy text to this crate may know only parts of it: the name of a bucket that the same
//! plan creates, a variable without a value. The contract between both sides:
//!
//! - each unknown piece is written as [`UNKNOWN_OPEN`], a decimal number, [`UNKNOWN_CLOSE`]; the number tells
//!   pieces apart for the writer and means nothing here;
//! - inside a JSON string a piece stands for some text, perhaps with wildcards in it;
//! - outside a string it stands for one JSON value or for several list elements: unknown statements, actions,
//!   conditions;
//! - anywhere else (in the middle of a key, between two members) the document as a whole is unknown.
//!
//! Both characters are Unicode noncharacters, so no text that is meant to be read contains them.
//! Two pieces are never assumed to be equal, even with the same number.

/// Opens an unknown piece.
///
/// Source: The Unicode Standard, section 23.7, noncharacters are free for internal use (read 2026-11-23).
pub const UNKNOWN_OPEN: char = '\u{FDD0}';

/// Closes an unknown piece.
pub const UNKNOWN_CLOSE: char = '\u{FDD1}';

/// A text of which nothing is known.
pub(crate) const UNKNOWN_TEXT: &str = "\u{FDD0}0\u{FDD1}";

/// A stretch of text that is known, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Known(&'a str),
    Unknown,
}

/// Cuts a text at its unknown pieces. A piece that is never closed ends with its digits.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((known, after)) = rest.split_once(UNKNOWN_OPEN) {
        if !known.is_empty() {
            found.push(Piece::Known(known));
        }
        found.push(Piece::Unknown);
        let tail = after.trim_start_matches(|c: char| c.is_ascii_digit());
        rest = tail.strip_prefix(UNKNOWN_CLOSE).unwrap_or(tail);
    }
    if !rest.is_empty() {
        found.push(Piece::Known(rest));
    }
    found
}

/// Returns whether any part of the text is unknown.
pub(crate) fn has_unknown(text: &str) -> bool {
    text.contains(UNKNOWN_OPEN)
}

/// Returns the text as a person should see it: each unknown piece as `(unknown)`.
pub(crate) fn readable(text: &str) -> String {
    let show = |piece: Piece<'_>| match piece {
        Piece::Known(known) => known.to_owned(),
        Piece::Unknown => "(unknown)".to_owned(),
    };
    pieces(text).into_iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_each_piece() {
        let text = "a\u{FDD0}12\u{FDD1}b\u{FDD0}3\u{FDD1}";
        assert_eq!(pieces(text), [Piece::Known("a"), Piece::Unknown, Piece::Known("b"), Piece::Unknown]);
        assert_eq!(readable(text), "a(unknown)b(unknown)");
        assert_eq!(pieces("plain"), [Piece::Known("plain")]);
    }

    #[test]
    fn a_piece_without_an_end_is_still_unknown() {
        assert_eq!(pieces("a\u{FDD0}7b"), [Piece::Known("a"), Piece::Unknown, Piece::Known("b")]);
    }
}
