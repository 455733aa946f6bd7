//! Whether the two sides of a peering connection lie in one region: only then may rules name groups of the other side.
//!
//! Source: VPC User Guide, security group rules: a group in a peered VPC of the same region (remembered); EC2 API,
//! `CreateVpcPeeringConnection`, `PeerRegion`: by default the region of the request (read 2026-11-25).

use ringfence_model::{Attr, Gap, GapKind, Link, Source};
use ringfence_provider::{Fields, source};
use ringfence_terraform::{Record, Value};

use crate::pages;
use crate::stack::Stack;

/// Whether groups of one side mean their members on the other.
///
/// Unknown: a region that is written down on one side only. A provider's own region is not seen here.
pub(super) fn groups_cross(
    stack: &Stack<'_>,
    record: Option<&Record>,
    accepter: Option<&Record>,
    sides: &[Link; 2],
) -> Attr<bool> {
    let [requester, accepting] = sides.each_ref().map(|side| side.id().and_then(|id| stack.record(id)));
    let written = record.and_then(|record| record.field("peer_region"));
    let here = record.and_then(|r| stack.region(r)).or_else(|| stack.region(requester?));
    let there = accepter.and_then(|r| stack.region(r)).or_else(|| stack.region(accepting?));
    let peer = written.and_then(Value::as_str);
    if let (Some(here), Some(there)) = (here, peer.or(there)) {
        let at = written.map(source).or_else(|| Some(Source::File(record.or(accepter)?.header)));
        let at = at.unwrap_or(Source::Documented { url: pages::PEERING_REGION });
        return Attr::Set { value: here == there, source: at };
    }
    if record.is_some() && written.is_none() {
        return Attr::Default { value: true, source: Source::Documented { url: pages::PEERING_REGION } };
    }
    if let (Some(one), Some(other)) = (requester, accepting)
        && one.provider == other.provider
    {
        return Attr::Set { value: true, source: Source::File(other.header) };
    }
    Attr::Unknown(Gap {
        kind: GapKind::OutsideInput,
        what: "whether both sides of the peering connection lie in one region".to_owned(),
        source: record.or(accepter).map(|record| Source::File(record.header)),
    })
}
