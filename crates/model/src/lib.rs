//! What every cloud's configuration is lowered to, with where each fact came from.
//!
//! The model is nobody's cloud: a [`PacketFilter`] is a security group, a network access list or a set of
//! firewall rules; an [`Identity`] is a role or a service account. Providers fill it, the graph reads it.
//! Every value a decision may rest on is an [`Attr`], which says whether it was set, defaulted or could not
//! be learnt, and where. What could not be learnt at all is a [`Gap`] or a [`Notice`], never an absence.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod attr;
mod balancer;
mod cluster;
mod compute;
mod document;
mod evidence;
mod groups;
mod identity;
mod network;
mod notice;
mod picture;
mod provenance;
mod resource;
mod role;
mod router;
mod service;
mod source;
mod storage;
mod unknown;

pub use attr::{Attr, Gap, GapKind, Truth};
pub use balancer::{Listener, ListenerSource, LoadBalancer, Member, TargetGroup};
pub use cluster::{ManagedCluster, PublicEndpoint};
pub use compute::{Interface, Machine, MachineKind, MetadataService};
pub use document::Document;
pub use evidence::Evidence;
pub use groups::Groups;
pub use identity::{Grant, Identity, IdentityKind, Power, PowerKind};
pub use network::{AppliesTo, Direction, FilterRule, Network, PacketFilter, Route, RouteTarget, Subnet};
pub use notice::{Coverage, Level, Notice, NoticeId, Unsupported};
pub use picture::Model;
pub use provenance::Provenance;
pub use resource::{About, Link, ResourceId, Tag};
pub use role::{Role, RoleSignal, Strength};
pub use router::{Attached, Attachment, Router};
pub use service::{Behind, ServiceEndpoint};
pub use source::{FileId, Place, Position, Source, SourceFile, Sources, Span};
pub use storage::Volume;
pub use unknown::{UnknownCount, UnknownKind};
