//! One root module: what it lacks, and where what was brought goes.

mod placed;
mod placing;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ringfence_model::{Level, Notice, NoticeId, Source, Sources};
use ringfence_terraform::{ModuleCall, ModuleCalls, Options, module_calls};

use self::placed::placed;
use self::standing::Standing;
use crate::manifest::{self, Manifest};
use crate::wanted::{Wanted, printable};
use crate::{Fetched, Missing, Outcome, Request, Root};

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
    /// What could not be read, each with its place.
    unread: Vec<String>,
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
        self.unread = notices
            .iter()
            .filter(|notice| hides_calls(notice))
            .map(|notice| shown(notice, sources))
            .collect();
        calls
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

/// Whether a notice says that something was not read in which calls may stand.
fn hides_calls(notice: &Notice) -> bool {
    let hides = [NoticeId::Syntax, NoticeId::Unreadable, NoticeId::Limit, NoticeId::NoInput];
    notice.level >= Level::Warning && hides.contains(&notice.id)
}

/// `main.tf:3: …`
fn shown(notice: &Notice, sources: &Sources) -> String {
    let span = notice.source.as_ref().and_then(Source::span);
    let place = span.and_then(|span| sources.place(span));
    let place = place.map(|place| format!("{}:{}: ", place.path, place.start.line)).unwrap_or_default();
    printable(&format!("{place}{}", notice.message))
}
