//! Places with the text that stands there, ready to print.

use ringfence_model::Place;

/// A place with its surroundings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Path and positions.
    pub place: Place,
    /// Address of the resource that stands there.
    pub address: String,
    /// The lines there, secrets removed.
    pub excerpt: Excerpt,
    /// Code scanning's fingerprint of the first line: `primaryLocationLineHash`.
    pub line_hash: String,
}

/// Lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: u32,
    /// The lines, without line ends, secrets replaced by `<redacted>`; the place's own and two each side.
    pub lines: Vec<String>,
    /// The text of the place itself, secrets replaced.
    pub snippet: String,
}
