//! Numbers of what a fabric holds.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Its place in the order in which the builder was told of its kind.
            pub fn index(self) -> usize {
                place_of(self.0)
            }
        }
    )*};
}

id! {
    /// A set of addresses that the builder keeps.
    AddressesId,
    /// A set of peers that the builder keeps.
    PeersId,
    /// A set of traffic that the builder keeps.
    TrafficId,
    /// A filter of a fabric.
    FilterId,
    /// A place of a fabric.
    PlaceId,
    /// A region outside of a fabric.
    RegionId,
    /// An interface of a fabric.
    InterfaceId,
    /// A class of interfaces that are alike but for their addresses; classes are ordered by place, then label.
    ClassId,
}

/// A number that the caller gives to places which gates treat alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone(pub u32);

/// A number that the caller gives to interfaces which are counted together: a role, a set of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(pub u16);

/// A number as a place in a list.
pub(crate) fn place_of(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// A place in a list as a number: no list here gets near the end of the type before memory ends.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
