//! What is wrong with a document, in words.

use super::JsonError;
use super::parse::Parser;

impl Parser<'_> {
    /// Something else stands here, or nothing.
    pub(super) fn expected(&self, what: &str) -> JsonError {
        let rest = self.text.get(self.at..).unwrap_or_default();
        match rest.chars().next() {
            None => self.cut_off(what),
            Some(found) => self.error(&format!("expected {what}, found `{}`", found.escape_debug())),
        }
    }

    /// The text ends here.
    pub(super) fn cut_off(&self, what: &str) -> JsonError {
        let message = format!("expected {what}, found the end of the text");
        JsonError { truncated: true, ..self.error(&message) }
    }

    /// The backslash here starts no escape.
    pub(super) fn bad_escape(&self) -> JsonError {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = rest.get(2..).unwrap_or_default();
        let may_go_on = match rest.get(1) {
            None => true,
            Some(b'u') => digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit),
            Some(_) => false,
        };
        if may_go_on {
            return self.cut_off("an escape");
        }
        self.error("a backslash starts no escape here; write `\\\\` for a plain one")
    }

    /// Anything else.
    pub(super) fn error(&self, message: &str) -> JsonError {
        JsonError {
            at: u64::try_from(self.at).unwrap_or(u64::MAX),
            truncated: false,
            message: message.to_owned(),
        }
    }
}
