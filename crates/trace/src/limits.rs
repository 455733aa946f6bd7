//! Bounds of a walk: routers may lead in circles, and what is unknown may lead anywhere.

/// Hops of one way; packets live for fewer.
pub(crate) const MOST_HOPS: usize = 64;

/// Steps of all ways from one start to one end.
pub(crate) const MOST_STEPS: usize = 2048;

/// Steps of all ways that one question is about.
pub(crate) const MOST_STEPS_IN_ALL: usize = 16_384;

/// Ways from one start to one end; those that are found first are told.
pub(crate) const MOST_WAYS: usize = 64;

/// Ways of one question whose answers are followed.
pub(crate) const MOST_ANSWERED: usize = 64;

/// Pairs of a start and an end that one question is taken apart into.
pub(crate) const MOST_PAIRS: usize = 256;

/// Addresses of one interface that are taken one by one; more are taken together.
pub(crate) const MOST_ADDRESSES: u128 = 8;

/// Client ports that are tried where none is given.
pub(crate) const MOST_CLIENT_PORTS: usize = 256;

/// Ways that are looked at for the smallest change.
pub(crate) const MOST_CANDIDATES: usize = 64;

/// The ports from which clients connect and to which answers go back.
///
/// Source: RFC 6056 §3.2 (ephemeral ports are 1024–65535), as the graph has it: read 2026-11-23.
pub(crate) const CLIENT_PORTS: (u16, u16) = (1024, 65535);
