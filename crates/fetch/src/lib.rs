//! Brings the Terraform modules that a configuration calls, with `git`, and notes them as Terraform does.
//!
//! The only crate that starts a program or reaches the network, and only when a person asks for it: an analysis never
//! does. What the modules say is somebody else's text. Nothing of it is executed: no hook, no submodule, no filter; git
//! gets checked URLs and names, may speak few protocols, has a time limit, and writes below `.ringfence/modules` only.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod choice;
mod constraint;
mod error;
mod files;
mod git;
mod git_environment;
mod limits;
mod manifest;
mod outcome;
mod repository;
mod request;
mod root;
mod run;
mod store;
mod tags;
mod version;
mod wanted;

pub use error::FetchError;
pub use limits::Limits;
pub use outcome::{Fetched, Missing, Outcome, Planned};
pub use request::{Event, PUBLIC_REPOSITORIES, Request, Root};
pub use run::fetch;
