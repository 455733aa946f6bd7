//! Putting what was brought where the calls of a root module find it.

use std::collections::BTreeSet;

use super::RootModule;
use crate::choice::Chosen;
use crate::manifest::Entry;
use crate::repository::Brought;
use crate::store::{FOLDER, Store, folder_name};
use crate::wanted::Wanted;
use crate::{FetchError, Fetched};

impl RootModule {
    /// Whether a repository has to be asked for: the state that is wanted is not here.
    pub(crate) fn lacks(&self, chosen: &Chosen) -> bool {
        self.folder_of(chosen).is_none()
    }

    fn folder_of(&self, chosen: &Chosen) -> Option<&String> {
        chosen.identities().iter().find_map(|identity| self.placed.get(identity))
    }

    /// Notes that a module cannot be brought.
    pub(crate) fn fail(&mut self, wanted: &Wanted, error: FetchError) {
        self.fetched.remove(&wanted.key);
        self.missing.insert(wanted.key.clone(), wanted.said.clone().missing(error));
    }

    /// The same for several.
    pub(crate) fn fail_all<'w>(&mut self, wanted: impl IntoIterator<Item = &'w Wanted>, error: &FetchError) {
        for wanted in wanted {
            self.fail(wanted, error.clone());
        }
    }

    /// Puts one repository where its calls find it; `brought` is nothing if it is here already.
    pub(crate) fn place(&mut self, chosen: &[&Chosen], brought: Option<&Brought>) {
        let Some(first) = chosen.first() else { return };
        let here = self.folder_of(first).cloned();
        let files = match (&here, brought) {
            (Some(folder), _) => self.dir.join(FOLDER).join(folder),
            (None, Some(brought)) => brought.files.clone(),
            (None, None) => return,
        };
        let (good, bad): (Vec<&Chosen>, Vec<&Chosen>) =
            chosen.iter().copied().partition(|chosen| files.join(&chosen.wanted.directory).is_dir());
        for chosen in bad {
            self.fail(&chosen.wanted, FetchError::NoDirectory(chosen.wanted.directory.clone()));
        }
        if good.is_empty() {
            return;
        }
        let folder = here.unwrap_or_else(|| self.free_folder(&good));
        if let Some(brought) = brought {
            let put = Store::open(&self.dir).and_then(|store| store.put(&folder, &brought.files));
            if let Err(error) = put {
                self.fail_all(good.iter().map(|chosen| &chosen.wanted), &error);
                return;
            }
        }
        for chosen in good {
            self.enter(chosen, &folder, brought);
        }
    }

    /// Enters a module that is in a folder now.
    fn enter(&mut self, chosen: &Chosen, folder: &str, brought: Option<&Brought>) {
        let Chosen { wanted, package, version } = chosen;
        for identity in chosen.identities() {
            self.placed.insert(identity, folder.to_owned());
        }
        let entry = Entry {
            source: wanted.address.to_string(),
            version: version.clone(),
            folder: folder.to_owned(),
            directory: wanted.directory.clone(),
        };
        let reference = package.reference.as_deref();
        let fetched = Fetched {
            call: wanted.said.call.clone(),
            source: wanted.said.source.clone(),
            version: version.clone(),
            from: package.url.to_string(),
            reference: reference.map(|name| name.strip_prefix("refs/tags/").unwrap_or(name).to_owned()),
            commit: brought.map(|brought| brought.commit.clone()),
            dir: entry.dir(),
        };
        self.fetched.insert(wanted.key.clone(), (wanted.address.identity(), fetched));
        self.manifest.insert(wanted.key.clone(), entry);
    }

    /// A folder for the first of some calls that no other call's module is in.
    fn free_folder(&self, chosen: &[&Chosen]) -> String {
        let keys: BTreeSet<&str> = chosen.iter().map(|chosen| chosen.wanted.key.as_str()).collect();
        let others = self.manifest.iter().filter(|(key, _)| !keys.contains(key.as_str()));
        // Some file systems take `a` and `A` for the same.
        let taken: BTreeSet<String> = others.map(|(_, entry)| entry.folder.to_lowercase()).collect();
        let name = folder_name(keys.first().copied().unwrap_or_default());
        let numbered = (2..).map(|number| format!("{name}~{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(name)
    }

    /// Writes the manifest, if anything was brought.
    ///
    /// Errors: it cannot be written, so that nobody will find what was brought.
    pub(crate) fn write(&self) -> Result<(), FetchError> {
        if self.fetched.is_empty() {
            return Ok(());
        }
        Store::open(&self.dir)?.write(&self.manifest)
    }

    /// Removes what is no longer called, if all calls are known.
    pub(crate) fn prune(&mut self) {
        let known = self.unread.is_empty() && self.missing.is_empty();
        if !known || !self.dir.join(FOLDER).is_dir() {
            return;
        }
        let called = &self.called;
        self.manifest.retain(|key, _| called.contains(key));
        let keep: BTreeSet<&str> = self.manifest.values().map(|entry| entry.folder.as_str()).collect();
        let pruned = Store::open(&self.dir).and_then(|store| {
            store.write(&self.manifest)?;
            store.prune(&keep)
        });
        if let Err(error) = pruned {
            self.unread.push(error.to_string());
        }
    }
}
