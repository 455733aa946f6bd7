//! The answer for a terminal.

use std::io::{self, Write};
use std::iter;

use anstyle::{AnsiColor, Style};
use ringfence_check::{Remark, Verdict, WayIn};

use super::{Openness, PacketTrace, PathPair, PathReport, PathStack};
use crate::clean::Clean;

const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const OPEN: Style = AnsiColor::Red.on_default().bold();
const POSSIBLE: Style = AnsiColor::Yellow.on_default().bold();
const CLOSED: Style = AnsiColor::Green.on_default().bold();

/// Writes it; the caller takes colours off where they are not wanted.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &PathReport, mut out: impl Write) -> io::Result<()> {
    for stack in &report.stacks {
        writeln!(out, "{HEADING}{}{HEADING:#}", shown(&stack.stack))?;
        write_stack(report, stack, &mut out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_stack(report: &PathReport, stack: &PathStack, out: &mut impl Write) -> io::Result<()> {
    for pair in &stack.pairs {
        write_pair(report, pair, out)?;
    }
    if stack.more > 0 {
        writeln!(out, "  {FAINT}and {} more pairs; --all shows them{FAINT:#}", stack.more)?;
    }
    for notice in &stack.notices {
        writeln!(out, "  {FAINT}{}{FAINT:#}", shown(notice))?;
    }
    Ok(())
}

fn write_pair(report: &PathReport, pair: &PathPair, out: &mut impl Write) -> io::Result<()> {
    let (style, words) = match pair.openness {
        Openness::Open => (OPEN, format!("open: {}", pair.open.must)),
        Openness::Possible => (POSSIBLE, format!("may be open: {}", pair.open.may)),
        Openness::AnswerBlocked => (POSSIBLE, "arrives, but the answer is stopped".to_owned()),
        Openness::Closed => (CLOSED, format!("closed for {}", report.traffic)),
    };
    writeln!(out, "  {} → {}  {style}{}{style:#}", shown(&pair.from), shown(&pair.to), shown(&words))?;
    if let Some((first, more)) = pair.same_for.split_first() {
        let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        writeln!(out, "    {FAINT}the same for {} → {}{others}{FAINT:#}", shown(&first.0), shown(&first.1))?;
    }
    for (number, way) in (1..).zip(&pair.ways) {
        write_way(number, way, out)?;
    }
    if pair.more > 0 {
        writeln!(out, "    {FAINT}and {} more ways; --all shows them{FAINT:#}", pair.more)?;
    }
    if let Some(packet) = &pair.packet {
        write_packet(packet, out)?;
    }
    if pair.openness == Openness::Possible && !pair.unknowns.is_empty() {
        writeln!(out, "    {HEADING}not known:{HEADING:#} {}", shown(&pair.unknowns.join("; ")))?;
    }
    if !pair.blockers.is_empty() {
        writeln!(out, "    {HEADING}it would be open if all of these changed:{HEADING:#}")?;
        for blocker in &pair.blockers {
            write_remark(6, blocker, out)?;
        }
    }
    Ok(())
}

fn write_way(number: usize, way: &WayIn, out: &mut impl Write) -> io::Result<()> {
    let certain = if way.verdict == Verdict::Violation { "certain" } else { "possible" };
    writeln!(out, "    {HEADING}way {number} ({certain}):{HEADING:#} {}", shown(&way.summary))?;
    for hop in &way.hops {
        writeln!(out, "      {} → {}", shown(&hop.from), shown(&hop.to))?;
        for (before, remark) in iter::zip(iter::once(None).chain(hop.because.iter().map(Some)), &hop.because)
        {
            // A value may be passed on twice in one line.
            if before.is_none_or(|before| line(before) != line(remark)) {
                write_remark(8, remark, out)?;
            }
        }
    }
    Ok(())
}

fn write_packet(trace: &PacketTrace, out: &mut impl Write) -> io::Result<()> {
    let certain = if trace.certain { "" } else { "possibly " };
    let nodes: Vec<String> = trace.hops.iter().map(|hop| shown(&hop.node)).collect();
    writeln!(out, "    {HEADING}packet{HEADING:#} {}: {certain}{}", shown(&trace.packet), trace.disposition)?;
    writeln!(out, "      {FAINT}{}{FAINT:#}", nodes.join(" → "))?;
    let decided = trace.hops.iter().flat_map(|hop| &hop.decisions);
    for decision in decided.filter(|decision| decision.verdict != "allow") {
        writeln!(out, "      {}: {}", decision.verdict, shown(&decision.fact))?;
    }
    if let Some(answer) = trace.answer.as_deref().filter(|answer| answer.disposition != "accepted") {
        writeln!(out, "      the answer: {}", answer.disposition)?;
        let decided = answer.hops.iter().flat_map(|hop| &hop.decisions);
        for decision in decided.filter(|decision| decision.verdict != "allow") {
            writeln!(out, "        {}: {}", decision.verdict, shown(&decision.fact))?;
        }
    }
    Ok(())
}

fn write_remark(indent: usize, remark: &Remark, out: &mut impl Write) -> io::Result<()> {
    let (fact, place) = line(remark);
    writeln!(out, "{:indent$}{}  {FAINT}{}{FAINT:#}", "", shown(fact), shown(&place))
}

/// What is said of a remark, and where.
fn line(remark: &Remark) -> (&str, String) {
    let place = match (&remark.site, remark.url) {
        (Some(site), _) => format!("{}:{}", site.spot.place.path, site.spot.place.start.line),
        (None, Some(url)) => format!("default, {url}"),
        (None, None) => String::new(),
    };
    (&remark.fact, place)
}

fn shown(text: &str) -> String {
    Clean::new(text).visible()
}
