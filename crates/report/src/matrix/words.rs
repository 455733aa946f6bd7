//! A pair in words.

use ringfence_packets::Traffic;

use super::MatrixRow;

/// What the one can open on the other: "tcp 443; may: udp all; no answer: tcp 22".
pub(super) fn reach(row: &MatrixRow) -> String {
    let perhaps = row.open.may.difference(&row.open.must);
    let mut parts = Vec::new();
    if !row.open.must.is_empty() {
        parts.push(traffic(&row.open.must));
    }
    if !perhaps.is_empty() {
        parts.push(format!("may: {}", traffic(&perhaps)));
    }
    // What may be blocked beside what may be open says no more than that something is not known.
    if !row.answer_blocked.must.is_empty() {
        parts.push(format!("answers blocked: {}", traffic(&row.answer_blocked.must)));
    }
    parts.join("; ")
}

/// A set of traffic; "everything" where it is.
fn traffic(set: &Traffic) -> String {
    if set.is_all() {
        return "everything".to_owned();
    }
    let rest = set.complement();
    let (short, long) = (rest.to_string(), set.to_string());
    if short.len() < long.len() && long.len() > 40 { format!("everything but {short}") } else { long }
}
