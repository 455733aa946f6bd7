//! Addresses of a class, cut into pieces that the other end treats alike.

use ringfence_packets::{AddressSet, Bound};

use super::Engine;
use super::judge::Cut;
use super::side::{Side, Verdict};
use crate::fabric::{Class, Family, Span, spans};

/// Addresses that stand together: known ones with their interfaces, or a span that may be anybody's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot<'f> {
    V4(&'f [(u32, u32)]),
    V6(&'f [(u128, u32)]),
    Span(Span),
}

/// Addresses that are treated alike, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'f> {
    pub(super) spot: Spot<'f>,
    pub(super) verdict: Verdict,
}

impl<'f> Spot<'f> {
    /// From its first to its last address; `None` if there is none.
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::V4(list) => {
                Some(Span { family: Family::V4, low: list.first()?.0.into(), high: list.last()?.0.into() })
            }
            Self::V6(list) => Some(Span { family: Family::V6, low: list.first()?.0, high: list.last()?.0 }),
            Self::Span(span) => Some(*span),
        }
    }

    /// The part before an address and the part from it on.
    fn cut(self, at: u128) -> [Self; 2] {
        match self {
            Self::V4(list) => {
                let (before, after) = list.split_at(list.partition_point(|entry| u128::from(entry.0) < at));
                [Self::V4(before), Self::V4(after)]
            }
            Self::V6(list) => {
                let (before, after) = list.split_at(list.partition_point(|entry| entry.0 < at));
                [Self::V6(before), Self::V6(after)]
            }
            Self::Span(span) => [
                Self::Span(Span { high: at.saturating_sub(1), ..span }),
                Self::Span(Span { low: at, ..span }),
            ],
        }
    }

    /// The part of known addresses that an interface has.
    pub(super) fn of(self, interface: u32) -> Option<Self> {
        match self {
            Self::V4(list) => list.chunks(1).find(|one| one.iter().any(|e| e.1 == interface)).map(Self::V4),
            Self::V6(list) => list.chunks(1).find(|one| one.iter().any(|e| e.1 == interface)).map(Self::V6),
            Self::Span(_) => None,
        }
    }

    /// The interfaces that have the addresses; empty for a span.
    pub(super) fn interfaces(self) -> impl Iterator<Item = u32> + 'f {
        let v4 = if let Self::V4(list) = self { list } else { &[] };
        let v6 = if let Self::V6(list) = self { list } else { &[] };
        v4.iter().map(|entry| entry.1).chain(v6.iter().map(|entry| entry.1))
    }

    pub(super) fn family(&self) -> Family {
        match self {
            Self::V4(_) => Family::V4,
            Self::V6(_) => Family::V6,
            Self::Span(span) => span.family,
        }
    }
}

impl<'f> Engine<'f> {
    /// The addresses that the interfaces of a class have, or those that one may have.
    ///
    /// Shape: the flag says that an interface has at least one of them, nobody knows which.
    pub(super) fn spots(&self, class: &'f Class, id: u32, bound: Bound) -> (Vec<Spot<'f>>, bool) {
        let classes = &self.fabric.classes;
        let Some(bounds) = class.loose() else {
            let spots = vec![Spot::V4(classes.v4(id)), Spot::V6(classes.v6(id))];
            return (spots, false);
        };
        let nothing_certain = self.fabric.addresses.get(bounds.must).is_none_or(AddressSet::is_empty);
        let spread = bound == Bound::Must && nothing_certain;
        let set = if spread { bounds.may } else { *bounds.at(bound) };
        let set = self.fabric.addresses.get(set);
        (set.into_iter().flat_map(spans).map(Spot::Span).collect(), spread)
    }

    /// Addresses in pieces that a side treats alike.
    ///
    /// Shape: there are at most as many pieces as the side's rules have ends of ranges, and one for each spot.
    pub(super) fn pieces(&mut self, side: &Side<'f>, mut spots: Vec<Spot<'f>>) -> Vec<Piece<'f>> {
        let mut pieces = Vec::with_capacity(spots.len());
        while let Some(spot) = spots.pop() {
            let Some(span) = spot.span() else { continue };
            match self.verdict(side, span) {
                Ok(verdict) => pieces.push(Piece { spot, verdict }),
                Err(Cut(at)) => spots.extend(spot.cut(at)),
            }
        }
        pieces
    }
}
