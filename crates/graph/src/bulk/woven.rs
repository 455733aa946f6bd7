//! The kinds that a fabric has words for, and what passes between them.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use ringfence_model::Truth;
use ringfence_packets::AddressSet;
use ringfence_reach::{
    Addressing, Certainty, Engine, Fabric, FabricBuilder, FilterId, InterfaceSettings, Label, PlaceId, Zone,
};

use super::cells::Cells;
use super::cuts::Stretches;
use super::doors::Door;
use super::guards::Guards;
use super::kinds::Kind;
use super::sites::Sites;
use super::zones::Zones;
use crate::matrix::Rank;
use crate::reach::Stand;
use crate::{Graph, Party, Reach};

/// A fabric of all kinds that it has words for.
#[derive(Debug)]
pub(super) struct Woven {
    fabric: Fabric,
    /// The zones in which a kind stands, by number; nothing if it is not in the fabric.
    inside: Vec<Option<BTreeSet<Zone>>>,
    zones: Zones,
    /// The ranks that a label stands for.
    labels: Vec<Vec<Rank>>,
}

/// An interface that is to be added.
struct Thread {
    place: PlaceId,
    zone: Zone,
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
    zones: Zones,
    labels: Vec<Vec<Rank>>,
}

impl Woven {
    pub(super) fn new(graph: &Graph<'_>, kinds: &[Kind]) -> Self {
        let (mut builder, mut guards) = (FabricBuilder::new(), Guards::default());
        let mut zones = Zones::default();
        let sites = Sites::new(graph, &mut builder, &mut guards, &mut zones);
        let mut loom = Loom { graph, builder, guards, sites, zones, labels: Vec::new() };
        let inside = kinds.iter().map(|kind| loom.add(kind)).collect();
        let Loom { mut builder, mut zones, labels, .. } = loom;
        zones.tell(graph, &mut builder);
        Self { fabric: builder.build(), inside, zones, labels }
    }

    /// The zones in which a kind stands; nothing if the fabric does not tell what passes between it and others.
    pub(super) fn zones_of(&self, kind: usize) -> Option<&BTreeSet<Zone>> {
        self.inside.get(kind)?.as_ref()
    }

    /// Whether packets may come from some zones to others in ways that the fabric does not tell of.
    pub(super) fn leaves_out(&self, from: &BTreeSet<Zone>, to: &BTreeSet<Zone>) -> bool {
        from.iter().any(|from| to.iter().any(|to| self.zones.is_untold(*from, *to)))
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
    /// Adds a kind with two that speak for it, if there are so many, and gives its zones; nothing if the fabric has no
    /// words for it.
    fn add(&mut self, kind: &Kind) -> Option<BTreeSet<Zone>> {
        let stands = super::stands(self.graph, kind.first());
        let machine = matches!(kind.first(), Party::Machine(_));
        let door = Door::of(self.graph, kind.first(), kind.sends);
        let there = match (kind.first(), &door) {
            (Party::Machine(at), _) => self.graph.hosts().of_machine(at)?.exists,
            (_, Some(door)) => door.there,
            _ => return None,
        };
        let nobody = matches!(kind.first(), Party::Cluster(_)) && !there.possible();
        if nobody {
            return Some(BTreeSet::new());
        }
        let threads = stands.iter().zip(&kind.stretches).map(|(stand, lies)| self.thread(stand, lies));
        let mut threads: Vec<Thread> = threads.collect::<Option<_>>()?;
        let two = kind.members.len() > 1 || kind.group;
        // The interfaces of a single one are not to reach each other.
        if !two && threads.len() > 1 && kind.sends && !self.graph.reach(kind.first(), kind.first()).is_none()
        {
            return None;
        }
        if let Some(door) = door {
            let door = door.filter(&mut self.builder);
            for thread in &mut threads {
                thread.filters.push(door);
            }
        }
        let label = self.label(&kind.ranks)?;
        let exists = if there == Truth::Yes { Certainty::Certain } else { Certainty::Possible };
        for _ in 0..if two && machine { 2 } else { 1 } {
            for Thread { place, filters, groups, address, .. } in &threads {
                self.builder.interface(&InterfaceSettings {
                    groups,
                    addressing: Addressing::One(*address),
                    exists,
                    ..InterfaceSettings::plain(*place, filters, label)
                });
            }
        }
        for (thread, stand) in threads.iter().zip(stands) {
            self.zones.settle(thread.zone, &stand.origin.addresses);
        }
        Some(threads.iter().map(|thread| thread.zone).collect())
    }

    fn thread(&mut self, stand: &Stand, lies: &Stretches) -> Option<Thread> {
        let (place, zone) = self.sites.of(stand.place)?;
        let address = one_for_all(&stand.origin.addresses, lies)?;
        let groups = &stand.origin.groups;
        if !groups.is_exact() || !matches!(groups.must, ringfence_packets::GroupSet::Only(_)) {
            return None;
        }
        let filters = self.guards.of(stand, &mut self.builder)?;
        Some(Thread { place, zone, filters, groups: groups.must.named().collect(), address })
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
