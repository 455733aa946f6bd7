//! Which way a table of routes sends an address: the most specific destination wins, earlier routes among equals.

use ringfence_model::{Evidence, Route, RouteTarget};
use ringfence_packets::{AddressSet, Bounds};

/// Destinations that go one way.
#[derive(Clone, Debug)]
pub(crate) struct Lane<'m> {
    /// Which: what no more specific route takes.
    pub(crate) to: Bounds<AddressSet>,
    pub(crate) target: Target<'m>,
    /// What says so, in the order of the way in.
    pub(crate) evidence: &'m [Evidence],
}

/// Where a lane leads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'m> {
    /// Into the network itself.
    Local,
    /// Where a route says.
    Route(&'m RouteTarget),
}

/// A part of a route's destinations that is as specific as the others of its table are compared by.
struct Piece<'m> {
    /// Length of the prefix; nothing if it is not known.
    length: Option<u8>,
    to: Bounds<AddressSet>,
    /// Number of the route.
    route: usize,
    lane: (Target<'m>, &'m [Evidence]),
}

/// The lanes of a table; `local` are the ranges of the network it belongs to, if it belongs to one.
///
/// Shape: in the order of the routes, those into the network first; disjoint in `must`.
/// Unknown: a destination that is not known is taken for the least specific, so that it hides no other route.
pub(crate) fn lanes<'m>(
    routes: impl IntoIterator<Item = &'m Route>,
    local: Option<&Bounds<AddressSet>>,
) -> Vec<Lane<'m>> {
    let own = local.into_iter().map(|ranges| (ranges.clone(), Target::Local, &[][..]));
    let written = routes
        .into_iter()
        .map(|route| (route.to.clone(), Target::Route(&route.target), route.evidence.as_slice()));
    let mut pieces: Vec<Piece<'m>> = Vec::new();
    for (route, (to, target, evidence)) in own.chain(written).enumerate() {
        let piece = |(length, to)| Piece { length, to, route, lane: (target, evidence) };
        pieces.extend(by_prefix(&to).into_iter().map(piece));
    }
    pieces.sort_by_key(|piece| (std::cmp::Reverse(piece.length), piece.route));
    let mut taken = Bounds::exact(AddressSet::empty());
    let mut found: Vec<(usize, Lane<'m>)> = Vec::new();
    for Piece { to, route, lane: (target, evidence), .. } in pieces {
        let region = to.difference(&taken);
        taken = taken.union(&to);
        if region.may.is_empty() {
            continue;
        }
        match found.iter_mut().find(|(of, _)| *of == route) {
            Some((_, lane)) => lane.to = lane.to.union(&region),
            None => found.push((route, Lane { to: region, target, evidence })),
        }
    }
    found.sort_by_key(|(route, _)| *route);
    found.into_iter().map(|(_, lane)| lane).collect()
}

/// Destinations by the length of their prefixes.
fn by_prefix(to: &Bounds<AddressSet>) -> Vec<(Option<u8>, Bounds<AddressSet>)> {
    let known = to.must.cidrs().into_iter();
    let known = known.map(|cidr| (Some(cidr.length()), Bounds::exact(AddressSet::from(cidr))));
    let unknown = to.may.difference(&to.must);
    let unknown = (!unknown.is_empty()).then(|| (None, Bounds::at_most(unknown)));
    known.chain(unknown).collect()
}
