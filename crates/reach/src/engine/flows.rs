//! Sets of (traffic, addresses) by number.

use ringfence_packets::{Action, AddressSet, Bound, FlowSet, Order, Peers, Protocol, Traffic};

use super::Engine;
use super::answer::{
    CLIENT_PORTS, CONNECTIONS, UNANSWERED, WITH_PORTS, WITHOUT_ANSWER, answered_one_way, client_ports,
};
use crate::algebra::{ALL, EMPTY};
use crate::fabric::{Direction, Factor, Members};
use crate::hash::{IdMap, key};
use crate::interner::Interner;

/// Traffic that is open to addresses, both by number.
///
/// Shape: no two pieces share traffic or have equal addresses, none is empty, and they are ordered by addresses: so
/// equal flows are equal values.
type Pieces = Box<[(u32, u32)]>;

/// Flows by number, and what was found out about them.
#[derive(Debug)]
pub(super) struct Flows {
    list: Interner<Pieces>,
    intersections: IdMap<u64, u32>,
    differences: IdMap<u64, u32>,
    answered: IdMap<u64, (u32, u32)>,
    factors: IdMap<FactorKey, u32>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct FactorKey {
    filters: Box<[crate::FilterId]>,
    direction: Direction,
    bound: Bound,
    within: u32,
}

/// What of some traffic is still to be decided, and what was let through.
#[derive(Clone, Copy)]
struct Stretch {
    traffic: u32,
    open: u32,
    allowed: u32,
}

/// The number of the flow that is nothing.
pub(super) const NO_FLOW: u32 = 0;

impl Flows {
    pub(super) fn new() -> Self {
        let mut list = Interner::new();
        list.add(Pieces::default());
        Self {
            list,
            intersections: IdMap::default(),
            differences: IdMap::default(),
            answered: IdMap::default(),
            factors: IdMap::default(),
        }
    }

    pub(super) fn pieces(&self, flow: u32) -> &[(u32, u32)] {
        self.list.get(flow).map_or(&[], |pieces| pieces)
    }
}

impl Engine<'_> {
    /// The flow made of pieces that share no traffic.
    fn flow(&mut self, mut pieces: Vec<(u32, u32)>) -> u32 {
        pieces.retain(|&(traffic, addresses)| traffic != EMPTY && addresses != EMPTY);
        pieces.sort_unstable_by_key(|&(_, addresses)| addresses);
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(pieces.len());
        for (traffic, addresses) in pieces {
            match joined.last_mut() {
                Some(last) if last.1 == addresses => last.0 = self.traffic.union(last.0, traffic),
                _ => joined.push((traffic, addresses)),
            }
        }
        self.flows.list.add(joined.into_boxed_slice())
    }

    /// Some traffic from some addresses.
    pub(super) fn flow_of(&mut self, traffic: u32, addresses: u32) -> u32 {
        self.flow(vec![(traffic, addresses)])
    }

    pub(super) fn common_flow(&mut self, a: u32, b: u32) -> u32 {
        if a == b || a == NO_FLOW {
            return a;
        }
        let pair = key(a.min(b), a.max(b));
        if let Some(&known) = self.flows.intersections.get(&pair) {
            return known;
        }
        let (left, right) = (self.flows.pieces(a).to_vec(), self.flows.pieces(b).to_vec());
        let mut pieces = Vec::new();
        for &(traffic, addresses) in &left {
            for &(other, others) in &right {
                let common = self.traffic.intersection(traffic, other);
                if common != EMPTY {
                    pieces.push((common, self.addresses.intersection(addresses, others)));
                }
            }
        }
        let flow = self.flow(pieces);
        self.flows.intersections.insert(pair, flow);
        flow
    }

    pub(super) fn flow_without(&mut self, a: u32, b: u32) -> u32 {
        if a == b || a == NO_FLOW {
            return NO_FLOW;
        }
        if let Some(&known) = self.flows.differences.get(&key(a, b)) {
            return known;
        }
        let (left, right) = (self.flows.pieces(a).to_vec(), self.flows.pieces(b).to_vec());
        let mut pieces = Vec::new();
        for &(traffic, addresses) in &left {
            let mut rest = traffic;
            for &(other, others) in &right {
                let common = self.traffic.intersection(traffic, other);
                pieces.push((common, self.addresses.difference(addresses, others)));
                rest = self.traffic.difference(rest, other);
            }
            pieces.push((rest, addresses));
        }
        let flow = self.flow(pieces);
        self.flows.differences.insert(key(a, b), flow);
        flow
    }

    /// What filters let through for strangers with these addresses.
    pub(super) fn factor_flow(
        &mut self,
        factor: &Factor,
        direction: Direction,
        bound: Bound,
        within: u32,
    ) -> u32 {
        let key = FactorKey { filters: factor.filters.clone(), direction, bound, within };
        if let Some(&known) = self.flows.factors.get(&key) {
            return known;
        }
        let mut steps = self.steps(factor, direction, bound, within);
        if factor.order == Order::Unordered {
            steps.sort_by_key(|step| step.0 == Action::Allow);
        }
        let mut stretches = vec![Stretch { traffic: ALL, open: within, allowed: EMPTY }];
        let last_deny = steps.iter().rposition(|step| step.0 == Action::Deny).unwrap_or(0);
        for (index, (action, addresses, traffic)) in steps.into_iter().enumerate() {
            self.take_step(&mut stretches, (action, addresses, traffic), index < last_deny);
        }
        let flow =
            self.flow(stretches.into_iter().map(|stretch| (stretch.traffic, stretch.allowed)).collect());
        self.flows.factors.insert(key, flow);
        flow
    }

