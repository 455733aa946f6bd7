//! Saved replies of a cloud's API, read as they were saved.
//!
//! Files are found (`folder`), told by how they open (`opening`), and parsed into values of which each part keeps its
//! place in the file (`values`). Which cloud a file belongs to, what replies it holds and what records they make is a
//! [`Dialect`], of which every cloud that is read has one: this crate names none.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod body;
mod dialect;
mod fields;
mod folder;
mod limits;
mod opening;
mod read;
mod values;

pub use body::Body;
pub use dialect::{Dialect, Recorded, Reply, ReplyFile, Scope};
pub use fields::{field, items, path, text};
pub use opening::Opening;
pub use read::{ReplyError, holds_replies, is_reply, read};
