//! Routes that are for the machines of some network tags only.
//!
//! A part of a subnet whose machines have routes of their own is a subnet of its own in the model: packets between the two
//! parts meet what they meet within one, since a network's firewall stands at every machine.

use std::collections::HashMap;
use std::mem::take;

use ringfence_model::{About, Interface, Link, Model, ResourceId, Route, Source, Subnet, Truth};
use ringfence_packets::Bounds;
use ringfence_provider::undeclared;

use super::groups::{ambiguity, tag_group};
use super::route::{Ranked, perhaps};
use crate::stack::{Lowered, Stack};
use crate::symbol::Symbol;

/// The routes of a network that are for all of its machines; all of them are kept if some are for a few only.
pub(super) fn for_all(out: &mut Lowered<'_>, network: &ResourceId, routes: Vec<Ranked>) -> Vec<Route> {
    let general = routes.iter().filter(|ranked| ranked.only.is_none()).map(|ranked| ranked.route.clone());
    let general: Vec<Route> = general.collect();
    if general.len() < routes.len() {
        out.tagged_routes.insert(network.clone(), routes);
    }
    general
}

/// Gives machines with the tags of routes subnets with these.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    let tagged = take(&mut out.tagged_routes);
    if tagged.is_empty() {
        return;
    }
    let mut parts = Parts { stack, tagged: &tagged, made: HashMap::new() };
    let mut machines = take(&mut out.model.machines);
    for interface in machines.iter_mut().flat_map(|machine| &mut machine.interfaces) {
        parts.place(out.model, interface);
    }
    out.model.machines = machines;
}

struct Parts<'a, 's> {
    stack: &'a Stack<'s>,
    tagged: &'a HashMap<ResourceId, Vec<Ranked>>,
    /// By the whole subnet or network, and the routes that hold in a part of it.
    made: HashMap<(ResourceId, Vec<Truth>), ResourceId>,
}

impl Parts<'_, '_> {
    fn place(&mut self, model: &mut Model, interface: &mut Interface) {
        let Some(Link::To { id: network, source }) = interface.network.clone() else { return };
        let Some(routes) = self.tagged.get(&network) else { return };
        let held: Vec<Truth> = routes
            .iter()
            .map(|route| match &route.only {
                None => Truth::Yes,
                Some((_, tags)) => self.carries_one(&network, tags, &interface.groups),
            })
            .collect();
        let own = routes.iter().zip(&held).any(|(route, held)| route.only.is_some() && held.possible());
        if !own {
            return;
        }
        let mut part = |whole: &ResourceId, source: &Source| {
            let key = (whole.clone(), held.clone());
            let id = self.made.entry(key).or_insert_with(|| {
                let part = part(model, whole, (&network, source), routes, &held);
                let id = part.about.id.clone();
                model.subnets.push(part);
                id
            });
            Link::To { id: id.clone(), source: source.clone() }
        };
        if interface.subnets.is_empty() {
            interface.subnets = vec![part(&network, &source)];
            return;
        }
        for link in &mut interface.subnets {
            if let Link::To { id, source } = &*link {
                *link = part(id, source);
            }
        }
    }

    /// Whether a machine in these groups carries one of the tags.
    fn carries_one(&self, network: &ResourceId, tags: &[Symbol], groups: &[Link]) -> Truth {
        let is = |wanted: &ResourceId| groups.iter().any(|link| link.id() == Some(wanted));
        let may_be = |tag: &Symbol| {
            let others = ambiguity(tag, self.stack).map(|(_, others)| others).unwrap_or_default();
            others.into_iter().any(|other| is(&tag_group(network, other)))
        };
        if tags.iter().any(|tag| is(&tag_group(network, tag))) {
            Truth::Yes
        } else if groups.iter().any(|link| link.id().is_none()) || tags.iter().any(may_be) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

/// The part of a subnet, or of a network without known subnets, in which these of the routes hold.
fn part(
    model: &Model,
    whole: &ResourceId,
    (network, source): (&ResourceId, &Source),
    routes: &[Ranked],
    held: &[Truth],
) -> Subnet {
    let names = routes.iter().zip(held).filter_map(|(route, held)| {
        let (id, _) = route.only.as_ref().filter(|_| held.possible())?;
        Some(if held.certain() { id.to_string() } else { format!("perhaps {id}") })
    });
    let id = ResourceId::new(format!("{whole} with {}", names.collect::<Vec<_>>().join(", ")));
    let subnet = model.subnets.iter().find(|subnet| subnet.about.id == *whole).cloned();
    let all = || model.networks.iter().find(|network| network.about.id == *whole);
    let bare = || Subnet {
        about: all().map_or_else(|| undeclared(whole, "subnet", source), |network| network.about.clone()),
        network: Link::To { id: network.clone(), source: source.clone() },
        zone: None,
        ranges: Bounds::empty(),
        routes: Vec::new(),
        filters: Vec::new(),
    };
    let whole = subnet.unwrap_or_else(bare);
    let routes = routes.iter().zip(held).filter(|(_, held)| held.possible());
    let routes = routes.map(|(ranked, held)| match held {
        Truth::Yes => ranked.route.clone(),
        _ => perhaps(ranked.route.clone()),
    });
    Subnet { about: About { id, ..whole.about }, routes: routes.collect(), ..whole }
}
