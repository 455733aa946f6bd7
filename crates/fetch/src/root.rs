//! One root module: what it lacks, and where what was brought goes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ringfence_model::{Level, NoticeId, Sources};
use ringfence_terraform::{ModuleAddress, ModuleCall, ModuleCalls, Options, Written, module_calls};

use crate::choice::{Chosen, version_identity};
use crate::manifest::{self, Entry, Manifest};
use crate::repository::Brought;
use crate::store::{FOLDER, Store, folder_name, is_folder_name};
use crate::version::Version;
use crate::wanted::{self, Package, Said, Wanted};
use crate::{FetchError, Fetched, Missing, Outcome, Request, Root};

/// A root module while modules are brought into it.
#[derive(Debug)]
pub(crate) struct RootModule {
    given: Root,
    /// Canonical.
    pub(crate) dir: PathBuf,
    manifest: Manifest,
    /// What was brought in this run, by key; with the identity of its source.
    fetched: BTreeMap<String, (String, Fetched)>,
    missing: BTreeMap<String, Missing>,
    /// Folders by the identities of the repositories in them.
    placed: BTreeMap<String, String>,
    /// Keys of all calls of modules from elsewhere, as last seen.
    called: BTreeSet<String>,
    kept: usize,
    unread: Vec<(Level, String)>,
}

/// How a call stands.
enum Standing {
    /// Its module is here, as it was.
    Kept,
    /// Its module was brought in this run.
    Brought,
    Wanted(Box<Wanted>),
    Missing(Box<Missing>),
}

impl RootModule {
    /// A root module of which nothing is read yet.
    pub(crate) fn new(given: &Root) -> Self {
        Self {
            given: given.clone(),
            dir: PathBuf::new(),
            manifest: Manifest::new(),
            fetched: BTreeMap::new(),
            missing: BTreeMap::new(),
            placed: BTreeMap::new(),
            called: BTreeSet::new(),
            kept: 0,
            unread: Vec::new(),
        }
    }

    /// What it lacks now, sorted by key. Calls inside of what it lacks are not known yet.
    pub(crate) fn wanted(&mut self, request: &Request) -> Vec<Wanted> {
        let sources = Sources::default();
        let calls = self.read(request, &sources);
        self.called.clear();
        self.kept = 0;
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut above: Option<&[_]> = None;
        for call in &calls {
            let key = call.path.join(".");
            self.called.insert(key.clone());
            let is_inside = above.is_some_and(|above| call.path.starts_with(above));
            if is_inside || self.missing.contains_key(&key) {
                continue;
            }
            match self.standing(call, &key, &sources, request) {
                Standing::Kept => self.kept += 1,
                Standing::Brought => {}
                Standing::Wanted(lacking) => {
                    wanted.push(*lacking);
                    above = Some(&call.path);
                }
                Standing::Missing(missing) => {
                    self.missing.insert(key, *missing);
                }
            }
        }
        wanted
    }

    fn read(&mut self, request: &Request, sources: &Sources) -> Vec<ModuleCall> {
        let options = Options {
            display_base: request.display_base.clone(),
            boundary: Some(self.given.boundary.clone()),
            module_map: request.module_map.clone(),
            ..Options::default()
        };
        let ModuleCalls { root, calls, notices } = module_calls(&self.given.directory, &options, sources);
        if self.dir.as_os_str().is_empty() {
            self.manifest = manifest::read(&root);
            if !request.update {
                self.placed = placed(&self.manifest, &root, request);
            }
            self.dir = root;
        }
        let unread = notices.into_iter().filter(|notice| {
            let hides = matches!(
                notice.id,
                NoticeId::Syntax | NoticeId::Unreadable | NoticeId::Limit | NoticeId::NoInput
            );
            hides && notice.level >= Level::Warning
        });
        self.unread = unread.map(|notice| (notice.level, notice.message)).collect();
        calls
    }

    fn standing(&self, call: &ModuleCall, key: &str, sources: &Sources, request: &Request) -> Standing {
        let said = Said::of(call, sources);
        let identity = match &call.source {
            Written::Plain(source) => ModuleAddress::parse(source).ok().map(|address| address.identity()),
            Written::Absent | Written::Computed => None,
        };
        let brought = self.fetched.get(key).is_some_and(|(known, _)| Some(known) == identity.as_ref());
        match &call.found {
            Ok(_) if brought => return Standing::Brought,
            Ok(dir) if !dir.starts_with(self.dir.join(FOLDER)) => return Standing::Kept,
            Ok(_) if !request.update && self.is_version(call, key) => return Standing::Kept,
            Ok(_) => {}
            Err(why) => {
                if brought || !request.update && self.is_here(key, identity.as_deref()) {
                    return Standing::Missing(Box::new(said.missing(FetchError::Unread(why.clone()))));
                }
            }
        }
        match Wanted::of(call, said, request) {
            Ok(wanted) => Standing::Wanted(Box::new(wanted)),
            // What is here and cannot be brought again stays.
            Err(_) if call.found.is_ok() => Standing::Kept,
            Err(missing) => Standing::Missing(missing),
        }
    }

    /// Whether what was brought for a call has a version that the call takes.
    fn is_version(&self, call: &ModuleCall, key: &str) -> bool {
        let Some(entry) = self.manifest.get(key) else { return true };
        let version = entry.version.as_deref().and_then(Version::parse);
        match (wanted::constraint(&call.version), version) {
            (Ok((Some(constraint), _)), Some(version)) => constraint.admits(&version),
            _ => true,
        }
    }

    /// Whether a module was brought in an earlier run, whatever the reader thinks of it.
    fn is_here(&self, key: &str, identity: Option<&str>) -> bool {
        self.manifest.get(key).is_some_and(|entry| {
            let known = ModuleAddress::parse(&entry.source).ok().map(|address| address.identity());
            known.as_deref() == identity && self.dir.join(entry.dir()).is_dir()
        })
    }

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
            self.unread.push((Level::Error, error.to_string()));
        }
    }

    /// What came of it.
    pub(crate) fn outcome(self, planned: Vec<Wanted>) -> Outcome {
        Outcome {
            directory: self.given.directory,
            fetched: self.fetched.into_values().map(|(_, fetched)| fetched).collect(),
            kept: self.kept,
            planned: planned.into_iter().map(Wanted::planned).collect(),
            missing: self.missing.into_values().collect(),
            unread: self.unread,
        }
    }
}

/// Which states of which repositories earlier runs have brought.
fn placed(manifest: &Manifest, root: &Path, request: &Request) -> BTreeMap<String, String> {
    let mut placed = BTreeMap::new();
    for entry in manifest.values().filter(|entry| is_folder_name(&entry.folder)) {
        if !root.join(FOLDER).join(&entry.folder).is_dir() {
            continue;
        }
        let identity = match (ModuleAddress::parse(&entry.source), &entry.version) {
            (Ok(ModuleAddress::Git(git)), None) => {
                Some(Package { url: git.url, reference: git.reference }.identity())
            }
            (Ok(ModuleAddress::Registry(module)), Some(version)) => {
                let url = wanted::repository(&module, &request.repositories).ok();
                url.map(|url| version_identity(&url.repository(), version))
            }
            _ => None,
        };
        placed.extend(identity.map(|identity| (identity, entry.folder.clone())));
    }
    placed
}
