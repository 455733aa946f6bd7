//! What routers have in common: the ranges of the networks at their sides, routes out by an attachment.

use std::collections::HashMap;

use ringfence_model::{Evidence, Gap, Link, Model, ResourceId, Route, RouteTarget, Router, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, name_tag, tags, undeclared};
use ringfence_terraform::{Record, RecordKind};

use crate::stack::{Stack, outside};

/// The ranges of declared networks.
pub(super) struct Ends {
    ranges: HashMap<ResourceId, Bounds<AddressSet>>,
}

impl Ends {
    pub(super) fn new(model: &Model) -> Self {
        let networks = model.networks.iter();
        Self { ranges: networks.map(|network| (network.about.id.clone(), network.ranges.clone())).collect() }
    }

    /// The ranges of the network that a link leads to.
    ///
    /// Unknown: those of a network that is not declared here.
    pub(super) fn of(&self, network: &Link) -> Bounds<AddressSet> {
        network.id().and_then(|id| self.ranges.get(id)).cloned().unwrap_or_else(Bounds::unknown)
    }
}

/// A route out by an attachment.
///
/// Unknown: an attachment that may not exist takes nothing for certain.
pub(super) fn by(
    attachment: &ResourceId,
    exists: Truth,
    mut to: Bounds<AddressSet>,
    evidence: Vec<Evidence>,
) -> Route {
    if !exists.certain() {
        to.must = AddressSet::empty();
    }
    Route { to, target: RouteTarget::Attachment(attachment.clone()), evidence }
}

/// A router without attachments, with its header: that of its record, or of something that is not declared here.
pub(super) fn router(stack: &Stack<'_>, id: &ResourceId, kind: &'static str, referred: &Link) -> Router {
    let record = stack.record(id).filter(|record| record.kind == RecordKind::Managed);
    let source = referred.source().cloned();
    let (header, unseen) = match (record, source) {
        (Some(record), _) => (described(record, kind), Vec::new()),
        (None, Some(at)) => (undeclared(id, kind, &at), vec![elsewhere(id, &at)]),
        (None, None) => {
            let at = ringfence_model::Source::Documented { url: crate::pages::VPC };
            (undeclared(id, kind, &at), vec![elsewhere(id, &at)])
        }
    };
    Router {
        about: header,
        attachments: Vec::new(),
        groups_cross: ringfence_model::Attr::NotApplicable,
        groups_cross_outward: false,
        unseen,
    }
}

/// The header of a record with its tags.
pub(super) fn described(record: &Record, kind: &'static str) -> ringfence_model::About {
    let mut header = about(record, kind);
    header.tags = tags(record.field("tags"));
    header.name = name_tag(&header.tags, "Name");
    header
}

fn elsewhere(id: &ResourceId, at: &ringfence_model::Source) -> Gap {
    outside(format!("what `{id}` connects"), Some(at.clone()))
}
