//! Policies of one region: their rules are for the machines that stand there.

use std::collections::BTreeSet;

use ringfence_model::{AppliesTo, Gap, GapKind, Interface, Link, Model, ResourceId, Source};
use ringfence_terraform::{Record, Value};

use super::super::rule::Ranked;
use super::levels::named_groups;
use super::rule::doubtful;
use crate::kinds::REGION_POLICY;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// A region for which a network has rules of its own.
pub(in super::super) struct Region {
    network: ResourceId,
    /// Nothing if it is not known which one.
    name: Option<Symbol>,
    /// What distinguishes it in names.
    text: String,
    /// The groups that its rules name.
    targets: BTreeSet<ResourceId>,
    source: Source,
}

impl Region {
    /// The region of a tie, or else of the policy.
    pub(super) fn of(stack: &Stack<'_>, network: &ResourceId, tie: &Record, policy: &ResourceId) -> Self {
        let of_policy = stack.records.get(policy.as_str());
        let of_policy = of_policy.filter(|record| REGION_POLICY.types.contains(&record.type_name.as_ref()));
        let value = tie.get("region").or_else(|| of_policy?.get("region"));
        let name = value.and_then(|value| Symbol::of(value).ok());
        let text = name.as_ref().map_or_else(|| policy.to_string(), |name| name.text.clone());
        Self {
            network: network.clone(),
            name,
            text,
            targets: BTreeSet::new(),
            source: Source::File(tie.header),
        }
    }

    fn everyone(&self, perhaps: bool) -> ResourceId {
        let prefix = if perhaps { "perhaps " } else { "" };
        ResourceId::new(format!("{prefix}region:{}/{}", self.network, self.text))
    }

    fn part(&self, group: &ResourceId, perhaps: bool) -> ResourceId {
        let prefix = if perhaps { "perhaps " } else { "" };
        ResourceId::new(format!("{group} {prefix}in {}", self.text))
    }

    fn confined(&self, applies_to: &AppliesTo, perhaps: bool) -> AppliesTo {
        match applies_to {
            AppliesTo::All => AppliesTo::Groups(vec![self.everyone(perhaps)]),
            AppliesTo::Groups(groups) => {
                AppliesTo::Groups(groups.iter().map(|group| self.part(group, perhaps)).collect())
            }
            AppliesTo::Unknown(gap) => AppliesTo::Unknown(gap.clone()),
        }
    }

    /// Whether an interface stands in the region: nothing if it does not; whether that is certain.
    fn has(&self, place: &Place) -> Option<bool> {
        match (&self.name, place) {
            (Some(name), Place::Known(here)) if here.text == name.text => Some(true),
            (Some(name), Place::Known(here)) => here.may_equal(name).then_some(false),
            _ => Some(false),
        }
    }
}

/// The rules of a policy for the machines of its region; for those that may be there, what may hold.
pub(super) fn confine(region: &Region, rules: Vec<Ranked>) -> Vec<Ranked> {
    let mut found = Vec::with_capacity(rules.len() * 2);
    for ranked in rules {
        let mut perhaps = ranked.clone();
        perhaps.rule.applies_to = region.confined(&ranked.rule.applies_to, true);
        let gap = Gap {
            kind: GapKind::UnresolvedVariable,
            what: format!("which machines stand in the region `{}`", region.text),
            source: Some(region.source.clone()),
        };
        perhaps.rule = doubtful(perhaps.rule, gap);
        let mut certain = ranked;
        certain.rule.applies_to = region.confined(&certain.rule.applies_to, false);
        found.extend([certain, perhaps]);
    }
    found
}

/// Where an interface stands, as far as that is known.
enum Place {
    Known(Symbol),
    Unknown,
}

/// Puts the interfaces of machines into the groups that regional rules are for.
pub(in super::super) fn join(stack: &Stack<'_>, model: &mut Model, regions: &[Region]) {
    if regions.is_empty() {
        return;
    }
    for machine in &mut model.machines {
        let ids: Vec<&ResourceId> = std::iter::once(&machine.about.id).chain(&machine.parts).collect();
        for interface in &mut machine.interfaces {
            let place = place(stack, &ids, interface);
            let joined: Vec<Link> =
                regions.iter().flat_map(|region| joins(region, &place, interface)).collect();
            interface.groups.extend(joined);
        }
    }
}

fn joins(region: &Region, place: &Place, interface: &Interface) -> Vec<Link> {
    let in_network = match &interface.network {
        Some(Link::To { id, .. }) if *id != region.network => return Vec::new(),
        Some(Link::To { .. }) => true,
        _ => false,
    };
    let Some(certain) = region.has(place) else { return Vec::new() };
    let perhaps = !(certain && in_network);
    let to = |id| Link::To { id, source: region.source.clone() };
    let targeted =
        interface.groups.iter().filter_map(Link::id).filter(|group| region.targets.contains(*group));
    let parts = targeted.map(|group| region.part(group, perhaps));
    std::iter::once(region.everyone(perhaps)).chain(parts).map(to).collect()
}

/// The region of an interface: its subnet's, or that of the machine's zone.
fn place(stack: &Stack<'_>, machine: &[&ResourceId], interface: &Interface) -> Place {
    let subnets = interface.subnets.iter().filter_map(Link::id);
    let mut of_subnet = subnets.filter_map(|id| stack.records.get(id.as_str())?.get("region"));
    let region = of_subnet.next().and_then(|value| Symbol::of(value).ok());
    let described = || machine.iter().find_map(|id| of_machine(stack.records.get(id.as_str())?));
    region.or_else(described).map_or(Place::Unknown, Place::Known)
}

fn of_machine(record: &Record) -> Option<Symbol> {
    let written = |name: &str| record.get(name).and_then(Value::as_str);
    if let Some(region) = written("region") {
        return Some(Symbol::known(region.rsplit('/').next().unwrap_or(region)));
    }
    let zone = written("zone").or_else(|| written("location"))?;
    let zone = zone.rsplit('/').next().unwrap_or(zone);
    // `us-central1-a` is a zone of `us-central1`; a location of two parts is a region already.
    let region = if zone.matches('-').count() > 1 {
        zone.rsplit_once('-').map_or(zone, |(region, _)| region)
    } else {
        zone
    };
    Some(Symbol::known(region))
}

impl Region {
    /// Notes the groups that rules name.
    pub(super) fn with_targets(mut self, rules: &[Ranked]) -> Self {
        self.targets = named_groups(rules);
        self
    }
}
