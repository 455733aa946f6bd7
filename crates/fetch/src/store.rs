//! `.ringfence/modules`: the one place that is written to.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::manifest::{self, Manifest};
use crate::{FetchError, files};

/// Where modules are brought, relative to the root module.
pub(crate) const FOLDER: &str = ".ringfence/modules";

/// Units: bytes of a folder's name; file systems take 255.
const LONGEST_NAME: usize = 120;

/// Units: bytes of a key that a folder is named for in full.
const LONGEST_KEY: usize = 100;

/// Names of what is not finished begin with it.
const INCOMING: &str = ".incoming-";

/// The folder of one root module.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// Makes the folder if it is not there.
    ///
    /// Errors: a part of it is a link, which could lead anywhere, or cannot be made.
    pub(crate) fn open(root: &Path) -> Result<Self, FetchError> {
        let mut folder = root.to_owned();
        for part in FOLDER.split('/') {
            folder.push(part);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => {
                    let why = format!("`{part}` is no directory but a link or a file, and is not written to");
                    return Err(FetchError::Store(why));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir(&folder).map_err(|error| failed(&error))?;
                }
                Err(error) => return Err(failed(&error)),
            }
        }
        Ok(Self { folder })
    }

    /// Puts a copy of a directory into a folder, in place of what is there.
    pub(crate) fn put(&self, name: &str, from: &Path) -> Result<(), FetchError> {
        let incoming = self.incoming();
        let put = || {
            files::copy(from, &incoming)?;
            let place = self.folder.join(name);
            remove(&place)?;
            fs::rename(&incoming, &place)
        };
        put().map_err(|error| {
            // What is left of it is of no use, and may be nothing.
            let _ = fs::remove_dir_all(&incoming);
            failed(&error)
        })
    }

    /// Writes the manifest, all of it or nothing.
    pub(crate) fn write(&self, manifest: &Manifest) -> Result<(), FetchError> {
        let incoming = self.incoming();
        let write = || {
            fs::write(&incoming, manifest::text(manifest))?;
            fs::rename(&incoming, self.folder.join(manifest::FILE))?;
            self.ignore()
        };
        write().map_err(|error| failed(&error))
    }

    /// Keeps the user's git from offering to commit what was brought; who wants to, changes the file.
    fn ignore(&self) -> io::Result<()> {
        let file = self.folder.with_file_name(".gitignore");
        match fs::symlink_metadata(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::write(file, "*\n"),
            _ => Ok(()),
        }
    }

    /// Removes the folders that are not to be kept.
    pub(crate) fn prune(&self, keep: &BTreeSet<&str>) -> Result<(), FetchError> {
        for entry in fs::read_dir(&self.folder).map_err(|error| failed(&error))?.flatten() {
            let name = entry.file_name();
            let kept = name.to_str().is_some_and(|name| name == manifest::FILE || keep.contains(name));
            if !kept {
                remove(&entry.path()).map_err(|error| failed(&error))?;
            }
        }
        Ok(())
    }

    /// A directory for work that is removed with it.
    pub(crate) fn scratch(&self) -> Result<Scratch, FetchError> {
        let dir = self.incoming();
        fs::create_dir(&dir).map_err(|error| failed(&error))?;
        Ok(Scratch { dir })
    }

    /// A name that nothing else has.
    fn incoming(&self) -> PathBuf {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!("{INCOMING}{}-{next}", std::process::id()))
    }
}

/// A directory for work.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) dir: PathBuf,
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is removed by `--update`. The folders above go if nothing was brought into them.
        let _ = fs::remove_dir_all(&self.dir);
        for above in self.dir.ancestors().skip(1).take(FOLDER.split('/').count()) {
            let _ = fs::remove_dir(above);
        }
    }
}

/// Removes a directory or file, if it is there; of a link, the link.
fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn failed(error: &io::Error) -> FetchError {
    FetchError::Store(format!("`{FOLDER}` cannot be written: {error}"))
}

/// The folder for a key: its own name, or a shorter one for a long key.
pub(crate) fn folder_name(key: &str) -> String {
    if key.len() <= LONGEST_KEY {
        return key.to_owned();
    }
    let end = (0..=LONGEST_KEY - 20).rev().find(|end| key.is_char_boundary(*end)).unwrap_or(0);
    format!("{}~{:016x}", key.get(..end).unwrap_or(""), fingerprint(key))
}

/// Whether a text is the name of a folder for a module, and not of anything else.
pub(crate) fn is_folder_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "_-.~".contains(c);
    !name.is_empty() && !name.starts_with('.') && name.len() <= LONGEST_NAME && name.chars().all(fits)
}

/// FNV-1a, which is the same on every machine.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn new_root(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("ringfence-store-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        root
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        for part in [".ringfence", ".ringfence/modules"] {
            let root = new_root("link");
            let elsewhere = new_root("elsewhere");
            fs::create_dir_all(root.join(part).parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(&elsewhere, root.join(part)).unwrap();
            assert!(matches!(Store::open(&root), Err(FetchError::Store(_))), "{part}");
            assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
            fs::remove_dir_all(root).unwrap();
        }
    }

    #[test]
    fn a_folder_that_stays_empty_goes_with_the_scratch() {
        let root = new_root("empty");
        drop(Store::open(&root).unwrap().scratch().unwrap());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
        let store = Store::open(&root).unwrap();
        let scratch = store.scratch().unwrap();
        store.write(&Manifest::new()).unwrap();
        drop(scratch);
        assert!(root.join(FOLDER).join("modules.json").is_file());
        assert_eq!(fs::read_to_string(root.join(".ringfence/.gitignore")).unwrap(), "*\n");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_folder_is_replaced_whole_and_pruned() {
        let root = new_root("put");
        fs::create_dir_all(root.join("one")).unwrap();
        fs::write(root.join("one/a.tf"), "1").unwrap();
        fs::create_dir_all(root.join("two")).unwrap();
        fs::write(root.join("two/b.tf"), "2").unwrap();
        let store = Store::open(&root).unwrap();
        store.put("x", &root.join("one")).unwrap();
        store.put("x", &root.join("two")).unwrap();
        store.put("y", &root.join("two")).unwrap();
        let names = |dir: &str| {
            let mut names: Vec<_> = fs::read_dir(root.join(FOLDER).join(dir))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            names.sort();
            names
        };
        assert_eq!((names("x"), names("")), (vec!["b.tf".into()], vec!["x".into(), "y".into()]));
        assert!(store.put("z", &root.join("none")).is_err());
        assert_eq!(names(""), ["x", "y"], "nothing is left of what failed");
        store.prune(&BTreeSet::from(["y"])).unwrap();
        assert_eq!(names(""), ["y"]);
        fs::remove_dir_all(root).unwrap();
    }

    proptest! {
        #[test]
        fn every_key_has_a_folder_name(names in proptest::collection::vec("[a-zA-Zä_][a-zA-Z0-9_ö-]{0,40}", 1..12)) {
            let key = names.join(".");
            prop_assert!(is_folder_name(&folder_name(&key)), "{}", key);
            prop_assert_ne!(folder_name(&key), folder_name(&format!("{key}x")));
        }
    }

    #[test]
    fn other_names_are_none() {
        for name in ["", ".", "..", ".x", "a/b", "a\\b", "a b", "a\0", "a:b", &"a".repeat(121)] {
            assert!(!is_folder_name(name), "{name}");
        }
    }
}
