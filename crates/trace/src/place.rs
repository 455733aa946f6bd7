//! Where something stands.

use ringfence_model::{Gap, GapKind, Link, Model, ResourceId, Source};

use crate::index::Index;

/// A subnet, or a network where no subnet is known.
///
/// Unknown: with a gap, nothing is known about routes and filters there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Position in the model.
    pub(crate) subnet: Option<usize>,
    /// Its id, also if the model does not have it.
    pub(crate) subnet_id: Option<ResourceId>,
    /// Position in the model.
    pub(crate) network: Option<usize>,
    pub(crate) gap: Option<Gap>,
}

impl Place {
    /// A place of which nothing is known.
    pub(crate) fn unknown(gap: Gap) -> Self {
        Self { subnet: None, subnet_id: None, network: None, gap: Some(gap) }
    }

    /// A subnet of the model.
    pub(crate) fn subnet(model: &Model, index: &Index, at: usize) -> Self {
        let subnet = model.subnets.get(at);
        let gap = subnet.filter(|subnet| !subnet.about.declared);
        Self {
            subnet: Some(at),
            subnet_id: subnet.map(|subnet| subnet.about.id.clone()),
            network: subnet.and_then(|subnet| index.network(subnet.network.id()?)),
            gap: gap.map(|subnet| outside(&subnet.about.id, Some(&subnet.about.declared_at))),
        }
    }

    /// A network of the model.
    pub(crate) fn network(at: usize) -> Self {
        Self { subnet: None, subnet_id: None, network: Some(at), gap: None }
    }

    /// Whether it is outside any network, and that is known.
    pub(crate) fn is_outside(&self) -> bool {
        self.network.is_none() && self.subnet_id.is_none() && self.gap.is_none()
    }

    /// Whether both are the same subnet.
    pub(crate) fn is_with(&self, other: &Self) -> bool {
        self.subnet_id.is_some() && self.subnet_id == other.subnet_id
    }
}

/// The places where something with these links may stand.
///
/// Shape: empty if the links name none.
pub(crate) fn places(model: &Model, index: &Index, subnets: &[Link], network: Option<&Link>) -> Vec<Place> {
    let named = network.and_then(Link::id);
    let known = named.and_then(|id| index.network(id));
    if subnets.is_empty() {
        let absent = || match network? {
            Link::To { id, source } => Some(Place::unknown(outside(id, Some(source)))),
            Link::Unknown(gap) => Some(Place::unknown(gap.clone())),
        };
        return known.map(Place::network).or_else(absent).into_iter().collect();
    }
    let of_link = |link: &Link| match link {
        Link::To { id, source } => match index.subnet(id) {
            Some(at) => {
                let mut place = Place::subnet(model, index, at);
                place.network = place.network.or(known);
                place
            }
            None => Place {
                subnet: None,
                subnet_id: Some(id.clone()),
                network: known,
                gap: Some(outside(id, Some(source))),
            },
        },
        Link::Unknown(gap) => Place { network: known, ..Place::unknown(gap.clone()) },
    };
    subnets.iter().map(of_link).collect()
}

/// What is to be said of something that is only referred to.
pub(crate) fn outside(id: &ResourceId, source: Option<&Source>) -> Gap {
    let what = format!("`{id}` is not declared here, so its routes and filters are unknown");
    Gap { kind: GapKind::OutsideInput, what, source: source.cloned() }
}
