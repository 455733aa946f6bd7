//! Google Cloud: Terraform records to the model.
//!
//! One folder an area: `network` (networks, routes, firewall rules), `compute` (machines, disks),
//! `balancer` (forwarding rules and what stands behind them), `gke`, `iam`. What the cloud makes without
//! being asked (default routes, pre-populated and GKE firewall rules, default service accounts) is made explicit,
//! with the page that says so.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod balancer;
mod compute;
mod gke;
mod iam;
mod kind;
mod kinds;
mod list;
mod lower;
mod naming;
mod network;
mod pages;
mod replies;
mod signals;
mod stack;
mod support;
mod symbol;

use ringfence_model::{Model, Sources};
use ringfence_provider::{Provider, Support};
use ringfence_terraform::Record;

/// Google Cloud.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gcp;

impl Provider for Gcp {
    fn name(&self) -> &'static str {
        "gcp"
    }

    fn owns(&self, type_name: &str) -> bool {
        type_name.starts_with("google_")
    }

    fn support(&self) -> Support {
        support::SUPPORT
    }

    fn replies(&self) -> Option<&dyn ringfence_replies::Dialect> {
        Some(&replies::Replies)
    }

    fn lower(&self, records: &[Record], sources: &Sources, model: &mut Model) {
        if records.iter().any(|record| self.owns(&record.type_name)) {
            lower::lower(records, sources, model);
        }
    }
}
