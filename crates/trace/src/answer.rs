//! The answer to a packet, part by part of its way back.

use std::collections::BTreeSet;

use ringfence_model::{Model, Truth};
use ringfence_packets::{Protocol, SelectorKind};

use crate::judge::Judged;
use crate::limits::{CLIENT_PORTS, MOST_CLIENT_PORTS};
use crate::path::{Header, Leg, Path, Spot};
use crate::trace::Trace;
use crate::tracer::Tracer;
use crate::walk::{Aim, Beyond, Mode, Walk};
use crate::{Decision, What};

/// Types of ICMP that are answered, and the type of the answer.
///
/// Source: RFC 792 (echo 8 → 0, timestamp 13 → 14) and RFC 4443 §4 (echo 128 → 129), remembered.
const ANSWERS: [(Protocol, u8, u8); 3] =
    [(Protocol::ICMP, 8, 0), (Protocol::ICMP, 13, 14), (Protocol::ICMPV6, 128, 129)];

impl Tracer<'_> {
    /// What becomes of the answer to a packet that came this way; nothing if nobody answers it.
    ///
    /// Where the client's port is not given, the best of all that it may have: it is the same on the whole way back.
    pub(crate) fn answer(&self, path: &Path, mode: Mode) -> Option<Judged> {
        let mode = Mode { answer: true, ..mode };
        let last = path.legs.last()?.last.as_ref()?;
        let ports = self.answer_selectors(last)?;
        let mut best: Option<Judged> = None;
        for port in ports {
            let Some(found) = self.answer_to(path, port, mode) else { continue };
            let better = best.as_ref().is_none_or(|best| is_better(&found, best));
            // Another port changes only what filters decide.
            let by_filter =
                |decision: &Decision| decision.what == What::Filter && decision.truth != Truth::Yes;
            let done = !found.trace.decisions().chain(&found.stops).any(by_filter);
            if better {
                best = Some(found);
            }
            if done {
                return best;
            }
        }
        // Another port, of those that were not tried, may do.
        let untried = self.ports_cut && last.source_port.is_none();
        best.map(|best| if untried { in_doubt(best) } else { best })
    }

    /// What answers may have for a selector: nothing if there is no answer.
    fn answer_selectors(&self, header: &Header) -> Option<Vec<Option<u16>>> {
        match header.protocol.selector_kind() {
            SelectorKind::None => Some(vec![None]),
            SelectorKind::Port => Some(match header.source_port {
                Some(port) => vec![Some(port)],
                None => self.client_ports.iter().copied().map(Some).collect(),
            }),
            SelectorKind::IcmpType => {
                let [kind, code] = header.selector?.to_be_bytes();
                let answers = ANSWERS
                    .iter()
                    .find(|(protocol, asked, _)| *protocol == header.protocol && *asked == kind);
                answers.map(|(.., answer)| vec![Some(u16::from_be_bytes([*answer, code]))])
            }
        }
    }

    fn answer_to(&self, path: &Path, selector: Option<u16>, mode: Mode) -> Option<Judged> {
        let mut whole: Option<Judged> = None;
        for leg in path.legs.iter().rev() {
            if whole.as_ref().is_some_and(|whole| !whole.trace.arrives.possible() && !mode.past_stops) {
                break;
            }
            let part = self.answer_leg(path, leg, selector, mode)?;
            whole = Some(match whole {
                Some(before) => joined(before, part),
                None => part,
            });
        }
        whole
    }

    fn answer_leg(&self, path: &Path, leg: &Leg, selector: Option<u16>, mode: Mode) -> Option<Judged> {
        let header = Header { selector, ..leg.last.as_ref()?.answer() };
        let (from, to) = (leg.finish.as_ref()?, &leg.start);
        let aim = match to {
            Spot::Party(party) => Aim::Party(party.clone()),
            Spot::Internet(_) => Aim::Internet,
            Spot::Outside(id) => Aim::Outside(id.clone()),
            Spot::Service(..) | Spot::Place(_) => return None,
        };
        let mut walk = Walk::new(self.model, &self.index, mode, aim, Beyond::Stop);
        walk.session.clone_from(&leg.out_by);
        let mut way = Path::new(from.clone());
        // A front that keeps its client's address gets the answers all the same.
        let led = matches!(to, Spot::Party(_)) && leg.sender.is_none()
            || path.legs.len() > 1 && self.keeps_client(leg);
        if let Some(own) = way.leg() {
            own.led = led;
            own.groups = leg.groups;
            own.groups_outward = leg.groups_outward;
        }
        let header = self.to_own(&header, to, from);
        self.start_answer(&mut walk, way, from, to, &header);
        let judged = walk.done.iter().map(|way| self.judge(way, Some(path)));
        let best = judged.reduce(|best, other| if is_better(&other, &best) { other } else { best });
        // Where a bound was met there may be a way that was not followed.
        best.map(|best| if walk.cut { in_doubt(best) } else { best })
    }

    /// Whether a front sent on with the client's address.
    fn keeps_client(&self, leg: &Leg) -> bool {
        let (Spot::Party(front), Some(last)) = (&leg.start, &leg.last) else { return false };
        matches!(front.body, crate::party::Body::Balancer(_))
            && !last.source.is_within(&front.addresses(self.model)).possible()
    }

    /// The answer's header with the address that the client has behind its gateway, where it comes from there.
    fn to_own(&self, header: &Header, to: &Spot, from: &Spot) -> Header {
        let mut header = header.clone();
        let Spot::Party(client) = to else { return header };
        let family = header.destination.family();
        let inside = header.destination.is_within(&client.addresses(self.model)).possible();
        header.outer = !inside && matches!(from, Spot::Party(_)) && family == crate::Family::V4;
        header
    }

    fn start_answer(&self, walk: &mut Walk<'_, '_>, way: Path, from: &Spot, to: &Spot, header: &Header) {
        match (from, to) {
            (Spot::Party(party), _) => walk.start_party(way, party, header),
            (Spot::Internet(gateway), Spot::Party(client)) => {
                walk.start_gateway(way, client, gateway.as_ref(), header);
            }
            (Spot::Internet(_), _) => walk.stays_outside(way, header),
            (Spot::Service(id, _), Spot::Party(client)) => walk.start_service(way, client, id, header),
            (Spot::Outside(id), _) => {
                for (router, side) in self.sides_to(id) {
                    walk.start_outside(way.clone(), id, (router, side), header);
                }
            }
            (Spot::Service(..) | Spot::Place(_), _) => {}
        }
    }

    fn sides_to(&self, wanted: &ringfence_model::ResourceId) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (at, router) in self.model.routers.iter().enumerate() {
            for (side, attachment) in router.attachments.iter().enumerate() {
                let leads =
                    matches!(&attachment.to, ringfence_model::Attached::Outside { id, .. } if id == wanted);
                found.extend(leads.then_some((at, side)));
            }
        }
        found
    }
}

