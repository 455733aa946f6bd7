//! Traffic as JSON with exact ranges.

use ringfence_packets::{PortSet, Protocol, SelectorKind, Traffic};
use serde_json::{Map, Value, json};

/// A set as ranges: of ports for TCP, UDP and SCTP; of types for ICMP, or of types and codes where single codes count;
/// of protocol numbers for all others.
pub(crate) fn ranges(set: &Traffic) -> Value {
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
