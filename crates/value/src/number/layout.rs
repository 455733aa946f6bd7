//! Where a formatted number stands in its field.

use super::NumberError;

/// The largest width and precision of a field.
///
/// Units: characters.
pub const MAX_FIELD: usize = 1 << 20;

/// Flags, width and precision of a verb: `+`, `10` and `3` of `%+10.3f`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout<'f> {
    /// Any of space, `+`, `-`, `#` and `0`; others mean nothing.
    pub flags: &'f str,
    /// The least number of characters.
    pub width: Option<usize>,
    /// What it counts depends on the verb.
    pub precision: Option<usize>,
}

impl Layout<'_> {
    pub(super) fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// Errors: [`NumberError::Limit`] if the field is larger than [`MAX_FIELD`].
    pub(super) fn check(&self) -> Result<(), NumberError> {
        let largest = self.width.max(self.precision).unwrap_or(0);
        if largest > MAX_FIELD { Err(NumberError::Limit) } else { Ok(()) }
    }

    /// The sign of a number that is not negative.
    pub(super) fn plus(&self) -> &'static str {
        match (self.has('+'), self.has(' ')) {
            (true, _) => "+",
            (false, true) => " ",
            (false, false) => "",
        }
    }

    /// Fills up to the width: with zeros between sign and digits, with spaces after the digits, or before the sign.
    pub(super) fn place(&self, sign: &str, digits: &str, zeros: bool) -> String {
        // A number's text is ASCII, so its bytes are its characters.
        let missing = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
        if zeros {
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else if self.has('-') {
            format!("{sign}{digits}{}", " ".repeat(missing))
        } else {
            format!("{}{sign}{digits}", " ".repeat(missing))
        }
    }
}
