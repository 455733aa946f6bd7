//! Text to tokens, one at a time and on demand.

mod comment;
mod heredoc;
mod number;
mod token;
mod word;

use memchr::memchr;

pub(crate) use number::{digits, is_number};
pub(crate) use token::{Kind, Token};
pub(crate) use word::word_end;

/// A text and how far it may be read.
#[derive(Debug)]
pub(crate) struct Scanner<'t> {
    /// All of the text, for slices that are known to lie in it.
    pub(crate) text: &'t str,
    /// The text up to where it may be read.
    pub(crate) bytes: &'t [u8],
    /// From here on, no `*/` stands before the end given second.
    unclosed_comment: Option<(usize, usize)>,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), unclosed_comment: None }
    }

    /// The byte at a place; none behind the end.
    #[inline]
    pub(crate) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// A piece of the text; empty where there is none.
    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// What a token stands for.
    #[inline]
    pub(crate) fn token_text(&self, token: Token) -> &'t str {
        self.slice(token.start, token.end)
    }

    /// The bytes from a place on.
    #[inline]
    pub(crate) fn rest(&self, at: usize) -> &'t [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// Where the line of a place ends: its line feed, or the end of the text.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', self.rest(at)).map_or(self.bytes.len().max(at), |length| at + length)
    }

    /// The first place from `at` on that is neither a space nor a tab.
    pub(crate) fn after_blanks(&self, at: usize) -> usize {
        let blanks = self.rest(at).iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        at + blanks
    }

    /// The next token of code at or after a place; comments count as space.
    pub(crate) fn token(&mut self, mut at: usize) -> Token {
        loop {
            let Some(first) = self.byte(at) else { return Token::new(Kind::End, at, at) };
            let (kind, length) = match first {
                b' ' | b'\t' => {
                    at += 1;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => return self.word(at),
                b'0'..=b'9' => return Token::new(Kind::Number, at, self.number_end(at)),
                b'\n' => (Kind::Newline, 1),
                b'#' => {
                    at = self.line_end(at);
                    continue;
                }
                b'/' => match self.byte(at + 1) {
                    Some(b'/') => {
                        at = self.line_end(at);
                        continue;
                    }
                    Some(b'*') => match self.comment_end(at) {
                        Some(end) => {
                            at = end;
                            continue;
                        }
                        None => (Kind::Comment, 2),
                    },
                    _ => (Kind::Slash, 1),
                },
                b'<' => match self.heredoc_opening_end(at) {
                    Some(end) => (Kind::Heredoc, end - at),
                    None => self.symbol(at, first),
                },
                0x80.. => return self.other(at),
                _ => self.symbol(at, first),
            };
            return Token::new(kind, at, at + length);
        }
    }

    /// A name; the first byte is a letter.
    fn word(&self, at: usize) -> Token {
        Token::new(Kind::Name, at, word_end(self.text, self.bytes, at))
    }

    /// Punctuation: its kind and length.
    fn symbol(&self, at: usize, first: u8) -> (Kind, usize) {
        let second = self.byte(at + 1).unwrap_or(0);
        match (first, second) {
            (b'=', b'=') => (Kind::Equal, 2),
            (b'=', b'>') => (Kind::Arrow, 2),
            (b'=', _) => (Kind::Assign, 1),
            (b'"', _) => (Kind::Quote, 1),
            (b'{', _) => (Kind::OpenBrace, 1),
            (b'}', _) => (Kind::CloseBrace, 1),
            (b'[', _) => (Kind::OpenBracket, 1),
            (b']', _) => (Kind::CloseBracket, 1),
            (b'(', _) => (Kind::OpenParen, 1),
            (b')', _) => (Kind::CloseParen, 1),
            (b',', _) => (Kind::Comma, 1),
            (b'.', b'.') if self.byte(at + 2) == Some(b'.') => (Kind::Ellipsis, 3),
            (b'.', _) => (Kind::Dot, 1),
            (b':', b':') => (Kind::DoubleColon, 2),
            (b':', _) => (Kind::Colon, 1),
            (b'?', _) => (Kind::Question, 1),
            (b'!', b'=') => (Kind::NotEqual, 2),
            (b'!', _) => (Kind::Not, 1),
            (b'<', b'=') => (Kind::LessOrEqual, 2),
            (b'<', _) => (Kind::Less, 1),
            (b'>', b'=') => (Kind::GreaterOrEqual, 2),
            (b'>', _) => (Kind::Greater, 1),
            (b'&', b'&') => (Kind::And, 2),
            (b'|', b'|') => (Kind::Or, 2),
            (b'+', _) => (Kind::Plus, 1),
            (b'-', _) => (Kind::Minus, 1),
            (b'*', _) => (Kind::Star, 1),
            (b'%', _) => (Kind::Percent, 1),
            (b'~', b'}') => (Kind::StripBrace, 2),
            (b'\r', b'\n') => (Kind::Newline, 2),
            _ => (Kind::Stray, 1),
        }
    }

    /// A character beyond ASCII: a name's first one, or one that the language does not use.
    fn other(&self, at: usize) -> Token {
        let end = word_end(self.text, self.bytes, at);
        if end > at {
            return Token::new(Kind::Name, at, end);
        }
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        Token::new(Kind::Stray, at, at + length)
    }
}
