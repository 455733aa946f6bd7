//! Which route takes a packet.

use std::cmp::Reverse;

use ringfence_model::{ResourceId, Route, RouteTarget, Truth};

use crate::explain::target_in_words;
use crate::{Address, Decision, What};

/// Where a packet may go, and what decides that.
pub(crate) struct Choice<'m> {
    pub(crate) target: Target<'m>,
    pub(crate) decision: Decision,
}

/// Where a route leads.
#[derive(Clone, Copy)]
pub(crate) enum Target<'m> {
    /// Into the network itself.
    Local,
    To(&'m RouteTarget),
    /// No route takes it.
    Nowhere,
}

/// The route that every network has to itself.
pub(crate) struct Local {
    /// Whether the destination is in the network.
    pub(crate) truth: Truth,
    /// Length of the network's prefix that it lies in.
    pub(crate) length: u8,
}

struct Candidate<'m> {
    truth: Truth,
    /// Length of its prefix; nothing if it may be any.
    length: Option<u8>,
    order: usize,
    route: Option<&'m Route>,
}

/// Every choice that the routes of a table may make; the most specific destination wins, then the earlier route.
///
/// Unknown: a route with a destination of which nothing is known may be the most specific one, but not inside the
/// network itself: vendors let only routes to middleboxes be more specific than its own, and these are written with
/// their destination.
pub(crate) fn choices<'m>(
    owner: &ResourceId,
    routes: &[&'m Route],
    local: Option<&Local>,
    to: &Address,
) -> Vec<Choice<'m>> {
    let candidates = candidates(routes, local, to);
    let certain = candidates.iter().filter(|candidate| candidate.truth == Truth::Yes);
    let winner = certain.min_by_key(|candidate| (Reverse(candidate.length), candidate.order));
    let rivals: Vec<&Candidate<'m>> = candidates
        .iter()
        .filter(|candidate| candidate.truth == Truth::Unknown && candidate.may_beat(winner))
        .collect();
    let truth = if rivals.is_empty() { Truth::Yes } else { Truth::Unknown };
    let mut found = vec![match winner {
        Some(winner) => winner.choice(owner, to, truth),
        None => nowhere(owner, to, truth),
    }];
    found.extend(rivals.iter().map(|rival| rival.choice(owner, to, Truth::Unknown)));
    let gaps: Vec<_> = rivals.iter().filter_map(|rival| rival.gap()).collect();
    for choice in &mut found {
        choice.decision.gaps.extend(gaps.iter().cloned());
    }
    found
}

fn candidates<'m>(routes: &[&'m Route], local: Option<&Local>, to: &Address) -> Vec<Candidate<'m>> {
    let own = local.map(|local| Candidate {
        truth: local.truth,
        length: Some(local.length),
        order: 0,
        route: None,
    });
    let routes = routes.iter().zip(1..).map(|(route, order)| Candidate {
        truth: to.is_within(&route.to),
        length: length(route, to),
        order,
        route: Some(route),
    });
    own.into_iter().chain(routes).filter(|candidate| candidate.truth.possible()).collect()
}

/// Length of the prefix that a route has for an address.
///
/// Unknown: a destination that may be anything has no length. One that is a whole family and may not be there
/// looks the same: nothing is lost by taking it for a rival.
fn length(route: &Route, to: &Address) -> Option<u8> {
    let anything = route.to.must.is_empty() && route.to.may.v4.is_full() && route.to.may.v6.is_full();
    let family = route.to.must.is_empty() && matches!(route.target, RouteTarget::Unknown(_));
    (!anything && !family).then(|| to.prefix_in(&route.to.may))
}

impl<'m> Candidate<'m> {
    fn may_beat(&self, winner: Option<&Self>) -> bool {
        let Some(winner) = winner else { return true };
        match self.length {
            None => winner.route.is_some(),
            Some(_) => (Reverse(self.length), self.order) < (Reverse(winner.length), winner.order),
        }
    }

    fn gap(&self) -> Option<ringfence_model::Gap> {
        match &self.route?.target {
            RouteTarget::Unknown(gap) => Some(gap.clone()),
            _ => None,
        }
    }

    fn choice(&self, owner: &ResourceId, to: &Address, truth: Truth) -> Choice<'m> {
        let Some(route) = self.route else {
            let fact = format!("{to} is inside the network");
            return Choice {
                target: Target::Local,
                decision: Decision::new(What::Route, truth, owner, fact),
            };
        };
        let dropped = matches!(route.target, RouteTarget::Dropped);
        let may = if truth == Truth::Yes { "" } else { "perhaps " };
        let fact = format!("{may}sends {to} {}", target_in_words(&route.target));
        let truth = match &route.target {
            RouteTarget::Unknown(_) => Truth::Unknown,
            // What it certainly drops goes no further.
            _ if dropped && truth == Truth::Yes => Truth::No,
            _ => truth,
        };
        let decision = Decision::new(What::Route, truth, owner, fact).because(&route.evidence);
        Choice { target: Target::To(&route.target), decision }
    }
}

/// Nothing takes the packet, or perhaps nothing.
fn nowhere<'m>(owner: &ResourceId, to: &Address, truth: Truth) -> Choice<'m> {
    let (truth, fact) = match truth {
        Truth::Yes => (Truth::No, format!("has no route to {to}")),
        _ => (Truth::Unknown, format!("perhaps has no route to {to}")),
    };
    Choice { target: Target::Nowhere, decision: Decision::new(What::Route, truth, owner, fact) }
}
