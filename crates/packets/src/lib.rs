//! Canonical exact sets of packets, and ordered and unordered filters over them.
//!
//! Pure algebra: this crate knows no cloud, no network and no file. Every set type is canonical, so two
//! sets with the same members are equal values, and every operation is exact. What is not known is
//! carried as [`Bounds`]: what is certain and what is possible.
//!
//! ```
//! use ringfence_packets::{Action, AddressSet, Filter, Origin, Protocol, Rule, Traffic};
//!
//! let office = AddressSet::parse_cidr("198.18.0.0/15")?;
//! let api = Traffic::port(Protocol::TCP, 6443);
//! let filter = Filter::first_match(vec![
//!     Rule::exact(Action::Deny, office.into(), Traffic::all()),
//!     Rule::exact(Action::Allow, AddressSet::all_v4().into(), api.clone()),
//! ]);
//! let open = filter.admits(&Origin::internet());
//! assert!(open.is_exact());
//! assert_eq!(open.must.traffic(), api);
//! # Ok::<(), ringfence_packets::CidrError>(())
//! ```
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod address;
mod algebra;
mod bounds;
mod cidr;
mod filter;
mod flow;
mod group;
mod partition;
mod peers;
mod protocol;
mod range_set;
mod special;
mod sweep;
mod traffic;
mod unit;

pub use address::AddressSet;
pub use algebra::SetAlgebra;
pub use bounds::{Bound, Bounds};
pub use cidr::{Cidr, CidrError};
pub use filter::{Action, Blocking, Filter, Order, Origin, Rule};
pub use flow::{Cell, FlowSet};
pub use group::{GroupId, GroupSet};
pub use peers::Peers;
pub use protocol::{Protocol, SelectorKind};
pub use range_set::{PortSet, RangeSet};
pub use traffic::Traffic;
pub use unit::Unit;
