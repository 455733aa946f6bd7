//! Paths and patterns of `fileset`.

use globset::{GlobBuilder, GlobMatcher};

use super::call::Stop;

/// What one `fileset` looks for.
pub(super) struct FileSet {
    /// The deepest folder that all matches lie below.
    pub(super) folder: String,
    /// Of paths relative to that folder.
    pattern: GlobMatcher,
    /// From the given folder to that one: `../x/`, or empty.
    prefix: String,
}

impl FileSet {
    /// `*` stays inside one folder, `**` goes into all; `?`, `[…]` and `{…,…}` as in shells.
    ///
    /// Errors: the pattern is wrong.
    pub(super) fn new(folder: &str, pattern: &str) -> Result<Self, Stop> {
        let base = clean(folder);
        let whole = clean(&format!("{folder}/{pattern}"));
        let is_plain = |part: &&str| !part.contains(['*', '?', '[', '{', '\\']);
        let parts: Vec<&str> = whole.split('/').collect();
        let wrong = || Stop::Wrong(format!("failed to glob pattern {whole:?}: syntax error in pattern"));
        // Terraform cuts at slashes first, so alternatives have none.
        if parts.iter().any(|part| part.matches('{').count() != part.matches('}').count()) {
            return Err(wrong());
        }
        let plain = parts.iter().take(parts.len() - 1).take_while(|part| is_plain(part)).count();
        let (folders, rest) = parts.split_at_checked(plain).unwrap_or((&[], &parts));
        let folder = match folders {
            [] => ".".to_owned(),
            [""] => "/".to_owned(),
            _ => folders.join("/"),
        };
        let pattern = GlobBuilder::new(&rest.join("/"))
            .literal_separator(true)
            .build()
            .map_err(|_| wrong())?
            .compile_matcher();
        Ok(Self { prefix: relative(&base, &folder), folder, pattern })
    }

    /// The path relative to the given folder, if it matches.
    pub(super) fn matched(&self, path: &str) -> Option<String> {
        self.pattern.is_match(path).then(|| format!("{}{path}", self.prefix))
    }
}

/// A path without `.`, `a/..`, doubled and trailing slashes; `.` if nothing is left.
///
/// Source: <https://pkg.go.dev/path#Clean>, read 2026-11-23.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, rest) => format!("/{rest}"),
        (false, rest) if rest.is_empty() => ".".to_owned(),
        (false, rest) => rest,
    }
}

/// The way from one cleaned folder to another, with a slash at its end; empty if they are the same.
fn relative(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(same).map(|_| "..");
    let down = to.iter().skip(same).map(String::as_str);
    up.chain(down).flat_map(|part| [part, "/"]).collect()
}
