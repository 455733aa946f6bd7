//! Which directories are root modules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::{Level, Notice, NoticeId};

use crate::Limits;
use crate::config::local_calls;
use crate::folder::{self, Folder};
use crate::regular_file;
use crate::tree::lexical;

/// Directories that are looked at.
const MOST_DIRECTORIES: usize = 20_000;

/// Directories inside each other that are looked at.
const DEPTH: usize = 32;

/// Whether a path names configuration: a directory, or one file of it; otherwise it is a plan or a state.
pub fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.is_dir() || folder::is_configuration(&name)
}

/// Stands for standard input instead of a file.
pub const STANDARD_INPUT: &str = "-";

/// The root modules of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// Directories, or the one file that was given; sorted.
    pub paths: Vec<PathBuf>,
    /// What was not looked at, and why.
    pub notices: Vec<Notice>,
}

/// The root modules to analyse for a path that a person gives.
///
/// The directory itself if it holds Terraform, and every directory below that does and is not called as a local
/// module by another. Hidden directories are skipped and symbolic links not followed.
pub fn roots(path: &Path) -> Roots {
    let mut roots = Roots::default();
    // A file, a pipe, or standard input.
    if path == Path::new(STANDARD_INPUT) || path.exists() && !path.is_dir() {
        roots.paths.push(path.to_owned());
        return roots;
    }
    let mut found = Vec::new();
    walk(path, &mut found, &mut roots.notices);
    let tree = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let called: BTreeSet<PathBuf> =
        found.iter().flat_map(|(dir, folder)| calls(dir, folder, &tree)).collect();
    let absolute = |dir: &Path| lexical(&std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned()));
    let is_root = |dir: &PathBuf| dir == path || !called.contains(&absolute(dir));
    roots.paths = found.into_iter().map(|(dir, _)| dir).filter(is_root).collect();
    roots.paths.sort();
    if roots.paths.is_empty() {
        let shown = path.display();
        let message = if path.exists() {
            format!("`{shown}` holds no Terraform configuration")
        } else {
            format!("`{shown}` does not exist")
        };
        roots.notices.push(Notice { id: NoticeId::NoInput, level: Level::Error, message, source: None });
    }
    roots
}

/// Directories with configuration, at and below `top`.
fn walk(top: &Path, found: &mut Vec<(PathBuf, Folder)>, notices: &mut Vec<Notice>) {
    let mut pending = vec![(top.to_owned(), 0)];
    let mut seen = 0_usize;
    let mut too_deep = None;
    while let Some((dir, depth)) = pending.pop() {
        seen += 1;
        if seen > MOST_DIRECTORIES {
            let message =
                format!("only the first {MOST_DIRECTORIES} directories were looked at; give a narrower path");
            notices.push(limit(message));
            break;
        }
        let inside = directories(&dir);
        if depth < DEPTH {
            pending.extend(inside.into_iter().map(|inner| (inner, depth + 1)));
        } else if !inside.is_empty() {
            too_deep.get_or_insert(dir.clone());
        }
        let folder = Folder::list(&dir);
        if folder.has_configuration() {
            found.push((dir, folder));
        }
    }
    if let Some(dir) = too_deep {
        let shown = dir.display();
        notices.push(limit(format!(
            "directories inside each other deeper than {DEPTH} were not looked at, the first ones in `{shown}`"
        )));
    }
}

fn limit(message: String) -> Notice {
    Notice { id: NoticeId::Limit, level: Level::Warning, message, source: None }
}

/// Directories in a directory: not hidden, not links; the last by name first, since they go on a stack.
fn directories(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let visible = |entry: &fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    let real = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let mut paths: Vec<PathBuf> =
        entries.filter(|entry| visible(entry) && real(entry)).map(|entry| entry.path()).collect();
    paths.sort_by(|left, right| right.cmp(left));
    paths
}

/// Directories that a directory's configuration calls as local modules; `tree` is canonical.
fn calls(dir: &Path, folder: &Folder, tree: &Path) -> Vec<PathBuf> {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let mut called = Vec::new();
    for file in folder.configuration.iter().chain(&folder.overrides) {
        // Nothing outside the tree is read, not even for the modules that it calls.
        if !fs::canonicalize(file).is_ok_and(|file| file.starts_with(tree)) {
            continue;
        }
        let text = regular_file::read(file, Limits::default().file).ok();
        let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        let json = file.extension().is_some_and(|end| end == "json");
        called.extend(local_calls(&text, json).iter().map(|source| lexical(&dir.join(source))));
    }
    called
}
