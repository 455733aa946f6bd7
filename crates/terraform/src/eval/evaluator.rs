//! One thread's evaluation.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::{Arc, OnceLock};

use ringfence_model::{NoticeId, Span, Truth};
use ringfence_value::{Cause, Reason, Type, Value};

use super::Engine;
use super::expr::UNPARSED;
use super::instance::Instance;
use super::unknown::unknown;
use crate::config::Node;

/// Steps that are gathered before they are counted for all threads together.
const GATHERED: u64 = 256;

/// How much stack an expression may need, and how much is added where less is left.
///
/// Units: bytes.
const STACK: (usize, usize) = (192 << 10, 4 << 20);

/// Wrong expressions that are remembered, of those met in one named thing.
const MOST_WRONG: usize = 64;

/// A wrong expression: why, and where.
pub(super) type Wrong = (Arc<str>, Span);

/// One thread's evaluation: how deep it is, and how many errors it has met.
pub(crate) struct Evaluator<'e, 'a> {
    pub(crate) engine: &'e Engine<'a>,
    depth: Cell<u32>,
    steps: Cell<u64>,
    /// Units: bytes of the values that the expression has made so far.
    pub(super) held: Cell<u64>,
    pub(super) exhausted: Cell<bool>,
    /// The bound on everything that was met, in words, once it was noted.
    said: OnceCell<Arc<str>>,
    errors: Cell<u32>,
    /// The first of them, each with how many there were before it.
    wrong: RefCell<Vec<(u32, Wrong)>>,
}

impl<'e, 'a> Evaluator<'e, 'a> {
    pub(crate) fn new(engine: &'e Engine<'a>) -> Self {
        Self {
            engine,
            depth: Cell::new(0),
            steps: Cell::new(0),
            held: Cell::new(0),
            exhausted: Cell::new(false),
            said: OnceCell::new(),
            errors: Cell::new(0),
            wrong: RefCell::default(),
        }
    }

    /// Does something one level deeper, with enough stack; a bound that is met gives an unknown.
    pub(super) fn deeper(&self, at: Span, work: impl FnOnce() -> Value) -> Value {
        if !self.spend(1) {
            return self.too_much(at);
        }
        let depth = self.depth.get();
        if depth >= self.engine.limits.depth {
            let limit = format!("expressions inside each other deeper than {}", self.engine.limits.depth);
            return self.limited(&limit, at);
        }
        self.depth.set(depth + 1);
        let value = stacker::maybe_grow(STACK.0, STACK.1, work);
        self.depth.set(depth);
        value
    }

    /// Counts work; says whether there is room for it.
    pub(super) fn spend(&self, steps: u64) -> bool {
        let gathered = self.steps.get().saturating_add(steps);
        if gathered < GATHERED {
            self.steps.set(gathered);
        } else {
            self.steps.set(0);
            if !self.engine.spend(gathered) {
                self.exhausted.set(true);
            }
        }
        !self.exhausted.get()
    }

    /// Counts the elements that something makes, which cost memory beside time; says whether there is room.
    pub(super) fn work_each(&self, elements: usize) -> bool {
        const STEPS: u64 = 8;
        self.spend((elements as u64).saturating_mul(STEPS))
    }

    /// Computes a named thing once. What is wrong inside is that thing's, not the expression's that names it.
    ///
    /// Two threads may compute it side by side, with the same result.
    pub(super) fn once<T: Clone>(&self, slot: &OnceLock<T>, compute: impl FnOnce() -> T) -> T {
        self.keep_much();
        if let Some(known) = slot.get() {
            return known.clone();
        }
        let (depth, errors, held) = (self.depth.replace(0), self.errors.get(), self.held.replace(0));
        let value = compute();
        self.keep(self.held.replace(held));
        self.depth.set(depth);
        self.forgive(errors);
        slot.get_or_init(|| value).clone()
    }

    /// The same for something in a module instance; what is wrong in it is noted if both exist for sure.
    pub(super) fn once_in<T: Clone>(
        &self,
        instance: &Instance,
        exists: Truth,
        slot: &OnceLock<T>,
        compute: impl FnOnce() -> T,
    ) -> T {
        self.once(slot, || {
            let errors = self.errors();
            let value = compute();
            if instance.exists().and(exists) == Truth::Yes {
                self.note_wrong(errors);
            }
            value
        })
    }

