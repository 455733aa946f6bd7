//! Places of the graph as places of a fabric.

use std::collections::HashMap;

use ringfence_packets::{Protocol, Traffic};
use ringfence_reach::{FabricBuilder, FilterId, PlaceId, PlaceSettings, Zone};

use super::guards::Guards;
use super::zones::Zones;
use crate::Graph;
use crate::reach::{Border, Place, Sieve, Target, lanes};

/// The places that a fabric has words for: all is known of them, and no route leads packets astray inside their network.
#[derive(Debug)]
pub(super) struct Sites {
    /// By number of the place.
    found: Vec<Option<(PlaceId, Zone)>>,
}

/// Types of echo replies, whose codes the graph does not look at one by one.
const REPLIES: [(Protocol, u8); 2] = [(Protocol::ICMP, 0), (Protocol::ICMPV6, 129)];

impl Sites {
    pub(super) fn new(
        graph: &Graph<'_>,
        builder: &mut FabricBuilder,
        guards: &mut Guards,
        zones: &mut Zones,
    ) -> Self {
        let places = &graph.hosts().places;
        // Places that are one node are one place of the fabric, if they are alike.
        let mut nodes: HashMap<usize, Option<&Place>> = HashMap::new();
        for (number, place) in places.all.iter().enumerate() {
            let known = nodes.entry(places.node(number)).or_insert(Some(place));
            *known = known.filter(|first| *first == place);
        }
        let mut made: HashMap<usize, Option<(PlaceId, Zone)>> = HashMap::new();
        let found = (0..places.all.len()).map(|number| {
            let node = places.node(number);
            let alike = nodes.get(&node).copied().flatten()?;
            *made.entry(node).or_insert_with(|| {
                let borders = borders(graph, (number, alike), builder, guards)?;
                let zone = zones.of(graph, number, alike)?;
                Some((builder.place(PlaceSettings { zone, borders: &borders }), zone))
            })
        });
        Self { found: found.collect() }
    }

    pub(super) fn of(&self, place: usize) -> Option<(PlaceId, Zone)> {
        self.found.get(place).copied().flatten()
    }
}

/// The filters at the border of a place; nothing if a fabric has no words for it.
fn borders(
    graph: &Graph<'_>,
    (number, place): (usize, &Place),
    builder: &mut FabricBuilder,
    guards: &mut Guards,
) -> Option<Vec<FilterId>> {
    let network = graph.model().networks.get(place.network?)?;
    if !place.certain || place.gap.is_some() {
        return None;
    }
    let lanes = lanes(place.routes(graph.model()), Some(&network.ranges));
    let astray = |lane: &crate::reach::Lane<'_>| {
        !matches!(lane.target, Target::Local) && lane.to.may.overlaps(&network.ranges.must)
    };
    if lanes.iter().any(astray) {
        return None;
    }
    let borders = graph.hosts().border(number).iter().map(|border| guard(border, builder, guards));
    borders.collect()
}

fn guard(border: &Border, builder: &mut FabricBuilder, guards: &mut Guards) -> Option<FilterId> {
    let rules = border.inward.filter.rules.iter().chain(&border.outward.filter.rules);
    let mut peers = rules.flat_map(|rule| [&rule.peers.must, &rule.peers.may]);
    if peers.any(|peers| !peers.groups.is_empty() && !peers.addresses.is_all()) {
        return None;
    }
    let whole = |sieve: &Sieve| {
        let rules = sieve.filter.rules.iter();
        rules.flat_map(|rule| [&rule.traffic.must, &rule.traffic.may]).all(takes_replies_whole)
    };
    let as_the_graph = border.stateful || whole(&border.inward) && whole(&border.outward);
    if as_the_graph { guards.border(border, builder) } else { None }
}

fn takes_replies_whole(traffic: &Traffic) -> bool {
    REPLIES.iter().all(|&(protocol, kind)| {
        let replies = Traffic::icmp(protocol, kind, None);
        !replies.overlaps(traffic) || replies.is_subset(traffic)
    })
}
