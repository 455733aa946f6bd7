//! The ways from one party to another, or what closes them.
//!
//! Text and places only: whoever asked the graph has already said what decides.

mod json;
mod terminal;

use ringfence_check::{Remark, WayIn};
use ringfence_packets::{Bounds, Traffic};

pub use json::write as write_json;
pub use terminal::write as write_terminal;

/// Answers to one question, one for each root module or snapshot.
#[derive(Clone, Debug, Default)]
pub struct PathReport {
    /// Who opens, as it was asked.
    pub from: String,
    /// On whom, as it was asked.
    pub to: String,
    /// What, in words.
    pub traffic: String,
    /// The answers.
    pub stacks: Vec<PathStack>,
}

/// The answer for one root module or snapshot.
#[derive(Clone, Debug, Default)]
pub struct PathStack {
    /// Where it was read from.
    pub stack: String,
    /// Each pair that the question means.
    ///
    /// Shape: the open ones first.
    pub pairs: Vec<PathPair>,
    /// Pairs that are not shown.
    pub more: usize,
    /// Why there is no pair, or what is missing.
    pub notices: Vec<String>,
}

/// Whether something can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Openness {
    /// It certainly can.
    Open,
    /// It may: an unknown decides.
    Possible,
    /// It arrives, and the answer is stopped.
    AnswerBlocked,
    /// It cannot.
    Closed,
}

/// One pair.
#[derive(Clone, Debug)]
pub struct PathPair {
    /// Who opens.
    pub from: String,
    /// On whom.
    pub to: String,
    /// Whether it can.
    pub openness: Openness,
    /// What can be opened of what was asked.
    pub open: Bounds<Traffic>,
    /// What arrives and is not answered, of what was asked.
    pub answer_blocked: Bounds<Traffic>,
    /// The ways, the plainest first.
    pub ways: Vec<WayIn>,
    /// Ways that are not shown.
    pub more: usize,
    /// What is not known, where an unknown decides.
    pub unknowns: Vec<String>,
    /// One packet, followed hop by hop.
    pub packet: Option<PacketTrace>,
    /// What would have to change so that it can; empty if it can already.
    pub blockers: Vec<Remark>,
    /// Other pairs, by who opens and on whom, of which the same holds.
    pub same_for: Vec<(String, String)>,
}

/// One packet and what becomes of it.
#[derive(Clone, Debug, Default)]
pub struct PacketTrace {
    /// The packet in words: `tcp 2379 from 198.51.100.7`.
    pub packet: String,
    /// What becomes of it, a stable word: `accepted`, `denied-in`.
    pub disposition: &'static str,
    /// Whether that is certain.
    pub certain: bool,
    /// The places it passes, in order.
    pub hops: Vec<PacketHop>,
    /// What becomes of the answer; nothing if nobody answers.
    pub answer: Option<Box<PacketTrace>>,
}

/// A place that a packet passes.
#[derive(Clone, Debug, Default)]
pub struct PacketHop {
    /// Which.
    pub node: String,
    /// What it is.
    pub kind: &'static str,
    /// What decides there, in order: yes, no or unknown, and why.
    pub decisions: Vec<PacketDecision>,
}

/// One decision about a packet.
#[derive(Clone, Debug)]
pub struct PacketDecision {
    /// `allow`, `deny` or `unknown`.
    pub verdict: &'static str,
    /// What decides and why, in words.
    pub fact: String,
    /// What says so.
    pub because: Vec<Remark>,
}

impl Openness {
    /// A stable word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Possible => "possible",
            Self::AnswerBlocked => "answer-blocked",
            Self::Closed => "closed",
        }
    }
}
