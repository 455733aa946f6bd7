//! Protocols and ports of `allow` and `deny` blocks.

use ringfence_model::{Evidence, Gap, ResourceId};
use ringfence_packets::{Bounds, PortSet, Protocol, Traffic};
use ringfence_provider::{evidence, gap, invalid, shown};
use ringfence_terraform::Value;

use crate::list::elements;

/// What blocks of one action match.
#[derive(Clone, Debug)]
pub(crate) struct Matched {
    /// Protocols and ports.
    pub(crate) traffic: Bounds<Traffic>,
    /// The literals that say so.
    pub(crate) evidence: Vec<Evidence>,
    /// Why the bounds differ.
    pub(crate) gaps: Vec<Gap>,
}

impl Matched {
    /// What no block matches.
    pub(crate) fn nothing() -> Self {
        Self { traffic: Bounds::empty(), evidence: Vec::new(), gaps: Vec::new() }
    }

    fn add(&mut self, other: Self) {
        self.traffic = self.traffic.union(&other.traffic);
        self.evidence.extend(other.evidence);
        self.gaps.extend(other.gaps);
    }

    fn widen(&mut self, widest: Traffic, gap: Gap) {
        self.traffic = self.traffic.union(&Bounds::at_most(widest));
        self.gaps.push(gap);
    }
}

/// What the `allow` (or `deny`) blocks match together; `protocol` is what their protocol stands under.
pub(crate) fn of_blocks(subject: &ResourceId, blocks: Option<&Value>, protocol: &str) -> Matched {
    let blocks = elements(blocks);
    let mut all = Matched::nothing();
    for block in blocks.certain() {
        all.add(of_block(subject, block, protocol));
    }
    for block in blocks.possible() {
        let matched = of_block(subject, block, protocol);
        all.add(Matched { traffic: Bounds::at_most(matched.traffic.may.clone()), ..matched });
    }
    let only_possible = blocks.possible().next().is_some();
    for gap in blocks.gaps {
        let widest = if only_possible { Traffic::none() } else { Traffic::all() };
        all.widen(widest, gap);
    }
    all
}

/// What one block matches: a protocol by name or number, or `all`; without `ports`, all of it.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall>
/// ("If not specified, this rule applies to connections through any port"), read 2026-11-23.
fn of_block(subject: &ResourceId, block: &Value, protocol: &str) -> Matched {
    let mut matched = Matched::nothing();
    let Some(written) = block.get(protocol) else {
        matched.widen(Traffic::all(), gap(block));
        return matched;
    };
    // Numbers may be written without quotation marks.
    let text = written.as_str().map(str::to_owned).or_else(|| written.as_i64().map(|n| n.to_string()));
    match text.as_deref() {
        None => matched.widen(Traffic::all(), gap(written)),
        Some(all) if all.eq_ignore_ascii_case("all") => {
            matched.traffic = Bounds::exact(Traffic::all());
            matched.evidence = evidence(subject, format!("`{protocol}` is `all`"), written);
        }
        Some(name) => match Protocol::parse(name) {
            Some(protocol) => return of_protocol(subject, protocol, written, block.get("ports")),
            None => matched.widen(
                Traffic::all(),
                invalid(format!("{} is not a protocol", shown(written)), written.origin.at),
            ),
        },
    }
    matched
}

fn of_protocol(subject: &ResourceId, protocol: Protocol, written: &Value, ports: Option<&Value>) -> Matched {
    let mut matched = Matched::nothing();
    let ports = elements(ports);
    if ports.items.is_empty() && ports.gaps.is_empty() {
        matched.traffic = Bounds::exact(Traffic::whole(protocol));
        matched.evidence =
            evidence(subject, format!("all of {protocol} is meant: no `ports` are set"), written);
        return matched;
    }
    for port in ports.items {
        match range(port) {
            Ok(set) => {
                let traffic = Traffic::of(protocol, set);
                let fact = format!("`ports` contains {} of {protocol}", shown(port));
                matched.traffic = matched.traffic.union(&Bounds::exact(traffic));
                matched.evidence.extend(evidence(subject, fact, port));
            }
            Err(gap) => matched.widen(Traffic::whole(protocol), gap),
        }
    }
    for gap in ports.gaps {
        matched.widen(Traffic::whole(protocol), gap);
    }
    matched
}

/// A port or a range of ports: `22`, `"22"`, `"1000-2000"`.
///
/// Errors: it is not known, or is no port.
pub(crate) fn range(value: &Value) -> Result<PortSet, Gap> {
    if let Some(text) = value.as_str() {
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        let parsed = low.trim().parse().ok().zip(high.trim().parse().ok());
        return match parsed {
            Some((low, high)) => Ok(PortSet::of(low, high)),
            None => {
                Err(invalid(format!("{} is not a port or a range of ports", shown(value)), value.origin.at))
            }
        };
    }
    let port = value.as_i64().and_then(|number| u16::try_from(number).ok());
    port.map(PortSet::single).ok_or_else(|| gap(value))
}