    /// Why a named thing may not be evaluated from inside another that is part of circle `from`, if it may not.
    pub(super) fn barred(&self, instance: &Instance, node: Node, from: u32, at: Span) -> Option<Value> {
        let dependencies = self.engine.dependencies;
        let config = instance.config.id;
        let circle = dependencies.circle(config, node);
        if circle != 0 && circle == from {
            return Some(unknown(Cause::Cycle(dependencies.circle_name(circle)), at));
        }
        let limit = dependencies.too_deep(config, node)?;
        Some(unknown(Cause::Limit(limit.into()), at))
    }

    /// The circle that a named thing is part of; 0 if it is in none.
    pub(super) fn circle(&self, instance: &Instance, node: Node) -> u32 {
        self.engine.dependencies.circle(instance.config.id, node)
    }
}

/// Making unknowns.
impl Evaluator<'_, '_> {
    /// The value of a wrong expression.
    pub(super) fn error(&self, message: impl Into<Arc<str>>, at: Span) -> Value {
        self.error_of(Type::Dynamic, message, at)
    }

    /// The value of a wrong expression whose type is known all the same.
    pub(super) fn error_of(&self, ty: Type, message: impl Into<Arc<str>>, at: Span) -> Value {
        let message = message.into();
        self.count((message.clone(), at));
        Value::unknown(ty, Reason::new(Cause::Error(message), at), at)
    }

    fn count(&self, wrong: Wrong) {
        let before = self.errors.get();
        self.errors.set(before.saturating_add(1));
        let mut known = self.wrong.borrow_mut();
        if known.len() < MOST_WRONG {
            known.push((before, wrong));
        }
    }

    /// How many wrong expressions were met, those in named things not counted.
    pub(super) fn errors(&self) -> u32 {
        self.errors.get()
    }

    /// Forgets the wrong expressions that were met since there were so many; those that it remembers.
    pub(super) fn forgive(&self, errors: u32) -> Vec<Wrong> {
        self.errors.set(errors);
        let mut known = self.wrong.borrow_mut();
        let kept = known.partition_point(|(before, _)| *before < errors);
        known.drain(kept..).map(|(_, wrong)| wrong).collect()
    }

    /// Counts wrong expressions that were forgiven, of which there was at least one.
    pub(super) fn blame(&self, wrong: Vec<Wrong>, at: Span) {
        if wrong.is_empty() {
            // There were too many to remember this one.
            self.count((UNPARSED.into(), at));
        }
        for one in wrong {
            self.count(one);
        }
    }

    /// Notes the wrong expressions that were met since there were so many, which need not be in the value that came out.
    pub(super) fn note_wrong(&self, errors: u32) {
        for (before, (message, at)) in self.wrong.borrow().iter() {
            if *before >= errors {
                self.note_error(message, *at);
            }
        }
    }

    /// Notes a wrong expression; the parser has noted what it could not read.
    pub(super) fn note_error(&self, message: &str, at: Span) {
        if message != UNPARSED {
            let message = format!("{message}, so the value is unknown; Terraform refuses this too");
            self.engine.notice(NoticeId::UnknownValue, message, Some(at));
        }
    }

    /// The bound on all work was met.
    pub(super) fn too_much(&self, at: Span) -> Value {
        unknown(Cause::Limit(self.note_exhausted()), at)
    }

    /// Notes that the bound on all work or all memory was met; gives it in words.
    pub(super) fn note_exhausted(&self) -> Arc<str> {
        let note = || {
            let limit = self.engine.exhausted();
            // Where it is met first depends on nothing but the input: the work is done in one order then.
            self.engine.notice(NoticeId::Limit, format!("{limit}: not analysed further"), None);
            limit.into()
        };
        self.said.get_or_init(note).clone()
    }

    /// A bound was met at a place.
    pub(super) fn limited(&self, limit: &str, at: Span) -> Value {
        self.note_limit(limit, at);
        unknown(Cause::Limit(limit.into()), at)
    }

    /// Notes that a bound was met at a place.
    pub(super) fn note_limit(&self, limit: &str, at: Span) {
        let message = format!("{limit}: not analysed further; split the configuration if this is real");
        self.engine.notice(NoticeId::Limit, message, Some(at));
    }
}
