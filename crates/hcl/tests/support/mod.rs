//! What several tests need.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod dump;
pub(crate) mod edit;
pub(crate) mod generate;
pub(crate) mod walk;
