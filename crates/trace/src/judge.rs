//! Asking everything on a way, in order.

use ringfence_model::{Direction, Gap, Link, Model, ResourceId, Truth};
use ringfence_packets::Order;

use crate::check::{Check, Guard};
use crate::explain::ruling_in_words;
use crate::filter::{Ruling, Seen, in_order, named, together};
use crate::index::Index;
use crate::party::{Body, Membership, Party};
use crate::path::{Header, Path};
use crate::trace::{Disposition, Hop, Trace};
use crate::{Decision, What};

/// Judges ways.
pub(crate) struct Judge<'t, 'm> {
    pub(crate) model: &'m Model,
    pub(crate) index: &'t Index,
    /// The way of the packet whose answer is judged: stateful filters on it know the connection.
    pub(crate) session: Option<&'t Path>,
}

/// A way with every decision made.
pub(crate) struct Judged {
    pub(crate) trace: Trace,
    /// What stops the packet, all along the way.
    pub(crate) stops: Vec<Decision>,
    /// How many decisions are not certain.
    pub(crate) doubts: usize,
    /// Whether the way comes to its end, but for what stops the packet.
    pub(crate) reaches: bool,
}

impl Judge<'_, '_> {
    /// The way up to where the packet stops, and what else would stop it.
    pub(crate) fn judge(&self, path: &Path) -> Judged {
        let (mut hops, mut stops, mut doubts) = (Vec::new(), Vec::new(), 0);
        let mut disposition = None;
        for step in &path.steps {
            let mut decisions = Vec::new();
            for check in &step.checks {
                for (decision, stops_as) in self.decide(path, check) {
                    doubts += usize::from(decision.truth == Truth::Unknown);
                    if decision.truth == Truth::No {
                        stops.push(decision.clone());
                    }
                    if disposition.is_none() {
                        disposition = (decision.truth == Truth::No).then_some(stops_as);
                        decisions.push(decision);
                    }
                }
            }
            hops.push(Hop { node: step.node.clone(), kind: step.kind, decisions });
            if disposition.is_some() {
                // What follows is only counted.
                self.count(path, hops.len(), &mut stops, &mut doubts);
                break;
            }
        }
        let disposition = disposition.unwrap_or(path.end);
        let shown = hops.iter().flat_map(|hop| &hop.decisions);
        let certain = shown.filter(|decision| decision.truth == Truth::Unknown).count() == 0;
        let arrives = match (disposition.arrives(), certain) {
            (false, _) => Truth::No,
            (true, true) => Truth::Yes,
            (true, false) => Truth::Unknown,
        };
        let trace = Trace { hops, disposition, certain, arrives, answer: None };
        Judged { trace, stops, doubts, reaches: path.end.arrives() }
    }

    fn count(&self, path: &Path, from: usize, stops: &mut Vec<Decision>, doubts: &mut usize) {
        for check in path.steps.iter().skip(from).flat_map(|step| &step.checks) {
            for (decision, _) in self.decide(path, check) {
                *doubts += usize::from(decision.truth == Truth::Unknown);
                if decision.truth == Truth::No {
                    stops.push(decision);
                }
            }
        }
    }

    fn decide(&self, path: &Path, check: &Check) -> Vec<(Decision, Disposition)> {
        match check {
            Check::Settled { decision, stops } => vec![(decision.clone(), *stops)],
            Check::Filters { guard, direction, header, leg } => {
                let stops = match direction {
                    Direction::Ingress => Disposition::DeniedIn,
                    Direction::Egress => Disposition::DeniedOut,
                };
                let asked = Asked { judge: self, path, direction: *direction, header, leg: *leg, guard };
                asked.decisions().into_iter().map(|decision| (decision, stops)).collect()
            }
        }
    }
}

/// Filters that are asked about a packet.
struct Asked<'a, 't, 'm> {
    judge: &'a Judge<'t, 'm>,
    path: &'a Path,
    direction: Direction,
    header: &'a Header,
    leg: usize,
    guard: &'a Guard,
}

