//! The kinds that a fabric has words for, and what passes between them.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use ringfence_model::Truth;
use ringfence_packets::AddressSet;
use ringfence_reach::{
    Addressing, Certainty, Engine, Fabric, FabricBuilder, FilterId, InterfaceSettings, Label, PlaceId,
};

use super::cells::Cells;
use super::cuts::Stretches;
use super::doors::Door;
use super::guards::Guards;
use super::kinds::Kind;
use super::sites::Sites;
use crate::matrix::Rank;
use crate::reach::Stand;
use crate::{Graph, Party, Reach};

/// A fabric of all kinds that it has words for.
#[derive(Debug)]
pub(super) struct Woven {
    fabric: Fabric,
    /// Whether a kind is in it, by number.
    inside: Vec<bool>,
    /// The ranks that a label stands for.
    labels: Vec<Vec<Rank>>,
}

/// An interface that is to be added.
struct Thread {
    place: PlaceId,
    filters: Vec<FilterId>,
    groups: Vec<ringfence_packets::GroupId>,
    address: IpAddr,
}

/// A fabric in the making.
struct Loom<'g, 'm> {
    graph: &'g Graph<'m>,
    builder: FabricBuilder,
    guards: Guards,
    sites: Sites,
    labels: Vec<Vec<Rank>>,
}

impl Woven {
    pub(super) fn new(graph: &Graph<'_>, kinds: &[Kind]) -> Self {
        let (mut builder, mut guards) = (FabricBuilder::new(), Guards::default());
        let sites = Sites::new(graph, &mut builder, &mut guards);
        let mut loom = Loom { graph, builder, guards, sites, labels: Vec::new() };
        let inside = kinds.iter().map(|kind| loom.add(kind).is_some()).collect();
        Self { fabric: loom.builder.build(), inside, labels: loom.labels }
    }

    /// Whether the fabric tells what passes between a kind and others of its network.
    pub(super) fn has(&self, kind: usize) -> bool {
        self.inside.get(kind).copied().unwrap_or(false)
    }

    /// Adds all that passes; the ranks of which not all was looked at are returned.
    pub(super) fn fill(&self, cells: &mut Cells) -> BTreeSet<Rank> {
        let matrix = Engine::new(&self.fabric).matrix();
        let ranks = |label: Label| self.labels.get(usize::from(label.0)).map_or(&[][..], Vec::as_slice);
        for (from, to, reach) in matrix.cells() {
            if let (ringfence_reach::Party::Label(from), ringfence_reach::Party::Label(to)) = (from, to) {
                let (open, answer_blocked) = (reach.open.clone(), reach.answer_blocked.clone());
                cells.add(ranks(from), ranks(to), &Reach { open, answer_blocked });
            }
        }
        matrix.cut_off().flat_map(ranks).copied().collect()
    }
}

impl Loom<'_, '_> {
    /// Adds a kind with two that speak for it, if there are so many; nothing if the fabric has no words for it.
    fn add(&mut self, kind: &Kind) -> Option<()> {
        let stands = super::stands(self.graph, kind.first);
        let machine = matches!(kind.first, Party::Machine(_));
        let door = Door::of(self.graph, kind.first, kind.sends);
        let there = match (kind.first, &door) {
            (Party::Machine(at), _) => self.graph.hosts().of_machine(at)?.exists,
            (_, Some(door)) => door.there,
            _ => return None,
        };
        let nobody = matches!(kind.first, Party::Cluster(_)) && !there.possible();
        if nobody {
            return Some(());
        }
        let threads = stands.iter().zip(&kind.stretches).map(|(stand, lies)| self.thread(stand, lies));
        let mut threads: Vec<Thread> = threads.collect::<Option<_>>()?;
        let two = kind.second.is_some() || kind.group;
        // The interfaces of a single one are not to reach each other.
        if !two && threads.len() > 1 && kind.sends && !self.graph.reach(kind.first, kind.first).is_none() {
            return None;
        }
        if let Some(door) = door {
            let door = door.filter(&mut self.builder);
            threads.iter_mut().for_each(|thread| thread.filters.push(door));
        }
        let label = self.label(&kind.ranks)?;
        let exists = if there == Truth::Yes { Certainty::Certain } else { Certainty::Possible };
        for _ in 0..if two && machine { 2 } else { 1 } {
            for Thread { place, filters, groups, address } in &threads {
                self.builder.interface(&InterfaceSettings {
                    groups,
                    addressing: Addressing::One(*address),
                    exists,
                    ..InterfaceSettings::plain(*place, filters, label)
                });
            }
        }
        Some(())
    }

    fn thread(&mut self, stand: &Stand, lies: &Stretches) -> Option<Thread> {
        let place = self.sites.of(stand.place)?;
        let address = one_for_all(&stand.origin.addresses, lies)?;
        let groups = &stand.origin.groups;
        if !groups.is_exact() || !matches!(groups.must, ringfence_packets::GroupSet::Only(_)) {
            return None;
        }
        let filters = self.guards.of(stand, &mut self.builder)?;
        Some(Thread { place, filters, groups: groups.must.named().collect(), address })
    }

    /// The label of these ranks; nothing if there are too many different ones.
    fn label(&mut self, ranks: &[Rank]) -> Option<Label> {
        let known = self.labels.iter().position(|other| other == ranks);
        let at = known.unwrap_or_else(|| {
            self.labels.push(ranks.to_vec());
            self.labels.len() - 1
        });
        u16::try_from(at).ok().map(Label)
    }
}

/// An address that fares like all of a set, if there is one; IPv4 only, as the graph takes families for one.
fn one_for_all(set: &AddressSet, lies: &Stretches) -> Option<IpAddr> {
    let [v4, v6] = lies;
    match (v4.as_slice(), v6.is_empty()) {
        ([(first, last)], true) if first == last => {
            set.v4.ranges().first().map(|&(low, _)| IpAddr::V4(Ipv4Addr::from_bits(low)))
        }
        _ => None,
    }
}
