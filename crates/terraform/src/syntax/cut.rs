//! Text to top-level items, without parsing them.
//!
//! Knows just enough of the language to find where an item ends: quotes, heredocs, comments, brackets.

/// Keywords that start a top-level block; seen at the start of a line inside another block, they mean that a
/// bracket is missing before.
const KEYWORDS: [&str; 7] = ["resource", "data", "variable", "output", "module", "provider", "locals"];

/// One top-level block or attribute.
///
/// Units: bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The top-level items of a file, in order.
pub(crate) fn items(text: &str) -> Vec<Item> {
    let mut walk = Walk::new(text.as_bytes(), 0);
    let mut items = Vec::new();
    let mut start = None;
    while let Some(token) = walk.next() {
        match token {
            Token::Newline if walk.frames.is_empty() || walk.restarts() => {
                walk.frames.clear();
                items.extend(start.take().map(|start| Item { start, end: walk.at - 1 }));
            }
            Token::Space | Token::Comment | Token::Newline => {}
            Token::Other => start = start.or(Some(walk.before)),
        }
    }
    items.extend(start.map(|start| Item { start, end: text.len() }));
    items
}

/// What [`Walk`] stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Space,
    /// A line end in code, where it may mean something.
    Newline,
    Comment,
    Other,
}

/// What is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A bracket.
    Bracket,
    /// The brace of `{ for …`.
    ForObject,
    Quote,
    /// `${` or `%{`
    Interpolation,
    /// Its delimiter, as a range of the text.
    Heredoc(usize, usize),
}

