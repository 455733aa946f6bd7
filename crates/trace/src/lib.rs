//! One packet, hop by hop: what lets it pass, what stops it, and what would have to change.
//!
//! A plain simulator over a [`Model`](ringfence_model::Model): it follows one packet and its answer through routes,
//! filters, translations and load balancers, and says at each hop what decides. It shares no code with the analysis of
//! whole sets of packets, so that each can be held against the other.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod address;
mod answer;
mod blockers;
mod check;
mod decision;
mod explain;
mod filter;
mod index;
mod judge;
mod limits;
mod packet;
mod party;
mod path;
mod place;
mod route;
mod start;
mod trace;
mod tracer;
mod walk;

pub use address::{Address, Family};
pub use blockers::Blockers;
pub use decision::{Decision, What};
pub use packet::{Goal, Packet, Start};
pub use trace::{Disposition, Hop, NodeKind, Trace, Verdict};
pub use tracer::Tracer;
