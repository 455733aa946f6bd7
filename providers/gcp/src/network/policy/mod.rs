//! Firewall policies: of organizations and folders, of networks, of networks in one region.

mod above;
mod levels;
mod matching;
mod region;
mod rule;
mod rules;
mod ties;

pub(super) use levels::{Levels, levels};
pub(super) use region::join as join_regions;
pub(super) use rules::Policies;
