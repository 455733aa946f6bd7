//! Paths and patterns of `fileset`.
//!
//! Source: `filesystem.go` of Terraform's `funcs`, and version 1 of
//! <https://pkg.go.dev/github.com/bmatcuk/doublestar> (read 2026-11-25).

use std::fmt::Write as _;

use ::regex::{Regex, RegexBuilder};

use crate::limits::{COMPARED, PATTERN};
use crate::outcome::Stop;

/// What one `fileset` looks for.
pub(crate) struct FileSet {
    /// The deepest folder that all matches lie below.
    pub(crate) folder: String,
    /// Of paths relative to that folder, one after the other; nothing if the pattern is wrong.
    parts: Option<Vec<Part>>,
    /// From the given folder to that one: `../x/`, or empty.
    prefix: String,
}

/// What one part of a path has to be.
enum Part {
    /// `**`: any number of folders, or of folders and a file.
    Any,
    Like(Regex),
}

impl FileSet {
    /// `*` stays inside one folder, `**` goes into all; `?`, `[…]` and `{…,…}` as in shells.
    pub(crate) fn new(folder: &str, pattern: &str) -> Self {
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
        let part = |part: &&str| match *part {
            "**" => Some(Part::Any),
            like => RegexBuilder::new(&translate(like)?).size_limit(PATTERN).build().ok().map(Part::Like),
        };
        let parts = rest.iter().map(part).collect();
        Self { prefix: relative(&base, &folder), folder, parts }
    }

    /// Those of the paths below the folder that match, relative to the given folder.
    ///
    /// Errors: the pattern is wrong, which shows only where there is a path.
    pub(crate) fn matches(&self, paths: &[String]) -> Result<Vec<String>, Stop> {
        let Some(parts) = &self.parts else {
            return if paths.is_empty() {
                Ok(Vec::new())
            } else {
                Err(Stop::argument(1, "it is no pattern of paths"))
            };
        };
        if paths.len().saturating_mul(parts.len()) > COMPARED {
            return Err(Stop::Limit(format!("more than {COMPARED} comparisons")));
        }
        let matched = paths.iter().filter(|path| is_match(parts, path));
        Ok(matched.map(|path| format!("{}{path}", self.prefix)).collect())
    }
}

/// Whether a path is as all parts say, one after the other.
fn is_match(parts: &[Part], path: &str) -> bool {
    // Which of the parts may come next, after the names so far.
    let mut open = vec![true];
    open.resize(parts.len() + 1, false);
    pass_any(parts, &mut open);
    for name in path.split('/') {
        let mut next = vec![false; open.len()];
        for (place, part) in parts.iter().enumerate().filter(|(place, _)| is_set(&open, *place)) {
            match part {
                Part::Any => set(&mut next, place),
                Part::Like(like) if like.is_match(name) => set(&mut next, place + 1),
                Part::Like(_) => {}
            }
        }
        pass_any(parts, &mut next);
        open = next;
    }
    is_set(&open, parts.len())
}

/// `**` may stand for nothing.
fn pass_any(parts: &[Part], open: &mut [bool]) {
    for (place, part) in parts.iter().enumerate() {
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

/// A part of a pattern as a regular expression; nothing if it is wrong.
fn translate(part: &str) -> Option<String> {
    let mut out = String::from("^(?s:");
    let mut rest = part.chars();
    let mut alternatives = 0;
    while let Some(letter) = rest.next() {
        match letter {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            '[' => {
                let (inside, after) = split_escaped(rest.as_str(), ']')?;
                class(inside, &mut out)?;
                rest = after.chars();
            }
            '{' => {
                // Alternatives do not stand in each other: the first brace closes.
                split_escaped(rest.as_str(), '}')?;
                alternatives += 1;
                out.push_str("(?:");
            }
            ',' if alternatives > 0 => out.push('|'),
            '}' if alternatives > 0 => {
                alternatives -= 1;
                out.push(')');
            }
            '\\' => literal(rest.next()?, &mut out),
            other => literal(other, &mut out),
        }
    }
    out.push_str(")$");
    (alternatives == 0).then_some(out)
}

fn literal(letter: char, out: &mut String) {
    out.push_str(&::regex::escape(letter.encode_utf8(&mut [0; 4])));
}

/// What stands before an end that is not escaped, and what after it.
fn split_escaped(text: &str, end: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (place, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == end => {
                let (inside, after) = text.split_at_checked(place)?;
                return Some((inside, after.strip_prefix(end)?));
            }
            _ => {}
        }
    }
    None
}

/// `a-z`, `^a`: only `^` negates.
fn class(inside: &str, out: &mut String) -> Option<()> {
    let mut letters = inside.chars().peekable();
    out.push('[');
    if letters.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    letters.peek()?;
    let mut ranges = String::new();
    while let Some(low) = letters.next() {
        let low = one(low, &mut letters)?;
        let mut high = low;
        if letters.next_if_eq(&'-').is_some() {
            let last = letters.next()?;
            high = one(last, &mut letters)?;
        }
        if low <= high {
            // Writing to a string cannot fail.
            let _ = write!(ranges, "\\x{{{:x}}}-\\x{{{:x}}}", u32::from(low), u32::from(high));
        }
    }
    // A range whose ends are in the wrong order has nothing in it, and `a&&b` has neither.
    out.push_str(if ranges.is_empty() { "a&&b" } else { &ranges });
    out.push(']');
    Some(())
}

fn one(letter: char, rest: &mut impl Iterator<Item = char>) -> Option<char> {
    match letter {
        '-' => None,
        '\\' => rest.next(),
        other => Some(other),
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
