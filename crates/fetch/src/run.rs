//! Bringing modules round by round: what a module calls is known when it is here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;
use ringfence_terraform::GitUrl;

use crate::choice::{Chosen, TagLists};
use crate::repository::{Brought, Repository};
use crate::root::RootModule;
use crate::store::{Scratch, Store};
use crate::wanted::{Origin, Package, Wanted};
use crate::{Event, FetchError, Outcome, Request};

/// Rounds of one run: the reader follows fewer modules inside each other.
const ROUNDS: usize = 40;

/// Repositories that are asked side by side: the network is waited for, not the machine.
const SIDE_BY_SIDE: usize = 4;

/// Brings what the root modules call and is not here, and what that calls in turn.
///
/// Never fails: what could not be brought is in the outcome, with the reason. Shape: an outcome for each root, in order.
pub fn fetch(request: &Request, watch: &(dyn Fn(Event<'_>) + Sync)) -> Vec<Outcome> {
    let mut run = Run {
        request,
        watch,
        roots: request.roots.iter().map(RootModule::new).collect(),
        tags: TagLists::new(),
        brought: BTreeMap::new(),
        scratch: None,
    };
    let mut planned = run.wanted();
    for _ in 0..ROUNDS {
        if request.dry_run || planned.iter().all(Vec::is_empty) {
            break;
        }
        run.bring(&planned);
        planned = run.wanted();
    }
    if request.update && !request.dry_run {
        run.roots.iter_mut().for_each(RootModule::prune);
    }
    run.roots.into_iter().zip(planned).map(|(root, planned)| root.outcome(planned)).collect()
}

struct Run<'r> {
    request: &'r Request,
    watch: &'r (dyn Fn(Event<'_>) + Sync),
    roots: Vec<RootModule>,
    tags: TagLists,
    /// Repositories at a state, by [`Package::identity`].
    brought: BTreeMap<String, Result<Brought, FetchError>>,
    scratch: Option<Scratch>,
}

