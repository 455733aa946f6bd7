//! Places.

use ringfence_check::Site;
use ringfence_model::Position;
use serde::Serialize;

use crate::clean::{self, Clean};

#[derive(Debug, Serialize)]
pub(super) struct SiteJson {
    path: Clean,
    start: PositionJson,
    end: PositionJson,
    address: Clean,
    line_hash: String,
    excerpt: ExcerptJson,
}

/// From 1; columns in UTF-16 code units.
#[derive(Debug, Serialize)]
struct PositionJson {
    line: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct ExcerptJson {
    first_line: u32,
    lines: Vec<Clean>,
    snippet: Clean,
    whole_lines: bool,
    whole_snippet: bool,
}

impl SiteJson {
    pub(super) fn of(site: &Site) -> Self {
        let position = |position: Position| PositionJson { line: position.line, column: position.column };
        Self {
            path: Clean::new(&site.place.path),
            start: position(site.place.start),
            end: position(site.place.end),
            address: Clean::new(&site.address),
            line_hash: site.line_hash.clone(),
            excerpt: ExcerptJson {
                first_line: site.excerpt.first_line,
                lines: clean::all(&site.excerpt.lines),
                snippet: Clean::new(&site.excerpt.snippet),
                whole_lines: site.excerpt.whole_lines,
                whole_snippet: site.excerpt.whole_snippet,
            },
        }
    }
}
