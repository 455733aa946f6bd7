//! Out to the internet.

use ringfence_model::{Attr, ResourceId, Truth};
use ringfence_packets::AddressSet;

use super::{Aim, Walk};
use crate::party::Body;
use crate::path::{Header, Path, Spot};
use crate::trace::{Disposition, NodeKind};
use crate::{Address, Decision, Family, What};

/// What a gateway does that lets nobody open a connection from outside.
pub(super) const ANSWERS_ONLY: &str = "lets only answers in";

impl Walk<'_, '_> {
    /// Out by a gateway that lets connections in and out: only what has a public address passes.
    pub(super) fn out_to_internet(&mut self, path: Path, header: &Header, gateway: &ResourceId) {
        let Some(path) = self.step(path, gateway, NodeKind::Gateway) else { return };
        let path = if self.mode.answer {
            // The answer goes out with the address that the packet came in by.
            path
        } else {
            let decision = self.mapping_out(&path, header, gateway);
            let Some(path) = self.pass(path, decision, Disposition::DeniedIn) else { return };
            path
        };
        let own = path.legs.last().and_then(|leg| leg.sender.as_ref());
        let own = own.map(|sender| sender.public_address(self.model, header.source.family()));
        self.translated(path, header, gateway, own);
    }

    /// Out by a gateway that lets only answers in.
    pub(super) fn out_one_way(&mut self, path: Path, header: &Header, gateway: &ResourceId) {
        let Some(path) = self.step(path, gateway, NodeKind::Gateway) else { return };
        if self.mode.answer {
            // The connection did not come in by it, so it does not know whose answer this is.
            let decision = Decision::new(What::Mapping, Truth::No, gateway, ANSWERS_ONLY);
            let Some(path) = self.pass(path, decision, Disposition::DeniedIn) else { return };
            self.translated(path, header, gateway, None);
            return;
        }
        let path = if header.source.family() == Family::V6 {
            let decision = self.mapping_out(&path, header, gateway);
            let Some(path) = self.pass(path, decision, Disposition::DeniedIn) else { return };
            path
        } else {
            path
        };
        self.translated(path, header, gateway, None);
    }

    /// Whether the sender has a public address that a gateway can put in place of its own.
    fn mapping_out(&self, path: &Path, header: &Header, gateway: &ResourceId) -> Decision {
        let family = header.source.family();
        let words = family.in_words();
        let Some(sender) = path.legs.last().and_then(|leg| leg.sender.as_ref()) else {
            let fact = format!("nobody with a public {words} address has {}", header.source);
            return Decision::new(What::Mapping, Truth::No, gateway, fact);
        };
        self.mapping(sender.body, family)
    }

    /// Whether something has a public address of the family.
    pub(super) fn mapping(&self, body: Body, family: Family) -> Decision {
        let attr = body.public(self.model, family);
        let words = family.in_words();
        let fact = match attr.truth() {
            Truth::Yes => format!("has a public {words} address"),
            Truth::No => format!("has no public {words} address"),
            Truth::Unknown => format!("may have a public {words} address"),
        };
        let id = body.id(self.model);
        let decision = Decision::new(What::Mapping, attr.truth(), &id, fact.clone()).lacking(attr.gap());
        match (&attr, attr.source()) {
            (Attr::Set { .. } | Attr::Default { .. }, Some(source)) => {
                decision.because(&[ringfence_model::Evidence::new(&id, fact, source)])
            }
            _ => decision,
        }
    }

    /// On to the internet with the address that it sees.
    fn translated(&mut self, mut path: Path, header: &Header, gateway: &ResourceId, own: Option<Address>) {
        let source = match header.source.family() {
            Family::V6 => header.source.clone(),
            Family::V4 => own.unwrap_or_else(|| Address::public(Family::V4)),
        };
        if let Some(leg) = path.leg() {
            leg.groups = Truth::No;
            leg.groups_outward = Truth::No;
            leg.out_by = Some(gateway.clone());
        }
        let header = Header { source, ..header.clone() };
        self.beyond_gateway(path, &header, Some(gateway));
    }

    /// On the internet, coming from a network.
    pub(super) fn beyond_gateway(&mut self, path: Path, header: &Header, gateway: Option<&ResourceId>) {
        let Some(path) = self.step(path, &Self::internet(), NodeKind::Internet) else { return };
        let spot = Spot::Internet(gateway.cloned());
        if self.mode.answer && self.aim == Aim::Internet {
            self.finish(path, spot, header, Disposition::Accepted);
            return;
        }
        let Some(path) = self.is_routed(path, header) else { return };
        match self.aim.clone() {
            Aim::Internet => self.finish(path, spot, header, Disposition::ExitsNetwork),
            Aim::Party(party) if self.mode.answer => {
                let gateway = self.session.clone();
                self.by_session(path, &party, gateway.as_ref(), header);
            }
            Aim::Party(party) => self.inbound(path, &party, header, Truth::Yes),
            Aim::Outside(_) => self.end(path, Disposition::NullRouted),
            Aim::Anyone => {
                let holders = self.public_holders(&header.destination, false);
                for (party, truth) in &holders {
                    self.inbound(path.clone(), party, header, *truth);
                }
                if holders.is_empty() {
                    self.finish(path, spot, header, Disposition::ExitsNetwork);
                }
            }
        }
    }

    /// An answer to somebody on the internet of something that is there too.
    pub(crate) fn stays_outside(&mut self, path: Path, header: &Header) {
        if let Some(path) = self.step(path, &Self::internet(), NodeKind::Internet) {
            self.finish(path, Spot::Internet(None), header, Disposition::Accepted);
        }
    }

    /// Whether the internet has a route to the destination at all.
    pub(super) fn is_routed(&mut self, path: Path, header: &Header) -> Option<Path> {
        let truth = header.destination.is_in(&AddressSet::internet());
        // Whose public address it certainly is, it is routed to, whatever kind of address it is.
        if truth == Truth::Yes || !self.public_holders(&header.destination, false).is_empty() {
            return Some(path);
        }
        let fact = match truth {
            Truth::No => format!("has no route to {}", header.destination),
            _ => format!("may have a route to {}", header.destination),
        };
        let decision = Decision::new(What::Route, truth, &Self::internet(), fact);
        self.pass(path, decision, Disposition::NullRouted)
    }
}
