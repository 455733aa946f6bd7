//! Answers, and what makes them true.

use crate::Effect;
use std::ops::Range;

/// Whether something is allowed.
///
/// Shape: ordered from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is not, whatever the unknown pieces are and whatever the request brings.
    No,
    /// It may be, depending on pieces that are not known, or it was too large to decide.
    Unknown,
    /// It is, for requests that meet conditions; they are in the answer. Whether any request can meet them
    /// all is not decided here.
    Conditional,
    /// It is, for every request.
    Yes,
}

/// The answer to a question about one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the identity may do it.
    pub truth: Truth,
    /// Whether it may do so on every resource that was asked about.
    pub everywhere: bool,
    /// The resources, as the granting statements write them; `not …` for a `NotResource`.
    pub resources: Vec<String>,
    /// A resource on which the action is allowed, where one can be named.
    pub witness: Option<String>,
    /// The statements that decide: grants first, then limits, then denials.
    pub because: Vec<StatementRef>,
    /// What must hold for it: one entry a statement with conditions. Grants are alternatives to each other.
    pub residue: Vec<String>,
}

/// A statement in a role it plays in an answer, with the places that matter.
///
/// Units: byte ranges of the policy's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRef {
    /// The attached policy's id.
    pub policy: String,
    /// The statement's position in the document, from 0.
    pub statement: usize,
    /// The statement's own name.
    pub sid: Option<String>,
    /// What it does in the answer.
    pub part: Part,
    /// The effect it is written with.
    pub effect: Effect,
    /// The whole statement.
    pub span: Range<usize>,
    /// The action string that covers the action, or the whole `NotAction` list.
    pub action: Range<usize>,
    /// The resource string that covers the resource, or the whole `NotResource` list.
    pub resource: Option<Range<usize>>,
    /// The `Condition` element.
    pub condition: Option<Range<usize>>,
}

/// What a statement does in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It grants.
    Grants,
    /// It lets the grant through a limit.
    Limits,
    /// It denies, or may deny, some or all of it.
    Denies,
}

impl Answer {
    /// Adds what another answer rests on.
    pub(super) fn rest_on(&mut self, other: &Self) {
        add_new(&mut self.because, &other.because);
        add_new(&mut self.residue, &other.residue);
        add_new(&mut self.resources, &other.resources);
        self.because.sort_by_key(|statement| statement.part);
    }
}

/// More evidence than this explains nothing.
pub(super) const MOST: usize = 200;

pub(super) fn add_new<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if list.len() < MOST && !list.contains(item) {
            list.push(item.clone());
        }
    }
}
