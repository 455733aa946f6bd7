//! Who can open what on whom, for a million network interfaces at once, exactly.
//!
//! A [`Fabric`] holds interfaces with their filters, the places they are in, the borders and gates between
//! places, and regions outside. An [`Engine`] answers questions about it, each with what is certain and what is
//! possible. Like the sets it is made of, it knows no cloud, no file and no model; the caller numbers everything.
//!
//! ```
//! use ringfence_packets::{Action, AddressSet, Bounds, Peers, Protocol, Traffic};
//! use ringfence_reach::{
//!     Addressing, Certainty, Direction, Engine, FabricBuilder, FilterRule, FilterSettings, InterfaceSettings,
//!     Label, PlaceSettings, Zone,
//! };
//!
//! let mut builder = FabricBuilder::new();
//! let clients = builder.peers(&Peers::addresses(AddressSet::parse_cidr("10.0.0.0/24")?));
//! let etcd = builder.traffic(&Traffic::port(Protocol::TCP, 2379));
//! let rule = FilterRule {
//!     direction: Direction::Ingress,
//!     action: Action::Allow,
//!     peers: Bounds::exact(clients),
//!     traffic: Bounds::exact(etcd),
//! };
//! let open = builder.filter(FilterSettings { default_egress: Action::Allow, ..FilterSettings::allowing() }, []);
//! let guard = builder.filter(FilterSettings::allowing(), [rule]);
//! let place = builder.place(PlaceSettings { zone: Zone(0), borders: &[] });
//! let client = builder.interface(&InterfaceSettings {
//!     addressing: Addressing::One([10, 0, 0, 7].into()),
//!     ..InterfaceSettings::plain(place, &[open], Label(0))
//! });
//! let server = builder.interface(&InterfaceSettings {
//!     addressing: Addressing::One([10, 0, 1, 9].into()),
//!     ..InterfaceSettings::plain(place, &[guard], Label(1))
//! });
//! let fabric = builder.build();
//!
//! let reach = Engine::new(&fabric).pair(client, server);
//! assert_eq!(reach.open, Bounds::exact(Traffic::port(Protocol::TCP, 2379)));
//! # Ok::<(), ringfence_packets::CidrError>(())
//! ```
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod algebra;
mod certainty;
mod engine;
mod fabric;
mod hash;
mod ids;
mod interner;

pub use certainty::Certainty;
pub use engine::{ClassSource, Engine, Exposure, ExposureOf, Limits, Matrix, Party, Reach, Sources};
pub use fabric::{
    Addressing, Crossing, Direction, Fabric, FabricBuilder, FilterRule, FilterSettings, InterfaceSettings,
    Outside, PlaceSettings, Unseen,
};
pub use ids::{
    AddressesId, ClassId, FilterId, InterfaceId, Label, PeersId, PlaceId, RegionId, TrafficId, Zone,
};
