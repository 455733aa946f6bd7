//! Who can open what on whom, as a table.
//!
//! Text and sets only: whoever asked the graph has already said who everybody is.

mod json;
mod markdown;
mod terminal;
mod words;

use ringfence_packets::{Bounds, Traffic};

pub use json::write as write_json;
pub use markdown::write as write_markdown;
pub use terminal::write as write_terminal;

/// Tables of one or more root modules.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// What rows and columns are: "role" or "host".
    pub by: &'static str,
    /// One for each root module or snapshot.
    pub stacks: Vec<MatrixStack>,
}

/// The table of one root module or snapshot.
#[derive(Clone, Debug, Default)]
pub struct MatrixStack {
    /// Where it was read from.
    pub stack: String,
    /// Who everybody is.
    pub parties: Vec<MatrixParty>,
    /// Pairs between which something arrives.
    ///
    /// Shape: in the order in which they are shown.
    pub rows: Vec<MatrixRow>,
    /// What could not be read, so that more may be possible.
    pub notices: Vec<String>,
}

/// Somebody who stands in a row or column.
#[derive(Clone, Debug, Default)]
pub struct MatrixParty {
    /// Its address, or its id in the cloud.
    pub id: String,
    /// What a person calls it: "instance".
    pub kind: String,
    /// Its name in the cloud, if it is known.
    pub name: Option<String>,
    /// Its roles in words.
    pub roles: Vec<String>,
    /// Addresses inside its networks.
    pub addresses: Vec<String>,
    /// Public addresses that lead to it, as far as they are known.
    pub public_addresses: Vec<String>,
    /// The subnets it stands in.
    pub subnets: Vec<String>,
}

/// One pair.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// Who opens: an id, a role, `internet`, or a list of prefixes.
    pub from: String,
    /// On whom.
    pub to: String,
    /// Prefixes of `from`, where it stands for addresses.
    pub from_addresses: Vec<String>,
    /// Prefixes of `to`, where it stands for addresses.
    pub to_addresses: Vec<String>,
    /// What can be opened.
    pub open: Bounds<Traffic>,
    /// What arrives, but of which answers are stopped, to some or to all ports of the client.
    pub answer_blocked: Bounds<Traffic>,
}
