//! JSON documents with a byte range on every node.
//!
//! [`parse()`] lays a document out as a tape: one entry a node, in source order, each knowing where the node after it
//! and its children stands. Texts are not copied.
//!
//! ```
//! let document = ringfence_hcl::json::parse(r#"{"a": [1, "b"], "a": {"c": null}}"#)?;
//! let root = document.root();
//! assert_eq!(root.entries().count(), 2);
//! let last = root.get("a").unwrap();
//! assert_eq!((last.raw(), last.range().start), (r#"{"c": null}"#, 21));
//! # Ok::<(), ringfence_hcl::json::JsonError>(())
//! ```

mod complaint;
mod document;
mod error;
mod node;
mod number;
mod parse;
mod text;

pub use document::Document;
pub use error::JsonError;
pub use node::{Entries, Items, Json, Kind};
pub use parse::parse;

/// How deep arrays and objects may stand in one another.
pub const MAX_DEPTH: usize = 512;
