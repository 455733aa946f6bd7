//! Interfaces as the builder is told of them.

use std::net::IpAddr;

use ringfence_packets::{Bounds, GroupId};

use crate::{AddressesId, Certainty, FilterId, Label, PlaceId};

/// The addresses of an interface.
///
/// Unknown: it has the addresses of `must`, and any of those of `may` besides. If nothing is in `must`, it has at
/// least one of `may`; so what passes whichever it has is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    /// Just this one.
    One(IpAddr),
    /// All of a set.
    Set(Bounds<AddressesId>),
}

/// A network interface.
#[derive(Clone, Copy, Debug)]
pub struct InterfaceSettings<'a> {
    /// Where it is.
    pub place: PlaceId,
    /// Its filters: unordered ones are one filter with all their rules, of which a deny that matches wins; an
    /// ordered one has to be passed besides. Without any, everything passes.
    pub filters: &'a [FilterId],
    /// The groups it is in.
    pub groups: &'a [GroupId],
    /// Whether it may be in any other groups.
    pub more_groups: bool,
    /// Its addresses.
    pub addressing: Addressing,
    /// Whether it has a public IPv4 mapping.
    pub public_v4: Certainty,
    /// Whether it has a public IPv6 address.
    pub public_v6: Certainty,
    /// What it is counted with.
    pub label: Label,
    /// Whether it exists at all.
    ///
    /// Unknown: nothing is certain about an interface that may not exist, and nothing reaches one that does not.
    pub exists: Certainty,
}

impl<'a> InterfaceSettings<'a> {
    /// An interface that exists, without groups, public mapping or known address.
    pub fn plain(place: PlaceId, filters: &'a [FilterId], label: Label) -> Self {
        Self {
            place,
            filters,
            groups: &[],
            more_groups: false,
            addressing: Addressing::Set(Bounds::new(
                AddressesId(crate::algebra::EMPTY),
                AddressesId(crate::algebra::ALL),
            )),
            public_v4: Certainty::No,
            public_v6: Certainty::No,
            label,
            exists: Certainty::Certain,
        }
    }
}
