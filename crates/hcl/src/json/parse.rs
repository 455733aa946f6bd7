//! A text to a document.

use super::document::{Document, Node};
use super::number::number_length;
use super::text::{escape_length, plain_length};
use super::{JsonError, Kind, MAX_DEPTH};

/// Bytes of text for each node that memory is set aside for.
const BYTES_PER_NODE: usize = 16;

/// Reads a JSON document, strictly as RFC 8259 has it; a byte order mark at its start is skipped.
///
/// # Errors
///
/// The text is not JSON, is cut off, nests deeper than [`MAX_DEPTH`], or has 4 GiB or more.
pub fn parse(text: &str) -> Result<Document<'_>, JsonError> {
    if u32::try_from(text.len()).is_err() {
        let message = "the document has 4 GiB or more, which is the limit; split it".to_owned();
        return Err(JsonError { at: 0, truncated: false, message });
    }
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let tape = Vec::with_capacity(text.len() / BYTES_PER_NODE);
    let mut parser = Parser { text, bytes: text.as_bytes(), at: start, tape, open: Vec::new() };
    parser.document()?;
    Ok(Document { text, tape: parser.tape })
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    tape: Vec<Node>,
    /// The containers that are open, as nodes of the tape.
    open: Vec<u32>,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<(), JsonError> {
        self.value()?;
        while let Some(container) = self.open.last().copied() {
            let kind = self.node(container).map_or(Kind::Null, |node| node.kind);
            match (self.peek(), kind) {
                (Some(b','), Kind::Object) => {
                    self.at += 1;
                    self.entry()?;
                }
                (Some(b','), _) => {
                    self.at += 1;
                    self.value()?;
                }
                (Some(b'}'), Kind::Object) | (Some(b']'), Kind::Array) => self.close(container),
                (_, Kind::Object) => return Err(self.expected("`,` or `}`")),
                _ => return Err(self.expected("`,` or `]`")),
            }
        }
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the document")),
        }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        let white = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
        self.at += white.unwrap_or(rest.len());
        self.bytes.get(self.at).copied()
    }

    /// A value, or the start of one: of a container that is not empty, up to its first plain value.
    fn value(&mut self) -> Result<(), JsonError> {
        loop {
            match self.peek() {
                Some(b'"') => return self.string(),
                Some(b'-' | b'0'..=b'9') => return self.number(),
                Some(b't') => return self.word("true", Kind::Bool),
                Some(b'f') => return self.word("false", Kind::Bool),
                Some(b'n') => return self.word("null", Kind::Null),
                Some(b'[') => {
                    let container = self.open(Kind::Array)?;
                    if self.peek() == Some(b']') {
                        self.close(container);
                        return Ok(());
                    }
                }
                Some(b'{') => {
                    let container = self.open(Kind::Object)?;
                    if self.peek() == Some(b'}') {
                        self.close(container);
                        return Ok(());
                    }
                    self.key()?;
                }
                _ => return Err(self.expected("a value")),
            }
        }
    }

    /// `"key": value`
    fn entry(&mut self) -> Result<(), JsonError> {
        self.peek();
        self.key()?;
        self.value()
    }

    /// `"key":`
    fn key(&mut self) -> Result<(), JsonError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let length = plain_length(rest);
            self.at += length;
            match rest.get(length) {
                Some(b'"') => {
                    self.at += 1;
                    self.push(Kind::String, start, escaped);
                    return Ok(());
                }
                Some(b'\\') => {
                    let Some(length) = escape_length(rest.get(length..).unwrap_or_default()) else {
                        return Err(self.bad_escape());
                    };
                    self.at += length;
                    escaped = true;
                }
                Some(_) => return Err(self.error("a control character in a text is written as an escape")),
                None => return Err(self.cut_off("`\"`")),
            }
        }
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        match number_length(self.bytes.get(start..).unwrap_or_default()) {
            Ok(length) => {
                self.at += length;
                self.push(Kind::Number, start, false);
                Ok(())
            }
            Err(length) => {
                self.at += length;
                Err(self.expected("a digit"))
            }
        }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<(), JsonError> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            if word.as_bytes().starts_with(rest) {
                self.at = self.bytes.len();
                return Err(self.cut_off(&format!("`{word}`")));
            }
            return Err(self.expected(&format!("`{word}`")));
        }
        self.at += word.len();
        self.push(kind, start, false);
        Ok(())
    }

    fn open(&mut self, kind: Kind) -> Result<u32, JsonError> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("nesting is deeper than {MAX_DEPTH} levels, which is the limit");
            return Err(self.error(&message));
        }
        let start = self.at;
        self.at += 1;
        let container = self.push(kind, start, false);
        self.open.push(container);
        Ok(container)
    }

    fn close(&mut self, container: u32) {
        self.at += 1;
        self.open.pop();
        let (end, next) = (place(self.at), place(self.tape.len()));
        if let Some(node) = self.node(container) {
            node.end = end;
            node.next = next;
        }
    }

    fn node(&mut self, index: u32) -> Option<&mut Node> {
        self.tape.get_mut(usize::try_from(index).ok()?)
    }

    /// Adds a node that ends here; returns its place on the tape.
    fn push(&mut self, kind: Kind, start: usize, escaped: bool) -> u32 {
        let index = place(self.tape.len());
        let (start, end) = (place(start), place(self.at));
        self.tape.push(Node { start, end, next: index.saturating_add(1), kind, escaped });
        index
    }
}

/// A place that is known to fit.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
