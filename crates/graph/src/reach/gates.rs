//! The border filters that packets meet where they leave a place, enter another one, and pass routers between.
//!
//! A router that is attached to a network stands in subnets of it, and which filters are asked depends on whether that is
//! the subnet of the machine itself.
//!
//! Source: the vendor's page on network access lists and transit routers, as the provider cites it, read 2026-11-25: in
//! the same subnet, from machine to router both outbound and inbound rules are evaluated, from router to machine none;
//! in different subnets, the machine's both ways, the router's inbound towards it and outbound away from it.

use std::sync::Arc;

use ringfence_model::Attachment;

use super::edge::{Edge, Pass, Seen};
use super::hosts::Border;
use super::roads::{Errand, Roads, Spot, Trail};
use super::sieve::Sieve;

/// Which way packets pass the subnet of an attachment.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Into,
    OutOf,
}

impl Roads<'_> {
    /// Passes the subnet that an attachment stands in.
    ///
    /// Unknown: in which of several is the cloud's choice, so filters that differ leave it open.
    pub(super) fn gate(&self, errand: &Errand<'_>, attachment: &Attachment, trail: &mut Trail, side: Side) {
        let places = attachment.subnets.iter().filter_map(|link| self.hosts.places.of_subnet(link.id()?));
        let mut gates: Vec<usize> = places.collect();
        let end = match side {
            Side::Into => errand.from,
            Side::OutOf => errand.to,
        };
        let node = |place: usize| self.hosts.places.node(place);
        if let Spot::Place(end) = end
            && gates.iter().any(|gate| node(*gate) == node(end))
        {
            match side {
                Side::Into => trail.beside.0 = true,
                Side::OutOf => trail.beside.1 = true,
            }
            return;
        }
        let content = |place: &usize| {
            let borders = self.hosts.border(*place).iter();
            borders.map(|border| (border.inward.content, border.outward.content)).collect::<Vec<_>>()
        };
        gates.dedup_by_key(|gate| content(gate));
        match gates.as_slice() {
            [] => {}
            [only] => {
                let passes = self.hosts.border(*only).iter().map(|border| through(errand, border, side));
                let passes: Vec<Met> = passes.collect();
                trail.meets(passes, |edges| edges.last_mut());
            }
            _ => trail.certain = false,
        }
    }

    /// Adds the borders of both ends to a way that is complete.
    pub(super) fn borders(&self, errand: &Errand<'_>, trail: &mut Trail) {
        let (beside_source, beside_destination) = trail.beside;
        if let Spot::Place(from) = errand.from {
            let borders = self.hosts.border(from).iter();
            let met = borders.flat_map(|border| leaving(errand, border, beside_source));
            trail.meets(met.collect(), |edges| edges.first_mut());
        }
        if let (Spot::Place(to), false) = (errand.to, beside_destination) {
            let met = self.hosts.border(to).iter().map(|border| entering(errand, border));
            trail.meets(met.collect(), |edges| edges.last_mut());
        }
    }
}

/// A filter that packets meet, and whether it asks about answers as about any packet.
struct Met {
    pass: Pass,
    stateless: bool,
}

impl Met {
    fn new(sieve: &Arc<Sieve>, from: &Seen, border: &Border) -> Self {
        let pass = Pass::Filter { sieve: Arc::clone(sieve), from: from.clone() };
        Self { pass, stateless: !border.stateful }
    }
}

impl Trail {
    /// Adds filters to one of the edges so far.
    fn meets(&mut self, met: Vec<Met>, at: impl Fn(&mut Vec<Edge>) -> Option<&mut Edge>) {
        self.stateless.extend(met.iter().filter(|met| met.stateless).map(|met| met.pass.clone()));
        if let Some(edge) = at(&mut self.edges) {
            edge.passes = edge.passes.iter().cloned().chain(met.into_iter().map(|met| met.pass)).collect();
        }
    }
}

/// Past the border of the place that packets come from.
fn leaving(errand: &Errand<'_>, border: &Border, beside: bool) -> Vec<Met> {
    let (source, destination) = ends(errand);
    let out = Met::new(&border.outward, &destination, border);
    std::iter::once(out).chain(beside.then(|| Met::new(&border.inward, &source, border))).collect()
}

/// Past the border of the place that packets go to.
fn entering(errand: &Errand<'_>, border: &Border) -> Met {
    Met::new(&border.inward, &ends(errand).0, border)
}

/// Past the border of a subnet that only the router stands in.
fn through(errand: &Errand<'_>, border: &Border, side: Side) -> Met {
    let (source, destination) = ends(errand);
    match side {
        Side::Into => Met::new(&border.inward, &source, border),
        Side::OutOf => Met::new(&border.outward, &destination, border),
    }
}

fn ends(errand: &Errand<'_>) -> (Seen, Seen) {
    (Seen::One(errand.source.clone()), Seen::One(errand.destination.clone()))
}
