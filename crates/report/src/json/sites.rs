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
            path: Clean::new(&site.spot.place.path),
            start: position(site.spot.place.start),
            end: position(site.spot.place.end),
            address: Clean::new(&site.address),
            line_hash: site.spot.line_hash.clone(),
            excerpt: ExcerptJson {
                first_line: site.spot.excerpt.first_line,
                lines: clean::all(&site.spot.excerpt.lines),
                snippet: Clean::new(&site.spot.excerpt.snippet),
                whole_lines: site.spot.excerpt.whole_lines,
                whole_snippet: site.spot.excerpt.whole_snippet,
            },
        }
    }
}
