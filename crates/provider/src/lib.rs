//! What a cloud provider supplies, and the readers its lowering uses.
//!
//! The readers know Terraform's shapes and nothing of any cloud: an index of records, links between them,
//! attributes with their defaults, address lists of which every literal keeps its place, tags, boot payloads.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod about;
mod attribute;
mod cidr;
mod fields;
mod gap;
mod link;
mod naming;
mod of_type;
mod payload;
mod provider;
mod records;
mod source;

pub use about::{about, documented, name_tag, tags, undeclared};
pub use attribute::{bool_attr, string_attr, u64_attr};
pub use cidr::{CidrList, CidrRead, cidrs, each_cidr, widest_first};
pub use fields::Fields;
pub use gap::{gap, gap_of, invalid};
pub use link::NameOf;
pub use naming::{Mention, Naming};
pub use payload::{Encoding, UNKNOWN_CLOSE, UNKNOWN_OPEN, payload, payloads, text_of};
pub use provider::{Provider, Support};
pub use records::Records;
pub use source::{evidence, shown, source};
