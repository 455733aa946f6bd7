//! Files that were read, byte spans in them, and places a person can open.

use std::any::Any;
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Index of a file in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open byte range of one file.
///
/// Units: bytes from the start of the file's text, as stored in [`SourceFile::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The part of this span that starts `offset` bytes in and is `length` bytes long, kept inside it.
    #[must_use]
    pub fn part(self, offset: usize, length: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).min(self.end - self.start) + self.start;
        Self { file: self.file, start: clamp(offset), end: clamp(offset.saturating_add(length)) }
    }

    /// Units: bytes.
    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// Where a fact stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// In a file that was read.
    File(Span),
    /// In the vendor's documentation: a default that nobody wrote down.
    Documented {
        /// The page.
        url: &'static str,
    },
}

impl Source {
    /// The span, if the fact stands in a file.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::File(span) => Some(*span),
            Self::Documented { .. } => None,
        }
    }
}

/// One file's name and text.
#[derive(Debug)]
pub struct SourceFile {
    /// Path as a report shows it: relative to where the command ran if it lies below, with `/`.
    pub path: Arc<str>,
    /// The text; bytes that are not UTF-8 have been replaced.
    pub text: Arc<str>,
    /// Whether it is data that a program wrote, a plan or a state: what stands around a place there is nothing that a
    /// person would want to see, and may be a secret.
    pub is_data: bool,
    lines: Vec<u32>,
    /// Parts that nobody may see; sorted.
    hidden: OnceLock<Vec<Range<u32>>>,
    /// UTF-16 units before each block of the text, counted when first asked for.
    units: OnceLock<Vec<u32>>,
    memo: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// Bytes between two counts of UTF-16 units.
const BLOCK: usize = 4096;

/// UTF-16 units of the characters that start in some bytes of UTF-8: one, or two for those of four bytes.
fn units_in(bytes: &[u8]) -> u32 {
    let starts = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let pairs = bytes.iter().filter(|byte| **byte >= 0xF0).count();
    u32::try_from(starts + pairs).unwrap_or(u32::MAX)
}

/// A position as editors count.
///
/// Units: `line` and `column` from 1; `column` in UTF-16 code units; `offset` in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 code units.
    pub column: u32,
    /// Byte offset in the file.
    pub offset: u32,
}

/// A span made readable: path and positions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Path as a report shows it.
    pub path: Arc<str>,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

impl SourceFile {
    fn new(path: Arc<str>, text: Arc<str>, is_data: bool) -> Self {
        let starts = text.bytes().zip(1u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
        let lines = std::iter::once(0).chain(starts).collect();
        Self {
            path,
            text,
            is_data,
            lines,
            hidden: OnceLock::new(),
            units: OnceLock::new(),
            memo: OnceLock::new(),
        }
    }

    /// What a later layer works out about the text, worked out on first use and kept with the file.
    ///
    /// One layer uses it, with one type; nothing if the file keeps another type already.
    pub fn once<T: Any + Send + Sync>(&self, work: impl FnOnce(&Self) -> T) -> Option<&T> {
        self.memo.get_or_init(|| Box::new(work(self))).downcast_ref()
    }

    /// Says which parts nobody may see, once.
    ///
    /// Units: bytes.
    pub fn hide(&self, mut parts: Vec<Range<u32>>) {
        parts.sort_by_key(|part| (part.start, part.end));
        let mut apart: Vec<Range<u32>> = Vec::with_capacity(parts.len());
        for part in parts.into_iter().filter(|part| part.start < part.end) {
            match apart.last_mut() {
                Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
                _ => apart.push(part),
            }
        }
        self.hidden.get_or_init(|| apart);
    }

    /// The parts that nobody may see: sorted, apart from each other.
    ///
    /// Units: bytes.
    pub fn hidden(&self) -> &[Range<u32>] {
        self.hidden.get().map_or(&[], Vec::as_slice)
    }

    /// Whether a part that nobody may see begins, ends or lies in some bytes, or around them.
    ///
    /// Units: bytes.
    pub fn is_hidden(&self, part: &Range<u32>) -> bool {
        let first = self.hidden().partition_point(|hidden| hidden.end <= part.start);
        self.hidden().get(first).is_some_and(|hidden| hidden.start < part.end)
    }

    /// How many lines the text has.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    /// The text of one line, without its line end; empty if there is no such line.
    ///
    /// Units: `line` from 1.
    pub fn line(&self, line: u32) -> &str {
        self.text.get(self.line_range(line)).unwrap_or("")
    }

    /// The bytes of one line, without its line end; empty if there is no such line.
    ///
    /// Units: `line` from 1; the range in bytes.
    pub fn line_range(&self, line: u32) -> Range<usize> {
        let index = line.saturating_sub(1) as usize;
        let Some(start) = self.lines.get(index).filter(|_| line > 0) else { return 0..0 };
        let start = *start as usize;
        let end = self.lines.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        start..start + self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']).len()
    }

    /// Position of a byte offset; an offset past the end gives the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let offset = u32::try_from(at).unwrap_or(u32::MAX);
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0) as usize;
        let units = self.units_before(at) - self.units_before(start);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: narrow(line), column: narrow(units + 1), offset }
    }

    /// UTF-16 units before a byte; a plan is one line of many megabytes, which is not counted again for each place.
    fn units_before(&self, at: usize) -> usize {
        let units = self.units.get_or_init(|| {
            let mut sum = 0_u32;
            let blocks = self.text.as_bytes().chunks(BLOCK);
            let before = |block: &[u8]| {
                let after = sum.saturating_add(units_in(block));
                std::mem::replace(&mut sum, after)
            };
            let mut units: Vec<u32> = blocks.map(before).collect();
            units.push(sum);
            units
        });
        let block = at / BLOCK;
        let known = units.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(block * BLOCK..at).unwrap_or_default();
        (known + units_in(rest)) as usize
    }

    /// The place of a byte range of this file.
    pub fn place(&self, start: u32, end: u32) -> Place {
        Place { path: self.path.clone(), start: self.position(start), end: self.position(end) }
    }
}

