//! What would have to change for a packet to come through.

use ringfence_model::Truth;

use crate::limits::MOST_CANDIDATES;
use crate::packet::Packet;
use crate::trace::Verdict;
use crate::tracer::Tracer;
use crate::walk::Mode;
use crate::{Decision, Trace};

/// The smallest set of changes that would let a packet and its answer through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockers {
    /// What has to change, in the order of the way; empty if nothing has to, or nothing is known that would do.
    pub changes: Vec<Decision>,
    /// Whether these changes would do.
    ///
    /// Unknown: if what is not known turns out well.
    pub suffices: Truth,
    /// What becomes of the packet today.
    pub trace: Trace,
}

impl Tracer<'_> {
    /// What stops a packet or its answer: of all ways that it may take with one more route or address where one is
    /// missing, that on which the least has to change.
    pub fn blockers(&self, packet: &Packet) -> Blockers {
        let trace = self.trace(packet);
        if matches!(trace.verdict(), Verdict::Open | Verdict::PossiblyOpen) {
            let suffices = trace.connects();
            return Blockers { changes: Vec::new(), suffices, trace };
        }
        let mode = Mode { past_stops: true, answer: false };
        let walked = self.walk(packet, mode);
        let mut ways: Vec<(Vec<Decision>, usize, crate::path::Path)> = Vec::new();
        for path in walked.paths {
            let judged = self.judge(&path, None);
            if judged.reaches {
                ways.push((judged.stops, judged.doubts, path));
            }
        }
        ways.sort_by_key(|(stops, doubts, _)| (stops.len(), *doubts));
        let mut best: Option<(Vec<Decision>, usize)> = None;
        for (mut stops, mut doubts, path) in ways.into_iter().take(MOST_CANDIDATES) {
            if best.as_ref().is_some_and(|(best, _)| best.len() <= stops.len()) {
                break;
            }
            if let Some(answer) = self.answer(&path, mode) {
                if !answer.reaches {
                    continue;
                }
                stops.extend(answer.stops);
                doubts += answer.doubts;
            }
            let stops = without_repeats(stops);
            if best
                .as_ref()
                .is_none_or(|(known, known_doubts)| (stops.len(), doubts) < (known.len(), *known_doubts))
            {
                best = Some((stops, doubts));
            }
        }
        match best {
            Some((changes, doubts)) => {
                let suffices = if doubts == 0 { Truth::Yes } else { Truth::Unknown };
                Blockers { changes, suffices, trace }
            }
            None => Blockers { changes: Vec::new(), suffices: Truth::No, trace },
        }
    }
}

/// One change is one, however often it is asked for.
fn without_repeats(all: Vec<Decision>) -> Vec<Decision> {
    let mut found: Vec<Decision> = Vec::new();
    for decision in all {
        let known = |other: &Decision| other.subject == decision.subject && other.fact == decision.fact;
        if !found.iter().any(known) {
            found.push(decision);
        }
    }
    found
}

impl Blockers {
    /// The changes in lines.
    pub fn explain(&self) -> Vec<String> {
        self.changes.iter().map(Decision::in_words).collect()
    }
}
