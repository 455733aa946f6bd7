//! Ways in, as steps that a reader can go through.

use ringfence_check::{Finding, Hop, Remark, Site, Verdict, WayIn};
use serde::Serialize;

use super::locations::{Location, Snippet};
use super::message::{Text, sentence};
use super::uri::Paths;

/// One way in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeFlow {
    message: Text,
    thread_flows: [ThreadFlow; 1],
}

#[derive(Debug, Serialize)]
struct ThreadFlow {
    id: String,
    locations: Vec<Step>,
}

/// One fact on the way.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    location: Location,
    kinds: Vec<&'static str>,
    execution_order: usize,
    importance: &'static str,
}

/// More steps than anybody reads.
const MOST_STEPS: usize = 30;

/// One code flow a way.
pub(super) fn code_flows<'a>(
    finding: &Finding,
    ways: impl Iterator<Item = &'a WayIn>,
    paths: &Paths,
    snippet: Snippet,
) -> Vec<CodeFlow> {
    let flows = ways.zip(1..).map(|(way, number)| CodeFlow::of(finding, way, number, paths, snippet));
    flows.filter(|flow| flow.thread_flows.iter().all(|thread| !thread.locations.is_empty())).collect()
}

impl CodeFlow {
    fn of(finding: &Finding, way: &WayIn, number: usize, paths: &Paths, snippet: Snippet) -> Self {
        let steps = steps(way).into_iter().zip(1..);
        let locations = steps.map(|((hop, remark), order)| Step {
            location: Location::of(place_of(finding, way, hop, remark), paths, snippet)
                .with_message(Text::new(&words(hop, remark))),
            kinds: kinds(hop, remark),
            execution_order: order,
            importance: if hop.essential && is_first(hop, remark) { "essential" } else { "important" },
        });
        let summary = match way.verdict {
            Verdict::Violation => sentence(&way.summary),
            Verdict::Possible => sentence(&format!("Possible: {}", way.summary)),
        };
        let thread = ThreadFlow { id: format!("path-{number}"), locations: locations.collect() };
        Self { message: Text::new(&summary), thread_flows: [thread] }
    }
}

/// The facts of a way in order. Of too many, the first of each hop; of too many hops, the first and the last.
fn steps(way: &WayIn) -> Vec<(&Hop, &Remark)> {
    let all: Vec<_> =
        way.hops.iter().flat_map(|hop| hop.because.iter().map(move |remark| (hop, remark))).collect();
    if all.len() <= MOST_STEPS {
        return all;
    }
    let mut firsts: Vec<_> = way.hops.iter().filter_map(|hop| Some((hop, hop.because.first()?))).collect();
    if firsts.len() > MOST_STEPS {
        let tail = firsts.split_off(firsts.len() - MOST_STEPS / 2);
        firsts.truncate(MOST_STEPS - tail.len());
        firsts.extend(tail);
    }
    firsts
}

/// Where a step is shown. A documented default stands in no file, but every step needs a place: it gets that
/// of the same resource, on this hop or any other; else of another fact of the hop; else the finding's own.
fn place_of<'a>(finding: &'a Finding, way: &'a WayIn, hop: &'a Hop, remark: &'a Remark) -> &'a Site {
    let hop_facts = || hop.because.iter();
    let way_facts = || way.hops.iter().flat_map(|hop| &hop.because);
    let about_same = |other: &&Remark| other.subject == remark.subject;
    let of_resource =
        || hop_facts().chain(way_facts()).filter(about_same).find_map(|other| other.site.as_ref());
    let of_hop = || hop_facts().find_map(|other| other.site.as_ref());
    remark.site.as_ref().or_else(of_resource).or_else(of_hop).unwrap_or(&finding.primary)
}

fn words(hop: &Hop, remark: &Remark) -> String {
    let default = match (remark.site.is_some(), remark.url) {
        (true, _) => String::new(),
        (false, Some(url)) => format!(" (documented default, {url})"),
        (false, None) => " (default)".to_owned(),
    };
    sentence(&format!("{} → {}: {}{default}", hop.from, hop.to, remark.fact))
}

/// Kinds of the specification's list, which knows no networks: the nearest.
fn kinds(hop: &Hop, remark: &Remark) -> Vec<&'static str> {
    let mut kinds = vec![if hop.kind == "identity" { "acquire" } else { "enter" }, "resource"];
    if remark.site.is_none() {
        kinds.push("implicit");
    }
    kinds
}

fn is_first(hop: &Hop, remark: &Remark) -> bool {
    hop.because.first().is_some_and(|first| std::ptr::eq(first, remark))
}
