//! Paths and patterns of `fileset`.
//!
//! Source: `filesystem.go` of Terraform's `funcs`, and version 1 of
//! <https://pkg.go.dev/github.com/bmatcuk/doublestar> (read 2026-11-25).

mod part;

use part::Part;

use crate::limits::COMPARED;
use crate::outcome::Stop;

/// What one `fileset` looks for.
pub(crate) struct FileSet {
    /// The deepest folder that all matches lie below.
    pub(crate) folder: String,
    /// Of paths relative to that folder, one after the other.
    parts: Vec<Part>,
    /// From the given folder to that one: `../x/`, or empty.
    prefix: String,
}

impl FileSet {
    /// `*` stays inside one folder, `**` goes into all; `?`, `[…]` and `{…,…}` as in shells.
    ///
    /// Errors: a limit.
    pub(crate) fn new(folder: &str, pattern: &str) -> Result<Self, Stop> {
        let base = clean(folder);
        let whole = clean(&format!("{base}/{pattern}"));
        let is_plain = |part: &&str| !part.contains(['*', '?', '[', '{', '\\']);
        let parts: Vec<&str> = whole.split('/').collect();
        let plain = parts.iter().take(parts.len() - 1).take_while(|part| is_plain(part)).count();
        let (folders, rest) = parts.split_at_checked(plain).unwrap_or((&[], &parts));
        let folder = match folders {
            [] => ".".to_owned(),
            [""] => "/".to_owned(),
            _ => folders.join("/"),
        };
        let mut parts: Vec<Part> = Vec::with_capacity(rest.len());
        for part in rest {
            // Of two `**` side by side Terraform takes the second for one folder or file.
            let after_any = matches!(parts.last(), Some(Part::Any));
            parts.push(Part::new(if after_any && *part == "**" { "*" } else { part })?);
        }
        Ok(Self { prefix: relative(&base, &folder), folder, parts })
    }

    /// Those of the paths below the folder that match, relative to the given folder.
    ///
    /// Errors: the pattern is wrong, which shows only where a name meets what is wrong in it; a limit.
    pub(crate) fn matches(&self, paths: &[String]) -> Result<Vec<String>, Stop> {
        if paths.len().saturating_mul(self.parts.len()) > COMPARED {
            return Err(Stop::Limit(format!("more than {COMPARED} comparisons")));
        }
        let mut matched = Vec::new();
        for path in paths {
            if is_match(&self.parts, path)? {
                matched.push(format!("{}{path}", self.prefix));
            }
        }
        Ok(matched)
    }
}

/// Whether a path is as all parts say, one after the other.
fn is_match(parts: &[Part], path: &str) -> Result<bool, Stop> {
    // Which of the parts may come next, after the names so far.
    let mut open = vec![true];
    open.resize(parts.len() + 1, false);
    pass_any(parts, &mut open);
    for name in path.split('/') {
        let mut next = vec![false; open.len()];
        for (place, part) in parts.iter().enumerate().filter(|(place, _)| is_set(&open, *place)) {
            if matches!(part, Part::Any) {
                set(&mut next, place);
            }
            if part.is_match(name)? {
                set(&mut next, place + 1);
            }
        }
        pass_any(parts, &mut next);
        open = next;
    }
    Ok(is_set(&open, parts.len()))
}

/// `**` may stand for no folder, if something follows.
fn pass_any(parts: &[Part], open: &mut [bool]) {
    for (place, part) in parts.iter().enumerate().take(parts.len().saturating_sub(1)) {
        if matches!(part, Part::Any) && is_set(open, place) {
            set(open, place + 1);
        }
    }
}

fn is_set(flags: &[bool], place: usize) -> bool {
    flags.get(place).copied().unwrap_or(false)
}

fn set(flags: &mut [bool], place: usize) {
    if let Some(flag) = flags.get_mut(place) {
        *flag = true;
    }
}

/// A path without `.`, `a/..`, doubled and trailing slashes; `.` if nothing is left.
///
/// Source: <https://pkg.go.dev/path#Clean>, read 2026-11-23.
pub(crate) fn clean(path: &str) -> String {
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
