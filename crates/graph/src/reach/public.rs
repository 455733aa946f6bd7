//! Addresses on the internet, whatever the filters allow.

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_model::{Attr, Evidence, Gap, Machine, Truth};
use ringfence_packets::{AddressSet, Bounds};

use super::Node;
use super::edge::{Edge, Pass};
use super::place::{Place, Places};

/// Family of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// A public address of a machine that the internet is routed to.
#[derive(Clone, Debug)]
pub struct PublicAddress {
    /// Which family.
    pub family: Family,
    /// Whether it certainly is there, and routed.
    pub truth: Truth,
    /// What gives the address.
    pub mapping: Evidence,
    /// What routes the internet to it.
    pub route: Vec<Evidence>,
    /// Why it is not certain.
    pub gaps: Vec<Gap>,
}

impl Family {
    /// "IPv4".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        }
    }

    /// Name of the aspect in a finding's identity.
    pub fn aspect(self) -> &'static str {
        match self {
            Self::V4 => "public_ipv4",
            Self::V6 => "public_ipv6",
        }
    }

    pub(super) fn all(self) -> AddressSet {
        match self {
            Self::V4 => AddressSet::all_v4(),
            Self::V6 => AddressSet::all_v6(),
        }
    }
}

/// The edges into each place, in their order.
#[derive(Debug)]
pub(crate) struct Fronts {
    into: HashMap<Node, Vec<Arc<Edge>>>,
}

impl Fronts {
    pub(crate) fn new(edges: &[Arc<Edge>]) -> Self {
        let mut into: HashMap<Node, Vec<Arc<Edge>>> = HashMap::new();
        for edge in edges.iter().filter(|edge| matches!(edge.to, Node::Subnet(_) | Node::Network(_))) {
            into.entry(edge.to.clone()).or_default().push(Arc::clone(edge));
        }
        Self { into }
    }

    /// The public addresses of a machine, at most one a family, by its position in the model: of several interfaces
    /// that have one, or may have one, that which has it most certainly.
    pub(crate) fn addresses(&self, places: &Places, at: usize, machine: &Machine) -> Vec<PublicAddress> {
        let of_family = |family| {
            let interfaces = machine.interfaces.iter().enumerate();
            let found = interfaces.filter_map(|(number, interface)| {
                let attr = match family {
                    Family::V4 => &interface.public_v4,
                    Family::V6 => &interface.public_v6,
                };
                let here = places.of_machine(at).filter(|(of, _)| *of == number);
                self.address(here.map(|(_, place)| place), machine, family, attr)
            });
            // The first of equals: `max_by_key` would give the last.
            found.reduce(|best, other| if other.truth > best.truth { other } else { best })
        };
        [Family::V4, Family::V6].into_iter().filter_map(of_family).collect()
    }

    fn address<'p>(
        &self,
        places: impl Iterator<Item = &'p Place>,
        machine: &Machine,
        family: Family,
        attr: &Attr<bool>,
    ) -> Option<PublicAddress> {
        let own = attr.truth().and(machine.about.exists);
        let source = attr.source().filter(|_| own.possible())?;
        let routed = places
            .flat_map(|place| self.into.get(&place.node).into_iter().flatten())
            .map(|edge| (routes(edge, family), edge))
            .max_by_key(|(truth, _)| *truth)
            .filter(|(truth, _)| truth.possible());
        let (truth, edge) = routed?;
        let fact = match attr {
            Attr::Unknown(gap) => {
                format!("whether it has a public {} address is unknown: {}", family.in_words(), gap.what)
            }
            _ => format!("it has a public {} address", family.in_words()),
        };
        Some(PublicAddress {
            family,
            truth: own.and(truth),
            mapping: Evidence::new(&machine.about.id, fact, source),
            route: edge.because.clone(),
            gaps: attr.gap().into_iter().chain(&edge.gaps).cloned().collect(),
        })
    }
}

/// Whether an edge into a subnet brings packets of the internet in this family.
fn routes(edge: &Edge, family: Family) -> Truth {
    if !matches!(edge.from, Node::Gateway(_) | Node::Internet) {
        return Truth::No;
    }
    let public = Bounds::exact(AddressSet::internet().intersection(&family.all()));
    let region = edge.passes.iter().find_map(|pass| match pass {
        Pass::From(region) => Some(region.intersection(&public)),
        _ => None,
    });
    let region = region.unwrap_or(public);
    if region.may.is_empty() {
        Truth::No
    } else if edge.certain && !region.must.is_empty() {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}
