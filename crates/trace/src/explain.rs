//! Decisions and ways in words: lower case, facts, one decision one line.

use ringfence_model::{Direction, RouteTarget, Truth};

use crate::filter::Ruling;
use crate::packet::traffic_in_words;
use crate::path::Header;
use crate::trace::Trace;
use crate::{Decision, What};

impl Trace {
    /// The way in lines: each hop, what decides there, and what becomes of the packet; then the same of the answer.
    pub fn explain(&self) -> Vec<String> {
        let mut lines = self.way();
        if let Some(answer) = &self.answer {
            lines.push("the answer:".to_owned());
            lines.extend(answer.way());
        }
        lines
    }

    fn way(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for hop in &self.hops {
            lines.push(format!("{} `{}`", hop.kind.in_words(), hop.node));
            lines.extend(hop.decisions.iter().map(|decision| format!("  {}", decision.in_words())));
        }
        let last = self.hops.last().map_or_else(String::new, |hop| format!(" at `{}`", hop.node));
        let perhaps = if self.certain { "" } else { "possibly " };
        lines.push(format!("{perhaps}{}{last}", self.disposition.in_words()));
        lines
    }
}

impl Decision {
    /// The decision as one line, with what it is about and what is not known.
    pub fn in_words(&self) -> String {
        let named = self.fact.contains(&format!("`{}`", self.subject));
        let whose = if named { String::new() } else { format!("`{}` ", self.subject) };
        let unknown: Vec<&str> = self.gaps.iter().map(|gap| gap.what.as_str()).collect();
        match (self.truth, unknown.is_empty()) {
            (Truth::Unknown, false) => format!("{whose}{}: not known: {}", self.fact, unknown.join(", ")),
            _ => format!("{whose}{}", self.fact),
        }
    }
}

/// Where a route leads, in words.
pub(crate) fn target_in_words(target: &RouteTarget) -> String {
    match target {
        RouteTarget::Internet(id) => format!("to the internet by `{id}`"),
        RouteTarget::OutboundOnly(id) => format!("to the internet by `{id}`, which lets only answers in"),
        RouteTarget::Router(id) => format!("to the router `{id}`"),
        RouteTarget::Attachment(id) => format!("out by `{id}`"),
        RouteTarget::Service(id) => format!("to the service behind `{id}`"),
        RouteTarget::Middlebox(id) => format!("to `{id}`, which forwards by rules of its own"),
        RouteTarget::Dropped => "nowhere: the route drops it".to_owned(),
        RouteTarget::Unknown(_) => "where it is not known".to_owned(),
    }
}

/// What filters do with a packet, as a decision.
pub(crate) fn ruling_in_words(ruling: &Ruling<'_>, direction: Direction, header: &Header) -> Decision {
    let (side, other, way) = match direction {
        Direction::Ingress => ("from", &header.source, "in"),
        Direction::Egress => ("to", &header.destination, "out"),
    };
    let packet = format!("{} {side} {other}", traffic_in_words(header.protocol, header.selector));
    let unknown = ringfence_model::ResourceId::new("unknown");
    let filter = ruling.filter.map_or(&unknown, |filter| &filter.about.id);
    let rule = ruling.rule.map(|rule| &rule.id).filter(|id| *id != filter);
    let of = match rule {
        Some(rule) => format!("rule `{rule}` of `{filter}`"),
        None => format!("a rule of `{filter}`"),
    };
    let truth = ruling.truth();
    let fact = match (truth, ruling.rule) {
        (Truth::Yes, Some(_)) => format!("{of} lets {packet} {way}"),
        (Truth::Yes, None) => format!("`{filter}` lets {way} what no rule matches: {packet}"),
        (Truth::No, Some(_)) => format!("{of} denies {packet}"),
        (Truth::No, None) => format!("no rule of `{filter}` allows {packet}"),
        (Truth::Unknown, Some(_)) => format!("whether `{filter}` lets {packet} {way} depends on {of}"),
        (Truth::Unknown, None) => format!("whether `{filter}` lets {packet} {way} is not known"),
    };
    let evidence = ruling.rule.map_or(&[][..], |rule| &rule.evidence);
    Decision::new(What::Filter, truth, filter, fact).because(evidence).lacking(&ruling.gaps)
}
