//! The state of one evaluation: bounds, notices, modules read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::path::PathBuf;
use std::rc::Rc;

use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use super::instance::Slot;
use crate::Limits;
use crate::module::Module;
use crate::syntax::{Names, Segment};
use crate::tree::Tree;

/// A parsed template file, or why it could not be parsed.
pub(crate) type ParsedTemplate = Result<Rc<Vec<Segment>>, Rc<str>>;

/// One evaluation of one root module.
pub(crate) struct Engine<'a> {
    pub(crate) tree: Tree<'a>,
    pub(crate) limits: Limits,
    /// The root module's directory: where relative paths start.
    pub(crate) root: PathBuf,
    pub(crate) modules: RefCell<HashMap<PathBuf, Rc<Module>>>,
    pub(crate) names: RefCell<Names>,
    pub(crate) templates: RefCell<HashMap<FileId, ParsedTemplate>>,
    /// How many instances there are so far.
    pub(crate) instances: Cell<usize>,
    /// A place for what has none.
    pub(crate) nowhere: Span,
    /// Bounds on all work and depth that were met.
    pub(crate) exhausted: RefCell<BTreeSet<String>>,
    notices: RefCell<BTreeSet<Notice>>,
    steps: Cell<u64>,
    depth: Cell<u32>,
    peak: Cell<u32>,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(tree: Tree<'a>, root: PathBuf, limits: Limits) -> Self {
        let nowhere = Span { file: FileId(u32::MAX), start: 0, end: 0 };
        Self {
            tree,
            limits,
            root,
            modules: RefCell::default(),
            names: RefCell::default(),
            templates: RefCell::default(),
            instances: Cell::new(0),
            nowhere,
            exhausted: RefCell::default(),
            notices: RefCell::default(),
            steps: Cell::new(0),
            depth: Cell::new(0),
            peak: Cell::new(0),
        }
    }

    /// One level deeper; says which bound that goes over, if any.
    pub(crate) fn enter(&self) -> Result<(), String> {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps > self.limits.steps {
            return Err(format!("more than {} expressions to evaluate", self.limits.steps));
        }
        self.reach(self.depth.get() + 1)?;
        self.depth.set(self.depth.get() + 1);
        Ok(())
    }

    /// Back from [`Self::enter`].
    pub(crate) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Counts the elements that something makes, which cost memory beside time; says whether there is room.
    pub(crate) fn work_each(&self, elements: usize) -> bool {
        const STEPS: u64 = 8;
        self.steps.set(self.steps.get().saturating_add((elements as u64).saturating_mul(STEPS)));
        self.steps.get() <= self.limits.steps
    }

    fn reach(&self, depth: u32) -> Result<(), String> {
        if depth > self.limits.depth {
            return Err(format!("expressions inside each other deeper than {}", self.limits.depth));
        }
        self.peak.set(self.peak.get().max(depth));
        Ok(())
    }

    /// Computes a named thing once.
    ///
    /// How deep a value is does not depend on what was computed before it, so neither does the bound.
    pub(crate) fn once<K: Eq + Hash + Clone, T: Clone>(
        &self,
        slots: &RefCell<HashMap<K, Slot<T>>>,
        key: &K,
        compute: impl FnOnce() -> T,
    ) -> Result<T, Again> {
        let known = slots.borrow().get(key).cloned();
        match known {
            Some(Slot::Done(value, height)) => {
                return self.reach(self.depth.get() + height).map(|()| value).map_err(Again::TooDeep);
            }
            Some(Slot::Running) => return Err(Again::Cycle),
            None => {}
        }
        slots.borrow_mut().insert(key.clone(), Slot::Running);
        let peak = self.peak.replace(self.depth.get());
        let value = compute();
        let height = self.peak.get().saturating_sub(self.depth.get());
        self.peak.set(self.peak.get().max(peak));
        slots.borrow_mut().insert(key.clone(), Slot::Done(value.clone(), height));
        Ok(value)
    }

    /// Notes something once.
    pub(crate) fn notice(&self, id: NoticeId, message: String, at: Option<Span>) {
        let level = if id == NoticeId::UnknownValue { Level::Note } else { Level::Warning };
        self.note(Notice { id, level, message, source: at.map(Source::File) });
    }

    /// Adds a notice.
    pub(crate) fn note(&self, notice: Notice) {
        self.notices.borrow_mut().insert(notice);
    }

    /// Adds notices.
    pub(crate) fn note_all(&self, notices: Vec<Notice>) {
        self.notices.borrow_mut().extend(notices);
    }

    /// Every notice, sorted.
    pub(crate) fn into_notices(self) -> Vec<Notice> {
        self.notices.into_inner().into_iter().collect()
    }
}

/// Why a named thing has no value.
pub(crate) enum Again {
    /// It is being computed.
    Cycle,
    /// It lies too deep; which bound, in words.
    TooDeep(String),
}
