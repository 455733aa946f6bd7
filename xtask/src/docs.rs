//! Documentation that the code writes: one page a rule. Nobody edits it by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::tree;

/// A folder of pages, and the words that make the command write it; the folder follows them.
const GENERATED: &[(&str, &[&str])] = &[("docs/rules", &["rules", "--pages"])];

/// Writes every page anew, and removes pages of what is no more.
pub(crate) fn write() -> Result<bool> {
    for (folder, words) in GENERATED {
        let folder = tree::root().join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
        }
        generate(words, &folder)?;
    }
    Ok(true)
}

/// Compares the pages with what the code would write; true if they are equal.
pub(crate) fn check() -> Result<bool> {
    let fresh = tree::root().join("target/docs-check");
    let mut messages = Vec::new();
    for (folder, words) in GENERATED {
        let made = fresh.join(folder);
        if made.exists() {
            fs::remove_dir_all(&made)?;
        }
        generate(words, &made)?;
        messages.extend(differences(folder, &pages(&tree::root().join(folder))?, &pages(&made)?));
    }
    for message in &messages {
        println!("{message} [docs]");
    }
    println!("docs: {} differences", messages.len());
    Ok(messages.is_empty())
}

fn generate(words: &[&str], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "ringfence", "--"])
        .args(words)
        .arg(folder)
        .current_dir(tree::root())
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "`ringfence {}` did not write its pages", words.join(" "));
    Ok(())
}

/// The pages of a folder by name; none if there is no such folder.
fn pages(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    if !folder.exists() {
        return Ok(found);
    }
    let paths: Result<Vec<PathBuf>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    for path in paths? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.insert(
            name,
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?,
        );
    }
    Ok(found)
}

/// Where the pages that are there differ from those that should be.
fn differences(
    folder: &str,
    there: &BTreeMap<String, String>,
    made: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in made {
        match there.get(name) {
            None => found.push(format!("{folder}/{name}: missing: run `cargo xtask docs`")),
            Some(old) if old != text => {
                let line = first_difference(old, text);
                found.push(format!("{folder}/{name}:{line}: differs from the code: run `cargo xtask docs`"));
            }
            Some(_) => {}
        }
    }
    let strays = there.keys().filter(|name| !made.contains_key(*name));
    found.extend(
        strays.map(|name| format!("{folder}/{name}: nothing in the code makes it: run `cargo xtask docs`")),
    );
    found
}

/// Units: lines from 1.
fn first_difference(old: &str, new: &str) -> usize {
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    same + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(pages: &[(&str, &str)]) -> BTreeMap<String, String> {
        pages.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn equal_folders_have_no_differences() {
        let pages = folder(&[("a.md", "one\n")]);
        assert_eq!(differences("docs/rules", &pages, &pages), [""; 0]);
    }

    #[test]
    fn each_kind_of_difference_is_said() {
        let there = folder(&[("a.md", "one\ntwo\n"), ("old.md", "")]);
        let made = folder(&[("a.md", "one\n2\n"), ("new.md", "")]);
        let found = differences("docs/rules", &there, &made);
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("docs/rules/a.md:2: differs"), "{found:?}");
        assert!(found[1].starts_with("docs/rules/new.md: missing"), "{found:?}");
        assert!(found[2].starts_with("docs/rules/old.md: nothing"), "{found:?}");
    }
}