impl Asked<'_, '_, '_> {
    fn decisions(&self) -> Vec<Decision> {
        match self.guard {
            Guard::Interface(party) | Guard::Door(party) => self.at_interface(party),
            Guard::Border(subnet) => self.at_border(*subnet),
            Guard::Through(router, subnets) => self.through(router, subnets).into_iter().collect(),
        }
    }

    fn at_interface(&self, party: &Party) -> Vec<Decision> {
        let model = self.judge.model;
        let own = Some(party.body.groups(model));
        // A network's own filters are enforced at its machines, and at nothing that a service puts there.
        let is_machine = matches!(party.body, Body::Machine(..));
        let network = party.place.network.filter(|_| is_machine).and_then(|at| model.networks.get(at));
        let mut found: Vec<Decision> = network
            .into_iter()
            .flat_map(|network| &network.filters)
            .filter_map(|id| model.filters.get(self.judge.index.filter(id)?))
            .map(|filter| self.alone(filter, own))
            .collect();
        if let Some(links) = party.body.filters(model).filter(|links| !links.is_empty()) {
            found.extend(self.named(links, own));
        }
        found
    }

    fn at_border(&self, subnet: usize) -> Vec<Decision> {
        let model = self.judge.model;
        let filters = model.subnets.get(subnet).into_iter().flat_map(|subnet| &subnet.filters);
        filters
            .map(|id| match self.judge.index.filter(id).and_then(|at| model.filters.get(at)) {
                Some(filter) => self.alone(filter, None),
                None => unseen(id),
            })
            .collect()
    }

    /// Packets go through one of these subnets, nobody knows which: they agree, or it is not known.
    fn through(&self, router: &ResourceId, subnets: &[usize]) -> Option<Decision> {
        let decisions: Vec<Vec<Decision>> = subnets.iter().map(|at| self.at_border(*at)).collect();
        let truths: Vec<Truth> = decisions
            .iter()
            .map(|all| all.iter().fold(Truth::Yes, |truth, decision| truth.and(decision.truth)))
            .collect();
        let worst = truths.iter().copied().min()?;
        let best = truths.iter().copied().max()?;
        let truth = if worst == best { worst } else { Truth::Unknown };
        let decider = decisions.into_iter().flatten().min_by_key(|decision| decision.truth)?;
        let fact = format!("{}, where `{router}` stands", decider.fact);
        Some(Decision { truth, fact, ..decider })
    }

    /// One filter by itself.
    fn alone(&self, filter: &ringfence_model::PacketFilter, own: Option<&[Link]>) -> Decision {
        if filter.stateful && self.is_answer() {
            return passes_answer(&filter.about.id);
        }
        let ruling = match filter.order {
            Order::FirstMatch => in_order(filter, &self.seen(own)),
            Order::Unordered => together(&[filter], &[], &self.seen(own)),
        };
        self.decision(&ruling)
    }

    /// The filters at an interface: those without order allow together, the others each by itself.
    fn named(&self, links: &[Link], own: Option<&[Link]>) -> Vec<Decision> {
        let (filters, absent) = named(self.judge.model, links, |id| self.judge.index.filter(id));
        let split = filters.iter().position(|filter| filter.order == Order::FirstMatch);
        let (unordered, ordered) = filters.split_at(split.unwrap_or(filters.len()));
        let mut found: Vec<Decision> = ordered.iter().map(|filter| self.alone(filter, own)).collect();
        let stateful = unordered.iter().all(|filter| filter.stateful);
        if unordered.is_empty() && absent.is_empty() {
            return found;
        }
        match unordered.first() {
            Some(first) if stateful && self.is_answer() => found.push(passes_answer(&first.about.id)),
            // One that cannot be seen is taken for one like those that can: they pass answers.
            None if self.is_answer() => {}
            _ => {
                let ruling = together(unordered, &absent, &self.seen(own));
                let mut decision = self.decision(&ruling);
                if let (None, Some(id)) = (unordered.first(), links.iter().find_map(Link::id)) {
                    decision.subject = id.clone();
                    decision.fact = decision.fact.replace("`unknown`", &format!("`{id}`"));
                }
                found.push(decision);
            }
        }
        found
    }

    fn decision(&self, ruling: &Ruling<'_>) -> Decision {
        ruling_in_words(ruling, self.direction, self.header)
    }

    /// Whether what stands here has seen the connection.
    fn is_answer(&self) -> bool {
        let Some(session) = self.judge.session else { return false };
        let checks = session.steps.iter().flat_map(|step| &step.checks);
        checks.into_iter().any(|check| match check {
            Check::Filters { guard, .. } => guard == self.guard,
            Check::Settled { .. } => false,
        })
    }

    fn seen<'s>(&'s self, own: Option<&'s [Link]>) -> Seen<'s> {
        let leg = self.path.legs.get(self.leg);
        let peer = match self.direction {
            Direction::Ingress => leg.and_then(|leg| leg.sender.as_ref()),
            Direction::Egress => leg.and_then(|leg| leg.receiver.as_ref()),
        };
        let by_door = matches!(self.guard, Guard::Door(_));
        let (leg, peer) = if by_door { (None, None) } else { (leg, peer) };
        Seen {
            header: self.header,
            direction: self.direction,
            peer: peer.map_or_else(Membership::default, |party| party.body.membership(self.judge.model)),
            groups_count: leg.map_or(Truth::No, |leg| match self.direction {
                Direction::Ingress => leg.groups,
                Direction::Egress => leg.groups_outward,
            }),
            own,
        }
    }
}

fn passes_answer(filter: &ResourceId) -> Decision {
    Decision::new(What::Filter, Truth::Yes, filter, "passes the answer: it knows the connection")
}

fn unseen(filter: &ResourceId) -> Decision {
    let gap = Gap {
        kind: ringfence_model::GapKind::OutsideInput,
        what: format!("`{filter}`, which is not declared here"),
        source: None,
    };
    Decision::new(What::Filter, Truth::Unknown, filter, "may let it pass").lacking([&gap])
}
