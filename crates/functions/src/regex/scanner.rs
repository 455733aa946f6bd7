//! Reading a pattern letter by letter.

/// What is left of a pattern.
#[derive(Clone)]
pub(super) struct Scanner<'p> {
    rest: &'p str,
}

impl<'p> Scanner<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self { rest: pattern }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next();
        self.rest = letters.as_str();
        letter
    }

    pub(super) fn next_if(&mut self, wanted: char) -> bool {
        self.next_if_str(wanted.encode_utf8(&mut [0; 4]))
    }

    pub(super) fn next_if_str(&mut self, wanted: &str) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest.starts_with(text)
    }

    /// All up to an end, which is passed over.
    pub(super) fn until(&mut self, end: char) -> Option<&'p str> {
        let (inside, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(inside)
    }

    /// All up to `\E` or the end.
    pub(super) fn quoted(&mut self) -> &'p str {
        let (inside, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        self.rest = rest;
        inside
    }

    /// After `{`: the rest of `{12}`, `{1,}` or `{1,2}`, if that follows.
    pub(super) fn repetition(&mut self) -> Option<(String, u32, Option<u32>)> {
        let (inside, rest) = self.rest.split_once('}')?;
        let (least, most) = match inside.split_once(',') {
            Some((least, "")) => (count(least)?, None),
            Some((least, most)) => (count(least)?, Some(count(most)?)),
            None => (count(inside)?, Some(count(inside)?)),
        };
        self.rest = rest;
        Some((format!("{{{inside}}}"), least, most))
    }
}

/// A count of repetitions: no leading zero, and too large a one is the largest.
fn count(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let leading = digits.len() > 1 && digits.starts_with('0');
    (plain && !leading).then(|| digits.parse().unwrap_or(u32::MAX))
}
