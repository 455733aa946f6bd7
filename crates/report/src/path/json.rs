//! The answer as JSON.

use std::io::{self, Write};

use ringfence_check::{Hop, Remark, Verdict, WayIn};
use serde_json::{Value, json};

use super::{PacketTrace, PathPair, PathReport, PathStack};
use crate::clean::{self, Clean};
use crate::traffic::ranges;

/// Name and version of the format.
const SCHEMA: &str = "ringfence/path/1";

/// Writes it, indented.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &PathReport, mut out: impl Write) -> io::Result<()> {
    let document = json!({
        "schema": SCHEMA,
        "from": Clean::new(&report.from),
        "to": Clean::new(&report.to),
        "traffic": Clean::new(&report.traffic),
        "stacks": report.stacks.iter().map(stack).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut out, &document).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

fn stack(stack: &PathStack) -> Value {
    json!({
        "stack": Clean::new(&stack.stack),
        "pairs": stack.pairs.iter().map(pair).collect::<Vec<_>>(),
        "more_pairs": stack.more,
        "notices": clean::all(&stack.notices),
    })
}

fn pair(pair: &PathPair) -> Value {
    json!({
        "from": Clean::new(&pair.from),
        "to": Clean::new(&pair.to),
        "verdict": pair.openness.name(),
        "must": ranges(&pair.open.must),
        "may": ranges(&pair.open.may),
        "answer_blocked": ranges(&pair.answer_blocked.must),
        "ways": pair.ways.iter().map(way).collect::<Vec<_>>(),
        "more_ways": pair.more,
        "unknowns": clean::all(&pair.unknowns),
        "packet": pair.packet.as_ref().map(packet),
        "blockers": pair.blockers.iter().map(remark).collect::<Vec<_>>(),
        "same_for": pair.same_for.iter().map(|(from, to)| {
            json!({ "from": Clean::new(from), "to": Clean::new(to) })
        }).collect::<Vec<_>>(),
    })
}

fn way(way: &WayIn) -> Value {
    json!({
        "certain": way.verdict == Verdict::Violation,
        "summary": Clean::new(&way.summary),
        "hops": way.hops.iter().map(hop).collect::<Vec<_>>(),
    })
}

fn hop(hop: &Hop) -> Value {
    json!({
        "from": Clean::new(&hop.from),
        "to": Clean::new(&hop.to),
        "because": hop.because.iter().map(remark).collect::<Vec<_>>(),
    })
}

fn remark(remark: &Remark) -> Value {
    let site = remark.site.as_ref().map(|site| &site.spot.place);
    json!({
        "fact": Clean::new(&remark.fact),
        "subject": Clean::new(&remark.subject),
        "path": site.map(|place| Clean::new(&place.path)),
        "line": site.map(|place| place.start.line),
        "url": remark.url,
    })
}

fn packet(trace: &PacketTrace) -> Value {
    let hops: Vec<Value> = trace
        .hops
        .iter()
        .map(|hop| {
            let decisions = hop.decisions.iter().map(|decision| {
                json!({
                    "verdict": decision.verdict,
                    "fact": Clean::new(&decision.fact),
                    "because": decision.because.iter().map(remark).collect::<Vec<_>>(),
                })
            });
            json!({ "node": Clean::new(&hop.node), "kind": hop.kind, "decisions": decisions.collect::<Vec<_>>() })
        })
        .collect();
    json!({
        "packet": Clean::new(&trace.packet),
        "disposition": trace.disposition,
        "certain": trace.certain,
        "hops": hops,
        "answer": trace.answer.as_deref().map(packet),
    })
}
