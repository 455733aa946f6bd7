//! One end of a path: the filters of an interface and of its place's border.

use ringfence_packets::Bound;

use super::Engine;
use super::judge::{Cut, Peer};
use crate::algebra::{ALL, EMPTY};
use crate::certainty::opposite;
use crate::fabric::{Class, Direction, Factor, Members, Span};
use crate::ids::place_of;

/// An end of a path, asked about the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'f> {
    pub(super) class: &'f Class,
    /// Which way the packet that opens goes here.
    pub(super) direction: Direction,
    /// Whether it crosses the border.
    pub(super) remote: bool,
    pub(super) bound: Bound,
    pub(super) peer_groups: Members<'f>,
}

/// What one end lets through, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Of the packets that open.
    pub(super) forward: u32,
    /// Of the answers.
    pub(super) answers: u32,
    /// Of the answers, at the opposite bound.
    pub(super) opposite: u32,
}

impl<'f> Engine<'f> {
    /// What an end lets through for peers in a span, if it treats all of them alike.
    pub(super) fn verdict(&mut self, side: &Side<'f>, span: Span) -> Result<Verdict, Cut> {
        let peer = Peer { groups: side.peer_groups, span };
        let factors = self.factors(side);
        let mut forward = ALL;
        for factor in factors.clone() {
            let passes = self.judge(factor, side.direction, side.bound, peer)?;
            forward = self.traffic.intersection(forward, passes);
            if forward == EMPTY {
                return Ok(Verdict { forward, answers: EMPTY, opposite: EMPTY });
            }
        }
        let (mut answers, mut at_opposite) = (ALL, ALL);
        let back = side.direction.reverse();
        for factor in factors.filter(|factor| !factor.stateful) {
            let passes = self.judge(factor, back, side.bound, peer)?;
            answers = self.traffic.intersection(answers, passes);
            if !self.fabric.exact {
                let passes = self.judge(factor, back, opposite(side.bound), peer)?;
                at_opposite = self.traffic.intersection(at_opposite, passes);
            }
        }
        let opposite = if self.fabric.exact { answers } else { at_opposite };
        Ok(Verdict { forward, answers, opposite })
    }

    fn factors(&self, side: &Side<'f>) -> impl Iterator<Item = &'f Factor> + Clone + use<'f> {
        let place = self.fabric.places.get(place_of(side.class.place)).filter(|_| side.remote);
        let borders = place.map_or(&[][..], |place| &place.borders);
        borders.iter().chain(self.fabric.factors(side.class))
    }
}
