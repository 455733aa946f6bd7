//! Files of JSON in and below a directory.

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::{Level, Notice, NoticeId};

use crate::limits::{DEPTH, MOST_DIRECTORIES, MOST_FILES};

/// Files, sorted, and what was not looked at.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) notices: Vec<Notice>,
}

/// Every file of JSON that lies in a directory or below: hidden ones are skipped, and links to directories not followed.
pub(crate) fn list(top: &Path) -> Folder {
    let mut found = Folder::default();
    let tree = fs::canonicalize(top).unwrap_or_else(|_| top.to_owned());
    let mut pending = vec![(top.to_owned(), 0)];
    let (mut directories, mut too_deep) = (0_usize, false);
    while let Some((dir, depth)) = pending.pop() {
        directories += 1;
        if directories > MOST_DIRECTORIES {
            found.limit(&format!("only the first {MOST_DIRECTORIES} directories were looked at"));
            break;
        }
        for (path, is_dir) in entries(&dir) {
            if is_dir && depth >= DEPTH {
                too_deep = true;
            } else if is_dir {
                pending.push((path, depth + 1));
            } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
                found.take(path, &tree);
            }
        }
        if found.files.len() > MOST_FILES {
            found.files.truncate(MOST_FILES);
            found.limit(&format!("only {MOST_FILES} files of JSON were looked at"));
            break;
        }
    }
    if too_deep {
        found.limit(&format!("directories inside each other deeper than {DEPTH} were not looked at"));
    }
    found.files.sort();
    found
}

impl Folder {
    /// Takes a file, unless it is a link that leads out of the tree.
    fn take(&mut self, path: PathBuf, tree: &Path) {
        let inside = fs::canonicalize(&path).is_ok_and(|real| real.starts_with(tree));
        if inside {
            self.files.push(path);
            return;
        }
        let message = format!(
            "`{}` is a link that leads nowhere or out of the directory: it was not read",
            path.display()
        );
        self.notices.push(Notice { id: NoticeId::Unreadable, level: Level::Warning, message, source: None });
    }

    fn limit(&mut self, what: &str) {
        let message = format!("{what}; give a narrower path");
        self.notices.push(Notice { id: NoticeId::Limit, level: Level::Warning, message, source: None });
    }
}

/// What lies in a directory, and whether it is a directory too; the last by name first, since those go on a stack.
fn entries(dir: &Path) -> Vec<(PathBuf, bool)> {
    let listed = fs::read_dir(dir).into_iter().flatten().flatten();
    let visible = listed.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut found: Vec<(PathBuf, bool)> =
        visible.map(|entry| (entry.path(), entry.file_type().is_ok_and(|kind| kind.is_dir()))).collect();
    found.sort_by(|left, right| right.cmp(left));
    found
}
