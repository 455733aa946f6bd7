//! The files of a repository: how many and how large before they are written, where their links lead, copies of them.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::{FetchError, Limits};

/// Checks what `git ls-tree -r -l -z` prints: `MODE TYPE OBJECT SIZE<tab>PATH`.
///
/// A few bytes of a pack may be a million files, so this comes before git writes any.
/// Errors: there are too many files, or too many bytes in them.
pub(crate) fn check_listing(listed: &str, limits: &Limits) -> Result<(), FetchError> {
    let (mut files, mut bytes) = (0_usize, 0_u64);
    for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
        files += 1;
        let size = entry.split('\t').next().and_then(|entry| entry.split(' ').next_back());
        // What is no file has no size: `-`.
        bytes = bytes.saturating_add(size.and_then(|size| size.parse().ok()).unwrap_or(0));
        if files > limits.files {
            return Err(FetchError::Size(format!("{} files", limits.files)));
        }
        if bytes > limits.bytes {
            return Err(FetchError::Size(format!("{} bytes", limits.bytes)));
        }
    }
    Ok(())
}

/// Removes the symbolic links that lead nowhere or out of a directory.
pub(crate) fn drop_links_outward(top: &Path) -> io::Result<()> {
    let canonical = fs::canonicalize(top)?;
    for found in walk(top)? {
        if found.kind == Kind::Link && !stays_inside(&found.path, top, &canonical) {
            fs::remove_file(&found.path)?;
        }
    }
    Ok(())
}

/// Copies a directory with the files and links in it to a place where there is nothing yet.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for found in walk(from)? {
        let inside = found.path.strip_prefix(from).map_err(io::Error::other)?;
        let copied = to.join(inside);
        match found.kind {
            Kind::Directory => fs::create_dir(copied)?,
            Kind::File => {
                fs::copy(&found.path, copied)?;
            }
            Kind::Link => link(&fs::read_link(&found.path)?, &copied)?,
        }
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Directory,
    File,
    Link,
}

struct Found {
    path: PathBuf,
    kind: Kind,
}

/// What is in a directory, each directory before what is in it. Links are not followed.
fn walk(top: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut pending = vec![top.to_owned()];
    while let Some(dir) = pending.pop() {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let kind = match () {
                () if kind.is_dir() => Kind::Directory,
                () if kind.is_symlink() => Kind::Link,
                () if kind.is_file() => Kind::File,
                () => continue,
            };
            if kind == Kind::Directory {
                pending.push(path.clone());
            }
            found.push(Found { path, kind });
        }
    }
    Ok(found)
}

/// Whether a link leads to something in a directory, by a way that does not leave it: it is to be the same in a copy.
fn stays_inside(link: &Path, top: &Path, canonical: &Path) -> bool {
    let (Ok(target), Ok(inside)) = (fs::read_link(link), link.strip_prefix(top)) else { return false };
    let mut depth = inside.components().count().saturating_sub(1);
    for part in target.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    fs::canonicalize(link).is_ok_and(|found| found.starts_with(canonical))
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

/// Git writes links as plain files there.
#[cfg(not(unix))]
fn link(_target: &Path, _at: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("ringfence-files-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn listings_are_counted_and_weighed() {
        let limits = Limits { files: 2, bytes: 100, ..Limits::default() };
        let check = |listed: &str| check_listing(listed, &limits);
        assert_eq!(check("100644 blob abc      60\ta b\t5\x00160000 commit abc       -\tsub\x00"), Ok(()));
        assert_eq!(check(""), Ok(()));
        let many = "100644 blob abc 1\ta\x00".repeat(3);
        assert_eq!(check(&many), Err(FetchError::Size("2 files".to_owned())));
        let large = "100644 blob abc 60\ta\x00100644 blob abc 41\tb\x00";
        assert_eq!(check(large), Err(FetchError::Size("100 bytes".to_owned())));
        assert!(check("100644 blob abc 18446744073709551615\ta\x00100644 blob abc 1\tb\x00").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_are_removed_and_others_copied() {
        let folder = new_folder("links");
        fs::create_dir_all(folder.join("in/a/b")).unwrap();
        fs::write(folder.join("secret.tf"), "x").unwrap();
        fs::write(folder.join("in/a/main.tf"), "locals {}\n").unwrap();
        for (target, name) in [
            ("../main.tf", "a/b/inside.tf"),
            ("a", "directory"),
            ("../secret.tf", "outside.tf"),
            ("/etc/hostname", "absolute"),
            ("missing", "nowhere"),
            ("../in/a/main.tf", "out-and-in.tf"),
            ("a/b/../../../secret.tf", "winding.tf"),
            ("round", "round"),
        ] {
            std::os::unix::fs::symlink(target, folder.join("in").join(name)).unwrap();
        }
        drop_links_outward(&folder.join("in")).unwrap();
        copy(&folder.join("in"), &folder.join("out")).unwrap();
        let mut names: Vec<String> = walk(&folder.join("out"))
            .unwrap()
            .iter()
            .map(|found| found.path.strip_prefix(folder.join("out")).unwrap().display().to_string())
            .collect();
        names.sort();
        assert_eq!(names, ["a", "a/b", "a/b/inside.tf", "a/main.tf", "directory"]);
        assert_eq!(fs::read_to_string(folder.join("out/a/b/inside.tf")).unwrap(), "locals {}\n");
        assert!(copy(&folder.join("in"), &folder.join("out")).is_err(), "nothing is written over");
        fs::remove_dir_all(folder).unwrap();
    }
}
