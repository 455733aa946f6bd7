//! The sets and filters against a brute-force enumeration of a small universe.
//!
//! The universe is cut into a few atoms: ranges of addresses, ports and protocols that together cover
//! everything. Random sets are unions of atoms, so a plain set of atoms says exactly what each must
//! contain, and the oracle never uses an operation of the crate to find out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod admits;
mod allowed;
mod flows;
mod metamorphic;
mod naive;
mod sets;
mod trace;
mod universe;
