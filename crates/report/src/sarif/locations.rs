//! Places: physical, logical, related.

use ringfence_check::Site;
use serde::Serialize;

use super::message::Text;
use super::uri::{Paths, REPOSITORY_ROOT};
use crate::clean::Clean;

/// Where a result, a step or a notification stands.
#[derive(Debug, Serialize)]
pub(super) struct Location {
    /// From 1: what links in the message refer to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "logicalLocations")]
    logical: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

/// Lines and columns from 1, the end column exclusive; columns in UTF-16 code units.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: Clean,
    fully_qualified_name: Clean,
    kind: &'static str,
}

/// How much of the text around is repeated in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Snippet {
    /// None.
    Nothing,
    /// The place's own.
    Own,
    /// Two lines more on each side.
    Context,
}

impl Location {
    pub(super) fn of(site: &Site, paths: &Paths, snippet: Snippet) -> Self {
        Self {
            id: None,
            physical: PhysicalLocation::of(site, paths, snippet),
            logical: LogicalLocation::of(&site.address).into_iter().collect(),
            message: None,
        }
    }

    pub(super) fn with_message(mut self, message: Text) -> Self {
        self.message = Some(message);
        self
    }

    pub(super) fn with_id(mut self, id: usize) -> Self {
        self.id = Some(id);
        self
    }
}

impl PhysicalLocation {
    /// Snippets must be the text of their regions, so an excerpt that was cut gives none.
    fn of(site: &Site, paths: &Paths, snippet: Snippet) -> Self {
        let own = snippet >= Snippet::Own && site.spot.excerpt.whole_snippet;
        let context = snippet >= Snippet::Context && site.spot.excerpt.whole_lines;
        Self {
            artifact_location: ArtifactLocation {
                uri: paths.uri(&site.spot.place.path),
                uri_base_id: REPOSITORY_ROOT,
            },
            region: Region::of(site, own),
            context_region: context.then(|| Region::around(site)),
        }
    }
}

impl Region {
    /// A place of nothing, at the end of a file, gives its line: a region without width is refused.
    fn of(site: &Site, with_snippet: bool) -> Self {
        let (start, end) = (site.spot.place.start, site.spot.place.end);
        let has_width = start.line < end.line || start.column < end.column;
        Self {
            start_line: start.line,
            start_column: has_width.then_some(start.column),
            end_line: end.line.max(start.line),
            end_column: has_width.then_some(end.column),
            snippet: (with_snippet && has_width).then(|| Text::new(&site.spot.excerpt.snippet)),
        }
    }

    /// The lines of the excerpt. No columns: they would be wrong where a secret was replaced.
    fn around(site: &Site) -> Self {
        let lines = &site.spot.excerpt.lines;
        let further = u32::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
        Self {
            start_line: site.spot.excerpt.first_line,
            start_column: None,
            end_line: (site.spot.excerpt.first_line + further).max(site.spot.place.end.line),
            end_column: None,
            snippet: Some(Text::new(&lines.join("\n"))),
        }
    }
}

impl LogicalLocation {
    fn of(address: &str) -> Option<Self> {
        let address = address.trim();
        let name = last_part(address);
        (!address.is_empty()).then(|| Self {
            name: Clean::new(if name.is_empty() { address } else { name }),
            fully_qualified_name: Clean::new(address),
            kind: "resource",
        })
    }
}

/// The last part of an address; a point between brackets parts nothing.
fn last_part(address: &str) -> &str {
    let mut depth = 0u32;
    let mut start = 0;
    for (at, c) in address.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    address.get(start..).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_last_parts_of_addresses() {
        assert_eq!(last_part("group.nodes"), "nodes");
        assert_eq!(last_part("group.nodes[\"a.b\"]"), "nodes[\"a.b\"]");
        assert_eq!(last_part("module.a[\"x.y\"].group.nodes[0]"), "nodes[0]");
        assert_eq!(last_part("internet"), "internet");
    }
}