/// A walk over text, a token at a time.
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    /// Start of the last token.
    pub(super) before: usize,
    /// Its end.
    pub(super) at: usize,
    pub(super) frames: Vec<Frame>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, before: at, at, frames: Vec::new() }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next token; its end is at least one further.
    pub(super) fn next(&mut self) -> Option<Token> {
        if self.at >= self.bytes.len() {
            return None;
        }
        self.before = self.at;
        Some(match self.frames.last() {
            Some(Frame::Quote) => self.quoted(),
            Some(Frame::Heredoc(start, end)) => self.heredoc_line(*start, *end),
            _ => self.code(),
        })
    }

    fn code(&mut self) -> Token {
        let byte = self.peek(0);
        match (byte, self.peek(1)) {
            (b'\n', _) => return self.take(1, Token::Newline),
            (b' ' | b'\t' | b'\r', _) => return self.take(1, Token::Space),
            (b'#', _) | (b'/', b'/') => {
                let length = self.rest().iter().position(|byte| *byte == b'\n').unwrap_or(self.rest().len());
                return self.take(length, Token::Comment);
            }
            (b'/', b'*') => {
                let end = self.rest().windows(2).skip(2).position(|pair| pair == b"*/");
                return self.take(end.map_or(self.rest().len(), |at| at + 4), Token::Comment);
            }
            (b'<', b'<') if self.open_heredoc() => return Token::Other,
            (b'"', _) => self.frames.push(Frame::Quote),
            (b'{', _) if self.starts_for() => self.frames.push(Frame::ForObject),
            (b'{' | b'[' | b'(', _) => self.frames.push(Frame::Bracket),
            (b'}' | b']' | b')', _) => {
                self.frames.pop();
            }
            _ if word(byte) => {
                let length = self.rest().iter().position(|byte| !word(*byte)).unwrap_or(self.rest().len());
                return self.take(length, Token::Other);
            }
            _ => {}
        }
        self.take(1, Token::Other)
    }

    fn take(&mut self, length: usize, token: Token) -> Token {
        self.at += length;
        token
    }

    /// Inside quotes; a line end closes them, since a string never spans lines.
    fn quoted(&mut self) -> Token {
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'\\', _, _) => self.take(2, Token::Other),
            (b'$', b'$', b'{') | (b'%', b'%', b'{') => self.take(3, Token::Other),
            (b'$' | b'%', b'{', _) => {
                self.frames.push(Frame::Interpolation);
                self.take(2, Token::Other)
            }
            (b'"', _, _) => {
                self.frames.pop();
                self.take(1, Token::Other)
            }
            (b'\n', _, _) => {
                self.frames.pop();
                self.take(1, Token::Newline)
            }
            _ => self.take(1, Token::Other),
        }
    }

    /// Inside a heredoc: up to its next interpolation, line end or delimiter.
    fn heredoc_line(&mut self, start: usize, end: usize) -> Token {
        let line_start = self.before == 0 || self.bytes.get(self.before - 1) == Some(&b'\n');
        if line_start {
            let blank = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let delimiter = self.bytes.get(start..end).unwrap_or_default();
            let after = self.rest().get(blank..).unwrap_or_default();
            let ends = !after.get(delimiter.len()).is_some_and(|byte| word(*byte));
            if after.starts_with(delimiter) && ends {
                self.frames.pop();
                return self.take(blank + delimiter.len(), Token::Other);
            }
        }
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'$', b'$', b'{') | (b'%', b'%', b'{') => self.take(3, Token::Other),
            (b'$' | b'%', b'{', _) => {
                self.frames.push(Frame::Interpolation);
                self.take(2, Token::Other)
            }
            (b'\n', _, _) => self.take(1, Token::Other),
            _ => {
                let plain = self.rest().iter().skip(1).position(|byte| matches!(byte, b'$' | b'%' | b'\n'));
                let length = plain.map_or(self.rest().len(), |at| at + 1);
                self.take(length.max(1), Token::Other)
            }
        }
    }

    /// Opens a heredoc if one starts here: `<<EOT` or `<<-EOT` and the end of the line.
    fn open_heredoc(&mut self) -> bool {
        let skip = if self.peek(2) == b'-' { 3 } else { 2 };
        let name = self.rest().get(skip..).unwrap_or_default();
        let length = name.iter().take_while(|byte| word(**byte)).count();
        let line = name.get(length..).unwrap_or_default();
        let line_end = if line.first() == Some(&b'\r') { 2 } else { 1 };
        if length == 0 || line.get(line_end - 1) != Some(&b'\n') {
            return false;
        }
        let start = self.at + skip;
        self.frames.push(Frame::Heredoc(start, start + length));
        self.at = start + length + line_end;
        true
    }

    /// Whether the brace here is that of an object's `for`.
    fn starts_for(&self) -> bool {
        let inner = self.rest().get(1..).unwrap_or_default().trim_ascii_start();
        inner.starts_with(b"for") && inner.get(3).is_some_and(u8::is_ascii_whitespace)
    }

    /// Whether a new top-level block seems to start here, though brackets are open.
    fn restarts(&self) -> bool {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| word(**byte)).count();
        let keyword = rest.get(..length).unwrap_or_default();
        let after = rest.get(length..).unwrap_or_default().trim_ascii_start().first();
        let opens = if keyword == b"locals" { Some(&b'{') } else { Some(&b'"') };
        KEYWORDS.iter().any(|known| known.as_bytes() == keyword)
            && after == opens
            && !self.frames.iter().any(|frame| matches!(frame, Frame::Heredoc(..)))
    }
}

fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        items(text).into_iter().map(|item| &text[item.start..item.end]).collect()
    }

    #[test]
    fn items_end_with_their_line_or_bracket() {
        let text = "# note\na = 1\n\nlocals {\n  b = \"}\"\n}\r\nc = [\n 1,\n]";
        assert_eq!(cut(text), ["a = 1", "locals {\n  b = \"}\"\n}\r", "c = [\n 1,\n]"]);
    }

    #[test]
    fn quotes_interpolations_heredocs_and_comments_hide_brackets() {
        let text = "x {\n a = \"${f(\"}\")} $${ {\"\n b = <<-E\n }}} ${\"}\"}\n  E\n /* } */ # }\n}\ny {}";
        assert_eq!(cut(text).len(), 2);
        assert_eq!(cut(text)[1], "y {}");
    }

    #[test]
    fn a_missing_bracket_costs_one_item() {
        let text = "resource \"a\" \"b\" {\n x = [1\nresource \"c\" \"d\" {\n}\nlocals {\n}\n";
        assert_eq!(cut(text).len(), 3);
        assert_eq!(cut("a = \"unclosed\nb = 2\n"), ["a = \"unclosed", "b = 2"]);
    }

    #[test]
    fn a_heredoc_may_hold_what_looks_like_a_block() {
        let text = "a {\n t = <<E\nresource \"x\" \"y\" {\nE\n}\n";
        assert_eq!(cut(text).len(), 1);
    }
}
