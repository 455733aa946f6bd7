//! Files to replies to records.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use ringfence_hcl::json;
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Sources, Span};
use ringfence_terraform::{Stack, Unread, decode, read_named, read_regular};
use ringfence_value::Value;

use crate::limits::{ALL_FILES, FILE, MOST_TOLD, OPENING, VALUES};
use crate::values::{at_most, value};
use crate::{Dialect, Opening, Recorded, Reply, ReplyFile, folder};

/// Why a file that a person named is not read as a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyError {
    /// The file, as a report shows it, what is wrong, and what to do.
    pub message: String,
}

impl std::fmt::Display for ReplyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ReplyError {}

/// Whether a directory holds at least one reply, in itself or below: files are told by how they open.
pub fn holds_replies(dir: &Path, dialects: &[&dyn Dialect]) -> bool {
    folder::list(dir).files.iter().any(|file| is_reply(file, dialects))
}

/// Whether a file opens as a reply does.
pub fn is_reply(file: &Path, dialects: &[&dyn Dialect]) -> bool {
    let mut start = Vec::new();
    let regular = std::fs::metadata(file).is_ok_and(|metadata| metadata.is_file());
    let opened = File::open(file).ok().filter(|_| regular);
    let most = OPENING as u64;
    if opened.and_then(|file| file.take(most).read_to_end(&mut start).ok()).is_none() {
        return false;
    }
    let opening = Opening::of(&lossy(&start));
    dialects.iter().any(|dialect| dialect.opens(&opening))
}

/// The start of a file as text: a character may be cut in two at its end.
fn lossy(bytes: &[u8]) -> String {
    decode(bytes.to_vec()).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

/// The records of all replies in a directory and below, or of the one file that is named.
///
/// Unknown: what no reply tells. A file that cannot be read is a notice, and all others are still read.
///
/// # Errors
///
/// The file that is named cannot be read, is no JSON or no reply.
pub fn read(
    path: &Path,
    dialects: &[&dyn Dialect],
    display_base: Option<&Path>,
    sources: &Sources,
) -> Result<Stack, ReplyError> {
    let mut reading =
        Reading { dialects, display_base, sources, left: ALL_FILES, values: VALUES, notices: Vec::new() };
    let texts = if path.is_dir() { reading.folder(path) } else { vec![reading.named(path)?] };
    let parsed: Vec<Parsed> = texts.par_iter().map(|text| parse(text, dialects)).collect();
    let mut replies: Vec<Vec<Reply>> = vec![Vec::new(); dialects.len()];
    let mut untold = Vec::new();
    for (text, parsed) in texts.iter().zip(parsed) {
        match parsed {
            Parsed::Replies(of, mut found) => {
                if let Some(own) = replies.get_mut(of) {
                    own.append(&mut found);
                }
            }
            Parsed::Other(names) => untold.push((text, names)),
            Parsed::Broken(notice) => reading.notices.push(*notice),
        }
    }
    if replies.iter().all(Vec::is_empty) && !path.is_dir() {
        return Err(nothing_in(&texts, reading.notices.first(), sources));
    }
    reading.untold(&untold);
    Ok(reading.stack(&replies, path))
}

/// A text to parse.
struct Text {
    /// Below the directory that was named.
    path: PathBuf,
    shown: String,
    file: FileId,
    content: Arc<str>,
}

/// What a file is.
enum Parsed {
    /// Replies of the dialect of that number.
    Replies(usize, Vec<Reply>),
    /// JSON, but no reply: the names that it opens with.
    Other(Vec<String>),
    /// No JSON.
    Broken(Box<Notice>),
}

fn parse(text: &Text, dialects: &[&dyn Dialect]) -> Parsed {
    let opening = Opening::of(&text.content);
    let of = dialects.iter().position(|dialect| dialect.opens(&opening));
    let names = || opening.names.iter().map(|(name, _)| name.clone()).collect();
    if of.is_none() && !opening.names.is_empty() {
        return Parsed::Other(names());
    }
    let document = match json::parse(&text.content) {
        Ok(document) => document,
        Err(error) => {
            let at = u32::try_from(error.at).unwrap_or(u32::MAX);
            let what = if error.truncated { "is cut off" } else { "is no JSON" };
            let message = format!("`{}` {what}, so it was not analysed: {}", text.shown, error.message);
            let source = Some(Source::File(Span { file: text.file, start: at, end: at }));
            return Parsed::Broken(Box::new(Notice {
                id: NoticeId::Syntax,
                level: Level::Warning,
                message,
                source,
            }));
        }
    };
    let Some((of, dialect)) = of.and_then(|of| Some((of, dialects.get(of)?))) else {
        return Parsed::Other(names());
    };
    let root: Value = value(document.root(), text.file);
    Parsed::Replies(of, dialect.replies(&ReplyFile { path: text.path.clone(), root }))
}

fn nothing_in(texts: &[Text], broken: Option<&Notice>, sources: &Sources) -> ReplyError {
    let shown = texts.first().map_or("the file", |text| text.shown.as_str());
    let message = match broken {
        Some(notice) => {
            let span = notice.source.as_ref().and_then(Source::span);
            let place = span.and_then(|span| sources.place(span));
            let place = place.map_or_else(String::new, |place| {
                format!(" (line {}, column {})", place.start.line, place.start.column)
            });
            format!("{}{place}", notice.message)
        }
        None => format!(
            "`{shown}` is JSON, but no reply of a cloud's API that is known; a plan or state of Terraform is read without \
             `--as replies`"
        ),
    };
    ReplyError { message }
}

/// Reading the files of one run.
struct Reading<'r> {
    dialects: &'r [&'r dyn Dialect],
    display_base: Option<&'r Path>,
    sources: &'r Sources,
    /// Units: bytes.
    left: u64,
    /// Values that may still be made.
    values: usize,
    notices: Vec<Notice>,
}