impl Run<'_> {
    /// What each root lacks.
    fn wanted(&mut self) -> Vec<Vec<Wanted>> {
        let request = self.request;
        self.roots.par_iter_mut().map(|root| root.wanted(request)).collect()
    }

    /// One round. Shape: what each root lacks, by root.
    fn bring(&mut self, wanted: &[Vec<Wanted>]) {
        if self.scratch.is_none() {
            match self.open_scratch(wanted) {
                Ok(scratch) => self.scratch = Some(scratch),
                Err(error) => return self.fail_all(wanted, &error),
            }
        }
        self.list_tags(wanted);
        let mut chosen: Vec<Vec<Chosen>> = Vec::new();
        for (root, wanted) in self.roots.iter_mut().zip(wanted) {
            let mut of_root = Vec::new();
            for wanted in wanted {
                match Chosen::of(wanted, &self.tags) {
                    Ok(chosen) => of_root.push(chosen),
                    Err(error) => root.fail(wanted, error),
                }
            }
            chosen.push(of_root);
        }
        self.clone_all(&chosen);
        for (root, chosen) in self.roots.iter_mut().zip(&chosen) {
            place(root, chosen, &self.brought);
        }
    }

    fn open_scratch(&self, wanted: &[Vec<Wanted>]) -> Result<Scratch, FetchError> {
        let lacking = self.roots.iter().zip(wanted).filter(|(_, wanted)| !wanted.is_empty());
        let mut opened = lacking.map(|(root, _)| Store::open(&root.dir)?.scratch());
        let first =
            opened.next().unwrap_or_else(|| Err(FetchError::Store("there is no root module".to_owned())));
        first.or_else(|error| opened.find_map(Result::ok).ok_or(error))
    }

    fn fail_all(&mut self, wanted: &[Vec<Wanted>], error: &FetchError) {
        for (root, wanted) in self.roots.iter_mut().zip(wanted) {
            root.fail_all(wanted, error);
        }
    }

    /// Lists the tags of repositories whose newest version is wanted, once each.
    fn list_tags(&mut self, wanted: &[Vec<Wanted>]) {
        let newest = wanted.iter().flatten().filter(|wanted| matches!(wanted.origin, Origin::Newest { .. }));
        let asked: BTreeMap<&str, &GitUrl> =
            newest.map(|wanted| (wanted.url().with_credentials(), wanted.url())).collect();
        let asked: Vec<&GitUrl> =
            asked.into_iter().filter(|(url, _)| !self.tags.contains_key(*url)).map(|(_, url)| url).collect();
        let listed = self.side_by_side(&asked, "tags", |_, url, dir| {
            Repository::new(url, &dir, self.request.limits, self.request.allow_file)?.tags()
        });
        let urls = asked.iter().map(|url| url.with_credentials().to_owned());
        self.tags.extend(urls.zip(listed));
    }

    /// Brings the repositories that some root lacks, once each.
    fn clone_all(&mut self, chosen: &[Vec<Chosen>]) {
        let lacking = self.roots.iter().zip(chosen).flat_map(|(root, chosen)| {
            chosen.iter().filter(|chosen| root.lacks(chosen)).map(|chosen| &chosen.package)
        });
        let packages: BTreeMap<String, &Package> =
            lacking.map(|package| (package.identity(), package)).collect();
        let mut packages: Vec<(String, &Package)> =
            packages.into_iter().filter(|(identity, _)| !self.brought.contains_key(identity)).collect();
        let most = self.request.limits.repositories;
        let beyond = packages.split_off(packages.len().min(most.saturating_sub(self.brought.len())));
        let urls: Vec<&GitUrl> = packages.iter().map(|(_, package)| &package.url).collect();
        let done = self.side_by_side(&urls, "clone", |at, url, dir| {
            let reference = packages.get(at).and_then(|(_, package)| package.reference.as_deref());
            Repository::new(url, &dir, self.request.limits, self.request.allow_file)?.bring(reference)
        });
        let done: Vec<_> = packages.into_iter().map(|(identity, _)| identity).zip(done).collect();
        self.brought.extend(done);
        let refused = beyond.into_iter().map(|(identity, _)| (identity, Err(FetchError::Repositories(most))));
        self.brought.extend(refused);
    }

    /// Asks several repositories at once, each in a directory of its own. Shape: answers in the order of the URLs.
    fn side_by_side<A: Send>(
        &self,
        urls: &[&GitUrl],
        purpose: &str,
        ask: impl Fn(usize, &GitUrl, PathBuf) -> A + Sync,
    ) -> Vec<A> {
        (self.watch)(Event::More(urls.len()));
        let Some(scratch) = &self.scratch else { return Vec::new() };
        let start = self.tags.len() + self.brought.len();
        let one = |(at, url): (usize, &&GitUrl)| {
            (self.watch)(Event::Asked(&url.to_string()));
            let answer = ask(at, url, scratch.dir.join(format!("{purpose}-{}", start + at)));
            (self.watch)(Event::Answered);
            answer
        };
        match rayon::ThreadPoolBuilder::new().num_threads(SIDE_BY_SIDE).build() {
            Ok(pool) => pool.install(|| urls.par_iter().enumerate().map(one).collect()),
            Err(_) => urls.iter().enumerate().map(one).collect(),
        }
    }
}

/// Puts what was brought into one root module.
fn place(root: &mut RootModule, chosen: &[Chosen], brought: &BTreeMap<String, Result<Brought, FetchError>>) {
    let identities: BTreeSet<String> = chosen.iter().map(|chosen| chosen.package.identity()).collect();
    for identity in identities {
        let of_it: Vec<&Chosen> =
            chosen.iter().filter(|chosen| chosen.package.identity() == identity).collect();
        let lacks = of_it.iter().any(|chosen| root.lacks(chosen));
        match (lacks, brought.get(&identity)) {
            (true, Some(Err(error))) => root.fail_all(of_it.iter().map(|chosen| &chosen.wanted), error),
            (true, Some(Ok(brought))) => root.place(&of_it, Some(brought)),
            _ => root.place(&of_it, None),
        }
    }
    if let Err(error) = root.write() {
        root.fail_all(chosen.iter().map(|chosen| &chosen.wanted), &error);
    }
}
