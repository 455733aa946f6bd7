//! Terraform texts to the model: one file an area, one test a thing that is easily got wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod balancer;
mod compute;
mod firewall;
mod gke;
mod guards;
mod harness;
mod iam;
mod links;
mod network;
mod policies;
mod replies;