impl Reading<'_> {
    fn folder(&mut self, dir: &Path) -> Vec<Text> {
        let folder = folder::list(dir);
        self.notices.extend(folder.notices);
        let mut texts = Vec::new();
        for file in folder.files {
            let shown = self.shown(&file);
            match self.bytes(&file).and_then(decode).and_then(|text| self.admit(text)) {
                Ok(text) => {
                    let path = file.strip_prefix(dir).unwrap_or(&file).to_owned();
                    texts.push(self.keep(path, shown, text));
                }
                Err(why) => self.note(NoticeId::Unreadable, format!("`{shown}` was not read: {why}")),
            }
        }
        texts
    }

    fn bytes(&mut self, file: &Path) -> Result<Vec<u8>, String> {
        let bytes = read_regular(file, FILE.min(self.left)).map_err(|unread| match unread {
            Unread::TooLarge(limit) if limit < FILE => {
                format!("all files together have more than {ALL_FILES} bytes")
            }
            unread => unread.why(),
        })?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    /// Whether the values of a text fit; a part of them would look like all there are.
    fn admit(&mut self, text: String) -> Result<String, String> {
        let opening = Opening::of(&text);
        if self.dialects.iter().any(|dialect| dialect.opens(&opening)) {
            let left = self.values.checked_sub(at_most(&text));
            self.values =
                left.ok_or_else(|| format!("all replies together have more than {VALUES} values"))?;
        }
        Ok(text)
    }

    /// The one file that a person named.
    fn named(&mut self, path: &Path) -> Result<Text, ReplyError> {
        let shown = self.shown(path);
        let bytes = read_named(path, FILE).map_err(|unread| unread.why());
        let text = bytes
            .and_then(decode)
            .and_then(|text| self.admit(text))
            .map_err(|why| ReplyError { message: format!("`{shown}`: {why}") })?;
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Ok(self.keep(whole, shown, text))
    }

    fn keep(&self, path: PathBuf, shown: String, text: String) -> Text {
        let content: Arc<str> = text.into();
        let file = self.sources.add_data(shown.clone(), content.clone());
        Text { path, shown, file, content }
    }

    fn shown(&self, path: &Path) -> String {
        if path == Path::new(ringfence_terraform::STANDARD_INPUT) {
            return "standard input".to_owned();
        }
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = self.display_base.and_then(|base| whole.strip_prefix(base).ok());
        below.unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    fn note(&mut self, id: NoticeId, message: String) {
        self.notices.push(Notice { id, level: Level::Warning, message, source: None });
    }

    /// Says which files hold no reply that is known.
    fn untold(&mut self, untold: &[(&Text, Vec<String>)]) {
        for (text, names) in untold.iter().take(MOST_TOLD) {
            let shown =
                names.iter().take(3).map(|name| format!("`{}`", name.chars().take(80).collect::<String>()));
            let what = match names.len() {
                0 => "it is no object".to_owned(),
                _ => format!("it opens with {}", shown.collect::<Vec<_>>().join(", ")),
            };
            let message =
                format!("`{}` is no reply that is read ({what}), so it was not analysed", text.shown);
            self.note(NoticeId::Unsupported, message);
        }
        let more = untold.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            self.note(NoticeId::Unsupported, format!("{more} more files are no replies that are read"));
        }
    }

    /// The records of all dialects together.
    fn stack(mut self, replies: &[Vec<Reply>], path: &Path) -> Stack {
        let mut stack = Stack::default();
        let mut hidden: BTreeMap<FileId, Vec<Range<u32>>> = BTreeMap::new();
        for (dialect, replies) in self.dialects.iter().zip(replies).filter(|(_, replies)| !replies.is_empty())
        {
            let Recorded { records, providers, notices, hidden: spans } = dialect.records(replies);
            stack.records.extend(records);
            stack.providers.extend(providers);
            self.notices.extend(notices);
            for span in spans {
                hidden.entry(span.file).or_default().push(span.start..span.end);
            }
        }
        for (file, parts) in hidden {
            if let Some(source) = self.sources.get(file) {
                source.hide(parts);
            }
        }
        stack.records.sort_by(|left, right| left.address.cmp(&right.address));
        stack.providers.sort_by(|left, right| left.name.cmp(&right.name));
        if stack.records.is_empty() {
            let names: Vec<&str> = self.dialects.iter().map(|dialect| dialect.name()).collect();
            let message = format!(
                "`{}` holds no replies (of {}) with anything in them, so there was nothing to analyse",
                self.shown(path),
                names.join(", ")
            );
            self.notices.push(Notice { id: NoticeId::NoInput, level: Level::Error, message, source: None });
        }
        self.notices.sort();
        self.notices.dedup();
        stack.notices = self.notices;
        stack
    }
}
