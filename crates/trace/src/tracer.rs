//! Questions about one packet.

use ringfence_model::{Model, Truth};

use crate::answer::client_ports;
use crate::index::Index;
use crate::judge::{Judge, Judged};
use crate::limits::MOST_ANSWERED;
use crate::packet::Packet;
use crate::path::Path;
use crate::trace::{Disposition, Trace};
use crate::walk::Mode;

/// Follows packets through one model.
#[derive(Debug)]
pub struct Tracer<'m> {
    pub(crate) model: &'m Model,
    pub(crate) index: Index,
    /// Client ports at which any stateless filter decides otherwise than at their neighbours.
    pub(crate) client_ports: Vec<u16>,
}

impl<'m> Tracer<'m> {
    /// Reads who stands where once.
    pub fn new(model: &'m Model) -> Self {
        Self { model, index: Index::new(model), client_ports: client_ports(model) }
    }

    /// What becomes of a packet and its answer: of all ways that it may take, the one on which it comes furthest.
    ///
    /// Unknown: [`Trace::arrives`] is over all ways; what is not known there decides.
    pub fn trace(&self, packet: &Packet) -> Trace {
        let (traces, cut) = self.all(packet);
        let arrives = traces.iter().map(|trace| trace.arrives).max().unwrap_or(Truth::No);
        // The first of equals: `max_by_key` would give the last.
        let best =
            traces.into_iter().reduce(|best, other| if rank(&other) > rank(&best) { other } else { best });
        let mut best = best.unwrap_or_else(nowhere);
        best.arrives = best.arrives.max(arrives);
        if cut && best.arrives == Truth::No {
            best.arrives = Truth::Unknown;
            best.certain = false;
        }
        best
    }

    /// What becomes of a packet on each way that it may take.
    ///
    /// Shape: in the order of the model; bounded.
    pub fn traces(&self, packet: &Packet) -> Vec<Trace> {
        self.all(packet).0
    }

    fn all(&self, packet: &Packet) -> (Vec<Trace>, bool) {
        let walked = self.walk(packet, Mode::default());
        let (mut cut, mut answered) = (walked.cut, 0);
        let mut traces = Vec::with_capacity(walked.paths.len());
        for path in &walked.paths {
            let mut trace = self.judge(path, None).trace;
            if trace.arrives.possible() {
                answered += 1;
                if answered > MOST_ANSWERED {
                    cut = true;
                    continue;
                }
                trace.answer = self.answer(path, Mode::default()).map(|answer| Box::new(answer.trace));
            }
            traces.push(trace);
        }
        (traces, cut)
    }

    pub(crate) fn judge(&self, path: &Path, session: Option<&Path>) -> Judged {
        Judge { model: self.model, index: &self.index, session }.judge(path)
    }
}

/// How far a packet comes: a connection, an arrival, certain before possible, then the longest way.
fn rank(trace: &Trace) -> (Truth, Truth, bool, usize) {
    (trace.connects(), trace.arrives, trace.certain, trace.hops.len())
}

/// A question about something that is not there.
fn nowhere() -> Trace {
    Trace {
        hops: Vec::new(),
        disposition: Disposition::NullRouted,
        certain: true,
        arrives: Truth::No,
        answer: None,
    }
}
