//! What several tests need.
#![allow(dead_code)]

pub(crate) mod dump;
pub(crate) mod edit;
pub(crate) mod generate;
pub(crate) mod walk;