    /// What rules do with these addresses: action, addresses, traffic; the default as a last rule.
    fn steps(
        &mut self,
        factor: &Factor,
        direction: Direction,
        bound: Bound,
        within: u32,
    ) -> Vec<(Action, u32, u32)> {
        let fabric = self.fabric;
        let mut steps = Vec::new();
        for rule in factor.filters.iter().flat_map(|&filter| fabric.filters.rules(filter, direction)) {
            let (peers, traffic) = rule.at(rule.side(bound));
            let addresses = fabric.peers.addresses(peers);
            let named = fabric.peers.names_one_of(peers, Members::STRANGER, bound);
            let addresses = if named { within } else { self.addresses.intersection(addresses, within) };
            if addresses != EMPTY && traffic != EMPTY {
                steps.push((rule.action, addresses, traffic));
            }
        }
        if fabric.filters.allows_by_default(&factor.filters, direction) {
            steps.push((Action::Allow, within, ALL));
        }
        steps
    }

    /// Decides about what is open of some traffic; what is decided is only noted if that can matter later.
    fn take_step(
        &mut self,
        stretches: &mut Vec<Stretch>,
        (action, addresses, traffic): (Action, u32, u32),
        denies_follow: bool,
    ) {
        for index in 0..stretches.len() {
            let Some(&stretch) = stretches.get(index) else { return };
            let inside = self.traffic.intersection(stretch.traffic, traffic);
            if inside == EMPTY {
                continue;
            }
            let rest = self.traffic.difference(stretch.traffic, inside);
            let mut decided = Stretch { traffic: inside, ..stretch };
            if action == Action::Allow {
                let passes = self.addresses.intersection(stretch.open, addresses);
                decided.allowed = self.addresses.union(stretch.allowed, passes);
            }
            if action == Action::Deny || denies_follow {
                decided.open = self.addresses.difference(stretch.open, addresses);
            }
            if let Some(place) = stretches.get_mut(index) {
                *place = decided;
            }
            if rest != EMPTY {
                stretches.push(Stretch { traffic: rest, ..stretch });
            }
        }
    }

    /// What opens, and what is answered to every client port, if these are the answers that pass.
    pub(super) fn answered_flows(&mut self, answers: u32, within: u32) -> (u32, u32) {
        if let Some(&known) = self.flows.answered.get(&key(answers, within)) {
            return known;
        }
        let pieces = self.flows.pieces(answers).to_vec();
        let mut whole = vec![(self.traffic.add(UNANSWERED.clone()), within)];
        let mut opens = vec![(self.traffic.add(WITHOUT_ANSWER.clone()), within)];
        for &(traffic, addresses) in &pieces {
            let answered = answered_one_way(&self.traffic.set(traffic));
            whole.push((self.traffic.add(answered), addresses));
        }
        for protocol in WITH_PORTS {
            let (some, every) = self.answered_clients(&pieces, protocol);
            let traffic = self.traffic.add(Traffic::whole(protocol));
            whole.push((traffic, every));
            if CONNECTIONS.contains(&protocol) {
                opens.push((traffic, some));
            }
        }
        let found = (self.flow(opens), self.flow(whole));
        self.flows.answered.insert(key(answers, within), found);
        found
    }

    /// The addresses of which some client port is answered, and those of which all are.
    fn answered_clients(&mut self, pieces: &[(u32, u32)], protocol: Protocol) -> (u32, u32) {
        let (mut some, mut every) = (EMPTY, ALL);
        let mut ports = 0;
        for &(traffic, addresses) in pieces {
            let here = client_ports(&self.traffic.set(traffic), protocol);
            if !here.is_empty() {
                some = self.addresses.union(some, addresses);
                every = self.addresses.intersection(every, addresses);
                ports += here.size();
            }
        }
        let all_ports = u128::from(CLIENT_PORTS.1 - CLIENT_PORTS.0) + 1;
        (some, if ports == all_ports { every } else { EMPTY })
    }

    /// All traffic of a flow.
    pub(super) fn flow_traffic(&mut self, flow: u32) -> u32 {
        let pieces = self.flows.pieces(flow).to_vec();
        pieces.into_iter().fold(EMPTY, |all, (traffic, _)| self.traffic.union(all, traffic))
    }
}

/// The flow set of these blocks.
pub(super) fn flow_set(blocks: &[(Peers, Traffic)]) -> FlowSet {
    FlowSet::union_of(blocks.iter().map(|(peers, traffic)| (peers, traffic)))
}

/// Addresses of one family only.
pub(super) fn family(v4: bool) -> AddressSet {
    if v4 { AddressSet::all_v4() } else { AddressSet::all_v6() }
}