/// Every file that one stack was read from.
///
/// Shared by reference: reading a further file (`file()`, a module) needs no exclusive access.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    /// Adds a file and gives its id; the whole-file span is `Span { file, start: 0, end: text.len() }`.
    pub fn add(&self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.keep(SourceFile::new(path.into(), text.into(), false))
    }

    /// The same for data that a program wrote: a plan, a state.
    pub fn add_data(&self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.keep(SourceFile::new(path.into(), text.into(), true))
    }

    fn keep(&self, file: SourceFile) -> FileId {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        files.push(Arc::new(file));
        FileId(u32::try_from(files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of that id, if it is one of these.
    pub fn get(&self, id: FileId) -> Option<Arc<SourceFile>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).get(id.0 as usize).cloned()
    }

    /// The text a span covers; empty if the span is not of these files.
    pub fn text(&self, span: Span) -> String {
        let Some(file) = self.get(span.file) else { return String::new() };
        file.text.get(span.start as usize..span.end as usize).unwrap_or("").to_owned()
    }

    /// The place of a span, if its file is one of these.
    pub fn place(&self, span: Span) -> Option<Place> {
        Some(self.get(span.file)?.place(span.start, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_from_one_and_columns_in_utf16() {
        let sources = Sources::default();
        let id = sources.add("a.tf", "a\r\n𝕏b = 1\nlast");
        let file = sources.get(id).unwrap();
        assert_eq!(file.position(0), Position { line: 1, column: 1, offset: 0 });
        let b = u32::try_from(file.text.find('b').unwrap()).unwrap();
        assert_eq!(file.position(b), Position { line: 2, column: 3, offset: b });
        assert_eq!(file.line(1), "a");
        assert_eq!(file.line(3), "last");
        assert_eq!(file.line(4), "");
        assert_eq!(file.line(0), "");
        assert_eq!(file.line_range(1), 0..1);
        assert_eq!(&file.text[file.line_range(3)], "last");
        assert_eq!(file.position(999).line, 3);
    }

    #[test]
    fn positions_in_long_lines_are_counted_from_the_line_start() {
        let text = format!("{}\n{}", "é𝕏a".repeat(3 * BLOCK / 7), "𝕏é".repeat(BLOCK));
        let sources = Sources::default();
        let file = sources.get(sources.add("a", text.as_str())).unwrap();
        let whole = sources.get(sources.add("b", "a".repeat(2 * BLOCK))).unwrap();
        assert_eq!(whole.position(u32::MAX).column as usize, 2 * BLOCK + 1);
        for (at, _) in text.char_indices().step_by(997) {
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let column = text[start..at].encode_utf16().count() + 1;
            assert_eq!(file.position(u32::try_from(at).unwrap()).column as usize, column, "{at}");
        }
    }

    #[test]
    fn work_on_a_file_is_done_once() {
        let sources = Sources::default();
        let id = sources.add("a.tf", "a = 1");
        let length = |file: &SourceFile| file.text.len();
        assert_eq!(sources.get(id).unwrap().once(length), Some(&5));
        assert_eq!(sources.get(id).unwrap().once(|_| -> usize { panic!("again") }), Some(&5));
        assert_eq!(sources.get(id).unwrap().once(|_| "another type"), None);
    }

    #[test]
    fn a_part_never_leaves_its_span() {
        let span = Span { file: FileId(0), start: 10, end: 20 };
        assert_eq!(span.part(2, 3), Span { file: FileId(0), start: 12, end: 15 });
        assert_eq!(span.part(8, 30), Span { file: FileId(0), start: 18, end: 20 });
        assert_eq!(span.part(usize::MAX, 1).len(), 0);
    }
}
