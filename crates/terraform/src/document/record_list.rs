//! All records of a document, made side by side.

use rayon::prelude::*;
use ringfence_hcl::json::Json;
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use super::item::{Item, record};
use super::links::Links;
use super::values::Values;
use crate::Record;

/// Instances that one thread takes at a time.
const SHARE: usize = 256;

/// Places with an address that is none, which are noted one by one.
const MOST_NOTED: usize = 20;

/// Records, and what could not be read.
pub(super) struct Listed {
    /// Sorted by address.
    pub(super) records: Vec<Record>,
    pub(super) notices: Vec<Notice>,
}

/// The records of some instances.
pub(super) fn records<'d>(
    items: &[Item<'d>],
    links: Option<&Links<'d>>,
    file: FileId,
    keeps_computed: bool,
) -> Listed {
    let share = |share: &[Item<'d>]| {
        let mut values = Values::new(file, links);
        share.iter().map(|item| record(item, links, &mut values, keeps_computed)).collect::<Vec<_>>()
    };
    let made: Vec<Vec<Option<Record>>> = items.par_chunks(SHARE).map(share).collect();
    let made: Vec<Option<Record>> = made.into_iter().flatten().collect();
    let wrong = items.iter().zip(&made).filter(|(_, made)| made.is_none());
    let notices =
        wrong.take(MOST_NOTED).map(|(item, _)| no_resource(item.header, &item.address, file)).collect();
    let mut records: Vec<Record> = made.into_iter().flatten().collect();
    records.par_sort_by(|left, right| left.address.cmp(&right.address));
    Listed { records, notices }
}

fn no_resource(at: Json<'_>, address: &str, file: FileId) -> Notice {
    let range = at.range();
    Notice {
        id: NoticeId::Syntax,
        level: Level::Warning,
        message: format!("`{address}` is no address of a resource, so this one was not analysed"),
        source: Some(Source::File(Span { file, start: range.start, end: range.end })),
    }
}
