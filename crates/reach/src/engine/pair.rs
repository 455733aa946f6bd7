//! What one interface, or one class, can open on another.

use std::collections::BTreeSet;

use ringfence_packets::{Bound, Bounds};

use super::pieces::{Piece, Spot};
use super::side::Side;
use super::{Engine, Passing, Reach};
use crate::InterfaceId;
use crate::algebra::EMPTY;
use crate::certainty::opposite;
use crate::fabric::{Class, Direction, Members};
use crate::ids::place_of;

/// The interfaces at an end: a class, or one interface of it, by the addresses.
#[derive(Clone, Debug)]
pub(super) struct End<'f> {
    pub(super) class: &'f Class,
    pub(super) id: u32,
    pub(super) spots: Vec<Spot<'f>>,
    /// Whether it has one of the addresses, nobody knows which.
    pub(super) spread: bool,
}

/// Whether packets get to the other place, and answers back.
#[derive(Clone, Copy, Debug)]
struct Gates {
    back: bool,
    back_opposite: bool,
    /// Whether neither end knows the groups of the other.
    strangers: bool,
}

impl<'f> Engine<'f> {
    /// What one interface can open on another; nothing if they are the same.
    pub fn pair(&mut self, from: InterfaceId, to: InterfaceId) -> Reach {
        if from == to {
            return Reach::nothing();
        }
        let must = self.pair_at(from.0, to.0, Bound::Must);
        let may = if self.fabric.exact { must } else { self.pair_at(from.0, to.0, Bound::May) };
        self.reach(Bounds { must, may })
    }

    fn pair_at(&mut self, from: u32, to: u32, bound: Bound) -> Passing {
        match (self.interface_end(from, bound), self.interface_end(to, bound)) {
            (Some(from), Some(to)) => self.between(&from, &to, bound),
            _ => Passing::NOTHING,
        }
    }

