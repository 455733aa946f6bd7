//! The table as JSON with exact sets.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Matrix, MatrixParty, MatrixRow, MatrixStack};
use crate::clean::Clean;
use crate::traffic::ranges;

/// Name and version of the format.
const SCHEMA: &str = "ringfence/matrix/1";

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    by: &'static str,
    stacks: Vec<StackJson>,
}

#[derive(Serialize)]
struct StackJson {
    stack: Clean,
    parties: Vec<Value>,
    rows: Vec<Value>,
    notices: Vec<Clean>,
}

/// Writes it, indented.
///
/// # Errors
///
/// Those of `out`.
pub fn write(matrix: &Matrix, mut out: impl Write) -> io::Result<()> {
    let stacks = matrix.stacks.iter().map(stack).collect();
    let document = Document { schema: SCHEMA, by: matrix.by, stacks };
    serde_json::to_writer_pretty(&mut out, &document).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

fn stack(stack: &MatrixStack) -> StackJson {
    StackJson {
        stack: Clean::new(&stack.stack),
        parties: stack.parties.iter().map(party).collect(),
        rows: stack.rows.iter().map(row).collect(),
        notices: stack.notices.iter().map(|notice| Clean::new(notice)).collect(),
    }
}

fn party(party: &MatrixParty) -> Value {
    let list = |texts: &[String]| texts.iter().map(|text| Clean::new(text)).collect::<Vec<_>>();
    json!({
        "id": Clean::new(&party.id),
        "kind": Clean::new(&party.kind),
        "name": party.name.as_deref().map(Clean::new),
        "roles": list(&party.roles),
        "addresses": list(&party.addresses),
        "public_addresses": list(&party.public_addresses),
        "subnets": list(&party.subnets),
    })
}

fn row(row: &MatrixRow) -> Value {
    let mut found = Map::new();
    found.insert("from".into(), json!(Clean::new(&row.from)));
    found.insert("to".into(), json!(Clean::new(&row.to)));
    for (name, addresses) in [("from_addresses", &row.from_addresses), ("to_addresses", &row.to_addresses)] {
        if !addresses.is_empty() {
            found.insert(name.into(), json!(addresses));
        }
    }
    found.insert("must".into(), ranges(&row.open.must));
    found.insert("may".into(), ranges(&row.open.may));
    found.insert("answer_blocked".into(), ranges(&row.answer_blocked.must));
    if row.answer_blocked.may != row.answer_blocked.must {
        found.insert("answer_may_be_blocked".into(), ranges(&row.answer_blocked.may));
    }
    Value::Object(found)
}