/// What does not certainly arrive may arrive some other way.
fn in_doubt(mut judged: Judged) -> Judged {
    if judged.trace.arrives == Truth::No {
        judged.trace.arrives = Truth::Unknown;
        judged.trace.certain = false;
    }
    judged
}

/// More certainly there, with less to change, with less that is not known.
fn is_better(one: &Judged, other: &Judged) -> bool {
    let rank = |judged: &Judged| {
        let stops = std::cmp::Reverse(judged.stops.len());
        (judged.trace.arrives, judged.reaches, stops, std::cmp::Reverse(judged.doubts))
    };
    rank(one) > rank(other)
}

/// One way after another.
fn joined(before: Judged, after: Judged) -> Judged {
    let Judged { trace, stops, doubts, reaches } = before;
    if !trace.arrives.possible() {
        let stops = [stops, after.stops].concat();
        return Judged { trace, stops, doubts: doubts + after.doubts, reaches: reaches && after.reaches };
    }
    let mut hops = trace.hops;
    let mut next = after.trace.hops.into_iter();
    // The load balancer ends one part and begins the next.
    if let Some(first) = next.next() {
        match hops.last_mut().filter(|last| last.node == first.node) {
            Some(last) => last.decisions.extend(first.decisions),
            None => hops.push(first),
        }
    }
    hops.extend(next);
    let trace = Trace {
        hops,
        disposition: after.trace.disposition,
        certain: trace.certain && after.trace.certain,
        arrives: trace.arrives.and(after.trace.arrives),
        answer: None,
    };
    let stops = [stops, after.stops].concat();
    Judged { trace, stops, doubts: doubts + after.doubts, reaches: reaches && after.reaches }
}

/// Client ports at which any stateless filter decides otherwise than at their neighbours.
///
/// Shape: one that clients commonly use, then the others in order; and whether there are more than are tried.
pub(crate) fn client_ports(model: &Model) -> (Vec<u16>, bool) {
    let mut ports = BTreeSet::from([CLIENT_PORTS.0, CLIENT_PORTS.1]);
    let stateless = model.filters.iter().filter(|filter| !filter.stateful);
    for rule in stateless.flat_map(|filter| &filter.rules) {
        for traffic in [&rule.traffic.must, &rule.traffic.may] {
            for (.., selectors) in traffic.segments() {
                for (low, high) in selectors.ranges() {
                    ports.extend([*low, *high]);
                    ports.extend(low.checked_sub(1));
                    ports.extend(high.checked_add(1));
                }
            }
        }
        if ports.len() > FAR_TOO_MANY {
            break;
        }
    }
    let usable = ports.into_iter().filter(|port| (CLIENT_PORTS.0..=CLIENT_PORTS.1).contains(port));
    let mut others: Vec<u16> = usable.filter(|port| *port != COMMON_PORT).collect();
    let cut = others.len() > MOST_CLIENT_PORTS;
    others.truncate(MOST_CLIENT_PORTS);
    (std::iter::once(COMMON_PORT).chain(others).collect(), cut)
}

/// So many ports are more than are tried, even if half of all are not those of clients.
const FAR_TOO_MANY: usize = 2 * CLIENT_PORTS.0 as usize;

/// A port that every client uses.
///
/// Source: RFC 6335 §6 (dynamic ports are 49152–65535), remembered.
const COMMON_PORT: u16 = 49152;
