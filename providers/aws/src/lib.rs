//! Amazon Web Services: Terraform records to the model.
//!
//! `resources` reads one type, or a tight family, a file; `network` puts together what several resources
//! decide: which routes and filters hold for a subnet, which rules a security group has. What is modelled,
//! from which page, and what is not, stands in the crate's README.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod adopted;
mod alternatives;
mod collected;
mod iam;
mod known;
mod links;
mod naming;
mod network;
mod pages;
mod replies;
mod resources;
mod stack;
mod support;

use ringfence_model::{Model, Sources};
use ringfence_provider::{Provider, Support};
use ringfence_replies::Dialect;
use ringfence_terraform::Record;

use stack::Stack;

/// Amazon Web Services.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aws;

impl Provider for Aws {
    fn name(&self) -> &'static str {
        "aws"
    }

    fn owns(&self, type_name: &str) -> bool {
        type_name.starts_with("aws_")
    }

    fn support(&self) -> Support {
        support::SUPPORT
    }

    fn replies(&self) -> Option<&dyn Dialect> {
        Some(&replies::Replies)
    }

    fn lower(&self, records: &[Record], sources: &Sources, model: &mut Model) {
        if !records.iter().any(|record| self.owns(&record.type_name)) {
            return;
        }
        let stack = Stack::new(records, sources);
        network::places(&stack, model);
        resources::lower(&stack, model);
        network::routers(&stack, model);
        network::unseen_places(&stack, model);
        network::filters(&stack, model);
        iam::lower(&stack, model);
        network::notices(model);
    }
}