    /// One interface as an end.
    pub(super) fn interface_end(&self, interface: u32, bound: Bound) -> Option<End<'f>> {
        let id = *self.fabric.classes.of_interface.get(place_of(interface))?;
        let mut end = self.class_end(id, bound)?;
        let own =
            |spots: Vec<Spot<'f>>| spots.into_iter().filter_map(move |spot| spot.of(interface)).collect();
        if end.class.loose().is_none() {
            end.spots = own(end.spots);
        }
        Some(end)
    }

    /// All interfaces of a class as an end.
    pub(super) fn class_end(&self, id: u32, bound: Bound) -> Option<End<'f>> {
        let class = self.fabric.classes.get(id)?;
        let (spots, spread) = self.spots(class, id, bound);
        Some(End { class, id, spots, spread })
    }

    /// What any interface of one end can open on any other interface of the other end.
    ///
    /// Both ends are classes, or both are single interfaces that differ.
    pub(super) fn between(&mut self, from: &End<'f>, to: &End<'f>, bound: Bound) -> Passing {
        let Some(gates) = self.gates(from.class, to.class, bound) else { return Passing::NOTHING };
        let mut same = from.id == to.id;
        if same && from.class.loose().is_some() {
            // These are alike in all: any two will do, if there are two.
            if self.fabric.classes.members(from.id).len() < 2 {
                return Passing::NOTHING;
            }
            same = false;
        }
        let Some(departing) = self.seen_by((from, to), Direction::Egress, bound, gates) else {
            return Passing::NOTHING;
        };
        let Some(arriving) = self.seen_by((to, from), Direction::Ingress, bound, gates) else {
            return Passing::NOTHING;
        };
        if !from.spread && !to.spread {
            return self.any_of(&arriving, &departing, same, gates);
        }
        let mut total = Passing::NOTHING;
        let targets = kinds(departing, to.spread);
        for source in kinds(arriving, from.spread) {
            for target in &targets {
                let passing = self.whichever((&source, from.spread), (target, to.spread), gates);
                total = self.either(total, passing);
            }
        }
        total
    }

    /// How `side` treats the addresses of the peer; `None` if nothing gets through at all.
    fn seen_by(
        &mut self,
        (side, peer): (&End<'f>, &End<'f>),
        direction: Direction,
        bound: Bound,
        gates: Gates,
    ) -> Option<Vec<Piece<'f>>> {
        let asked = Side {
            class: side.class,
            direction,
            remote: side.class.place != peer.class.place,
            bound,
            peer_groups: if gates.strangers { Members::STRANGER } else { self.fabric.groups(peer.class) },
        };
        let pieces = self.pieces(&asked, peer.spots.clone());
        pieces.iter().any(|piece| piece.verdict.forward != EMPTY).then_some(pieces)
    }

    /// The gates between two classes; `None` if nothing gets there, or one of the classes is not there.
    fn gates(&self, from: &Class, to: &Class, bound: Bound) -> Option<Gates> {
        if !from.exists.at(bound) || !to.exists.at(bound) {
            return None;
        }
        if from.place == to.place {
            return Some(Gates { back: true, back_opposite: true, strangers: false });
        }
        let zone = |place: u32| self.fabric.places.get(place_of(place)).map(|place| place.zone);
        let (near, far) = (zone(from.place)?, zone(to.place)?);
        let back = self.fabric.gate(far, near);
        let there = self.fabric.gate(near, far).at(bound);
        let strangers = self.fabric.hides_groups(near, far);
        there.then(|| Gates { back: back.at(bound), back_opposite: back.at(opposite(bound)), strangers })
    }

    /// What passes between any of the sources and any other of the targets.
    fn any_of(&mut self, sources: &[Piece<'f>], targets: &[Piece<'f>], same: bool, gates: Gates) -> Passing {
        let mut total = Passing::NOTHING;
        self.compared = self.compared.wrapping_add((sources.len() * targets.len()) as u64);
        for source in sources {
            for target in targets.iter().filter(|target| target.spot.family() == source.spot.family()) {
                if same && !differ(source.spot, target.spot) {
                    continue;
                }
                let passing = self.through(source, target, gates);
                total = self.either(total, passing);
            }
        }
        total
    }

    /// What passes whichever addresses a source and a target turn out to have.
    fn whichever(
        &mut self,
        (sources, spread_source): (&[Piece<'f>], bool),
        (targets, spread_target): (&[Piece<'f>], bool),
        gates: Gates,
    ) -> Passing {
        let mut total: Option<Passing> = None;
        for source in choices(sources, spread_source) {
            for target in choices(targets, spread_target) {
                let passing = self.any_of(source, target, false, gates);
                total = Some(match total {
                    None => passing,
                    Some(total) => Passing {
                        open: self.traffic.intersection(total.open, passing.open),
                        blocked: self.traffic.intersection(total.blocked, passing.blocked),
                    },
                });
            }
        }
        total.unwrap_or(Passing::NOTHING)
    }

    fn through(&mut self, source: &Piece<'f>, target: &Piece<'f>, gates: Gates) -> Passing {
        // What lies at the source was judged by the target's side, and the other way round.
        let (ingress, egress) = (source.verdict, target.verdict);
        let arrives = self.traffic.intersection(ingress.forward, egress.forward);
        let answers = self.traffic.intersection(ingress.answers, egress.answers);
        let at_opposite = self.traffic.intersection(ingress.opposite, egress.opposite);
        let if_open = |open: bool, answers: u32| if open { answers } else { EMPTY };
        self.passing(arrives, if_open(gates.back, answers), if_open(gates.back_opposite, at_opposite))
    }

    pub(super) fn either(&mut self, a: Passing, b: Passing) -> Passing {
        Passing {
            open: self.traffic.union(a.open, b.open),
            blocked: self.traffic.union(a.blocked, b.blocked),
        }
    }
}

/// Either each piece on its own or all together.
fn choices<'p, 'f>(pieces: &'p [Piece<'f>], spread: bool) -> impl Iterator<Item = &'p [Piece<'f>]> {
    pieces.chunks(if spread { 1 } else { pieces.len().max(1) })
}

/// Pieces by interfaces that have them: each different combination once.
///
/// A class whose addresses are not known one by one is one interface here: all its interfaces are alike.
fn kinds(pieces: Vec<Piece<'_>>, spread: bool) -> Vec<Vec<Piece<'_>>> {
    if spread || pieces.iter().any(|piece| matches!(piece.spot, Spot::Span(_))) {
        return vec![pieces];
    }
    let mut of_interface: Vec<(u32, usize)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        of_interface.extend(piece.spot.interfaces().map(|interface| (interface, index)));
    }
    of_interface.sort_unstable();
    let by_interface = of_interface.chunk_by(|a, b| a.0 == b.0);
    let combinations: BTreeSet<Vec<usize>> =
        by_interface.map(|chunk| chunk.iter().map(|entry| entry.1).collect()).collect();
    let pieces_of = |indexes: Vec<usize>| indexes.into_iter().filter_map(|index| pieces.get(index).copied());
    combinations.into_iter().map(|indexes| pieces_of(indexes).collect()).collect()
}

/// Whether an interface of one spot and another one of the other are two interfaces, both being of one class.
fn differ(a: Spot<'_>, b: Spot<'_>) -> bool {
    let first = a.interfaces().next();
    a.interfaces().chain(b.interfaces()).any(|interface| Some(interface) != first)
}
