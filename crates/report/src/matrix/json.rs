//! The table as JSON with exact sets.

use std::io::{self, Write};

use ringfence_packets::{PortSet, Protocol, SelectorKind, Traffic};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Matrix, MatrixParty, MatrixRow, MatrixStack};
use crate::clean::Clean;

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
    found.insert("must".into(), traffic(&row.open.must));
    found.insert("may".into(), traffic(&row.open.may));
    found.insert("answer_blocked".into(), traffic(&row.answer_blocked.must));
    if row.answer_blocked.may != row.answer_blocked.must {
        found.insert("answer_may_be_blocked".into(), traffic(&row.answer_blocked.may));
    }
    Value::Object(found)
}

/// A set as ranges: of ports for TCP, UDP and SCTP; of types for ICMP, or of types and codes where single codes count;
/// of protocol numbers for all others.
fn traffic(set: &Traffic) -> Value {
    let mut found = Map::new();
    let mut others: Vec<(u8, u8)> = Vec::new();
    for protocol in set.protocols() {
        let selectors = set.ports(protocol);
        match protocol.selector_kind() {
            SelectorKind::Port => {
                found.insert(protocol.to_string(), json!(selectors.ranges()));
            }
            SelectorKind::IcmpType => icmp(protocol, &selectors, &mut found),
            SelectorKind::None => match others.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(protocol.0) => *last = protocol.0,
                _ => others.push((protocol.0, protocol.0)),
            },
        }
    }
    if !others.is_empty() {
        found.insert("protocols".into(), json!(others));
    }
    Value::Object(found)
}

fn icmp(protocol: Protocol, selectors: &PortSet, found: &mut Map<String, Value>) {
    let whole = |&(low, high): &(u16, u16)| low.to_be_bytes()[1] == 0 && high.to_be_bytes()[1] == u8::MAX;
    let (types, codes): (Vec<_>, Vec<_>) = selectors.ranges().iter().partition(|range| whole(range));
    if !types.is_empty() {
        let types: Vec<[u8; 2]> =
            types.iter().map(|(low, high)| [low.to_be_bytes()[0], high.to_be_bytes()[0]]).collect();
        found.insert(protocol.to_string(), json!(types));
    }
    if !codes.is_empty() {
        let codes: Vec<[[u8; 2]; 2]> =
            codes.iter().map(|(low, high)| [low.to_be_bytes(), high.to_be_bytes()]).collect();
        found.insert(format!("{protocol}_codes"), json!(codes));
    }
}
