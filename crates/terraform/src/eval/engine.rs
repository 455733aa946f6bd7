//! What all evaluation of one root module shares: bounds, notices, templates.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ringfence_hcl::ast::Segment;
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use crate::Limits;
use crate::config::Dependencies;
use crate::tree::Tree;

/// A parsed template file, or why it could not be parsed.
pub(crate) type ParsedTemplate = Result<Arc<Vec<Segment>>, Arc<str>>;

/// One evaluation of one root module.
///
/// Shared by threads. Whatever order they work in, values are the same; only whether the bound on all work is met
/// may depend on it, and then [`Engine::is_exhausted`] says so and the work is done again in one order.
pub(crate) struct Engine<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) limits: Limits,
    /// The root module's directory: where relative paths start.
    pub(crate) root: PathBuf,
    pub(crate) workspace: String,
    pub(crate) dependencies: &'a Dependencies,
    /// Whether `&&` and `||` look at the right side only where the left one does not decide, as Terraform does since
    /// 1.12.
    pub(crate) short_circuit: bool,
    templates: Mutex<HashMap<FileId, ParsedTemplate>>,
    notices: Mutex<BTreeSet<Notice>>,
    steps: AtomicU64,
    instances: AtomicUsize,
    kept: AtomicU64,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(
        tree: &'a Tree<'a>,
        root: PathBuf,
        limits: Limits,
        workspace: String,
        dependencies: &'a Dependencies,
    ) -> Self {
        Self {
            tree,
            limits,
            root,
            workspace,
            dependencies,
            short_circuit: false,
            templates: Mutex::default(),
            notices: Mutex::default(),
            steps: AtomicU64::new(0),
            instances: AtomicUsize::new(0),
            kept: AtomicU64::new(0),
        }
    }

    /// The same, as if nothing had been evaluated.
    pub(crate) fn afresh(self) -> Self {
        Self {
            templates: Mutex::default(),
            notices: Mutex::default(),
            steps: AtomicU64::new(0),
            instances: AtomicUsize::new(0),
            kept: AtomicU64::new(0),
            ..self
        }
    }

    /// Counts work; says whether there is room for it.
    pub(super) fn spend(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps) <= self.limits.steps
    }

    /// Counts instances; says whether there is room for them.
    pub(super) fn make_instances(&self, count: usize) -> bool {
        self.instances.fetch_add(count, Ordering::Relaxed).saturating_add(count) <= self.limits.all_instances
    }

    /// Counts memory that stays in use; says whether there is room for it.
    pub(super) fn keep(&self, bytes: u64) -> bool {
        self.kept.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= self.limits.memory
    }

    /// The bound on all work or on all memory, whichever was met, in words.
    pub(super) fn exhausted(&self) -> String {
        if self.kept.load(Ordering::Relaxed) > self.limits.memory {
            format!("values of more than {} bytes in all", self.limits.memory)
        } else {
            format!("more than {} expressions to evaluate", self.limits.steps)
        }
    }

    /// Whether a bound on everything together was met.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps.load(Ordering::Relaxed) > self.limits.steps
            || self.kept.load(Ordering::Relaxed) > self.limits.memory
            || self.instances.load(Ordering::Relaxed) > self.limits.all_instances
    }

    /// A template file's segments, parsed once.
    pub(super) fn template(&self, file: FileId, parse: impl FnOnce() -> ParsedTemplate) -> ParsedTemplate {
        let known = || self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = known().get(&file) {
            return parsed.clone();
        }
        let parsed = parse();
        known().entry(file).or_insert(parsed).clone()
    }

    /// Notes something once.
    pub(crate) fn notice(&self, id: NoticeId, message: String, at: Option<Span>) {
        let level = if id == NoticeId::UnknownValue { Level::Note } else { Level::Warning };
        self.note(Notice { id, level, message, source: at.map(Source::File) });
    }

    /// Adds a notice.
    pub(crate) fn note(&self, notice: Notice) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).insert(notice);
    }

    /// Every notice so far, sorted.
    pub(crate) fn take_notices(&self) -> Vec<Notice> {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *notices).into_iter().collect()
    }
}
