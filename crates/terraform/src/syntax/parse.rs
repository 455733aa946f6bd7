//! Files and templates to syntax trees.

use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use super::convert::{Converter, Names};
use super::cut::items;
use super::repair::{join_for_lines, widest_object};
use super::{Body, Item, Segment, template};

/// The largest file of configuration that is read.
///
/// Units: bytes.
pub(crate) const MAX_SOURCE: usize = 32 << 20;

/// The largest single block.
///
/// Units: bytes.
const MAX_ITEM: usize = 4 << 20;

/// The most entries of one object: the grammar compares each key with all before it.
const MANY_ENTRIES: usize = 10_000;

/// What a file holds, and what of it could not be read.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) body: Body,
    pub(crate) notices: Vec<Notice>,
}

/// Parses a file, item by item: one that is wrong becomes a notice.
pub(crate) fn parse_body(file: FileId, text: &str, names: &mut Names) -> Parsed {
    let mut parsed = Parsed::default();
    for item in items(text) {
        match parse_item(file, text, item, names) {
            Ok(body) => {
                parsed.body.attributes.extend(body.attributes);
                parsed.body.blocks.extend(body.blocks);
            }
            Err(notice) => parsed.notices.push(*notice),
        }
    }
    parsed
}

fn parse_item(file: FileId, text: &str, item: Item, names: &mut Names) -> Result<Body, Box<Notice>> {
    let Item { start, end } = item;
    // A byte order mark may stand before the first item, half a line end after each.
    let whole = text.get(start..end).unwrap_or_default();
    let unmarked = whole.trim_start_matches('\u{feff}');
    let start = start + whole.len() - unmarked.len();
    let source = unmarked.trim_end();
    if source.is_empty() {
        return Ok(Body::default());
    }
    if source.len() > MAX_ITEM {
        let limit = format!("of more than {} MiB", MAX_ITEM >> 20);
        return Err(Box::new(too_large(span(file, start, end), &limit)));
    }
    if source.len() > MANY_ENTRIES && widest_object(source) > MANY_ENTRIES {
        let limit = format!("with an object of more than {MANY_ENTRIES} entries");
        return Err(Box::new(too_large(span(file, start, end), &limit)));
    }
    let mut converter = Converter::new(file, start, source, names);
    let error = match hcl_edit::parser::parse_body(source) {
        Ok(body) => return Ok(converter.body(&body)),
        Err(error) => error,
    };
    if let Some(body) = join_for_lines(source).and_then(|text| hcl_edit::parser::parse_body(&text).ok()) {
        return Ok(converter.body(&body));
    }
    let at = start + error.location().offset().min(source.len());
    Err(Box::new(wrong(span(file, at, (at + 1).min(end)), source, error.message())))
}

fn wrong(at: Span, source: &str, message: &str) -> Notice {
    let header: String = source.lines().next().unwrap_or("").chars().take(80).collect();
    let header = header.trim_end_matches(['{', ' ', '\r']);
    let message = format!("`{header}` is not valid HCL and was skipped: {message}; correct it and run again");
    Notice { id: NoticeId::Syntax, level: Level::Warning, message, source: Some(Source::File(at)) }
}

fn too_large(at: Span, limit: &str) -> Notice {
    let message = format!("a block {limit} was skipped; move large texts and tables to files of their own");
    Notice { id: NoticeId::Limit, level: Level::Warning, message, source: Some(Source::File(at)) }
}

/// Parses the text of a template file.
///
/// Errors: the message of the grammar.
pub(crate) fn parse_template(file: FileId, offset: u32, text: &str) -> Result<Vec<Segment>, String> {
    let parsed = hcl_edit::parser::parse_template(text).map_err(|error| error.message().to_owned())?;
    let mut names = Names::default();
    let mut converter = Converter::new(file, offset as usize, text, &mut names);
    Ok(template::raw(&mut converter, &parsed, false))
}

pub(super) fn span(file: FileId, start: usize, end: usize) -> Span {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: narrow(start), end: narrow(end) }
}
