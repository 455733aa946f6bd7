//! One pass over many blocks of traffic.

use std::collections::HashMap;

use crate::partition::Partition;
use crate::{FlowSet, Peers, Traffic, Unit};

/// Results are kept for combinations of at most so many layers: the stretches between busy ports repeat,
/// and these are what they have; larger ones hardly do and would fill the memory.
const REMEMBERED: usize = 32;

/// Something that applies to a set of traffic.
pub(crate) struct Layer<'a, T> {
    pub(crate) traffic: &'a Traffic,
    pub(crate) item: &'a T,
}

/// The flow set whose peers, at each protocol and selector, are what `decide` makes of the items of the
/// layers that hold it, in the order of the layers.
///
/// `decide` never sees an empty combination of layers, and a small one only once.
pub(crate) fn fold_layers<T>(layers: &[Layer<'_, T>], decide: impl Fn(&[&T]) -> Peers) -> FlowSet {
    let mut decided = Decided::default();
    let mut decide_once = |active: &[usize]| {
        decided.of(active, || {
            let items = active.iter().filter_map(|&index| layers.get(index)).map(|layer| layer.item);
            decide(&items.collect::<Vec<_>>())
        })
    };
    let protocols = layers.iter().enumerate().flat_map(|(index, layer)| {
        let segments = layer.traffic.segments();
        segments.map(move |(low, high, ports)| Span { low: low.0, high: high.0, item: (index, ports) })
    });
    let mut by_protocol = Partition::empty();
    sweep(protocols.collect(), |low, high, active| {
        let ports = active.iter().flat_map(|(index, ports)| {
            ports.ranges().iter().map(|&(low, high)| Span { low, high, item: *index })
        });
        let mut by_port = Partition::empty();
        sweep(ports.collect(), |low, high, active| by_port.push(low, high, decide_once(active)));
        by_protocol.push(low, high, by_port);
    });
    FlowSet { by_protocol }
}

/// What was decided about combinations of layers, given by their indexes.
#[derive(Default)]
struct Decided {
    peers: HashMap<Vec<usize>, Peers>,
}

impl Decided {
    fn of(&mut self, layers: &[usize], decide: impl FnOnce() -> Peers) -> Peers {
        if layers.len() > REMEMBERED {
            return decide();
        }
        self.peers.entry(layers.to_vec()).or_insert_with(decide).clone()
    }
}

/// A range that an item covers.
struct Span<K, T> {
    low: K,
    high: K,
    item: T,
}

/// Calls `visit` for each stretch between two ends of spans, in order, with the items that cover it,
/// sorted; not where nothing does.
fn sweep<K: Unit, T: Ord + Clone>(mut spans: Vec<Span<K, T>>, mut visit: impl FnMut(K, K, &[T])) {
    spans.sort_unstable_by_key(|span| span.low);
    let mut ends: Vec<(K, T)> = spans.iter().map(|span| (span.high, span.item.clone())).collect();
    ends.sort_unstable();
    let mut ends = ends.into_iter().peekable();
    let mut starts = spans.into_iter().peekable();
    let mut active: Vec<T> = Vec::new();
    let mut low = K::MIN;
    loop {
        if active.is_empty() {
            let Some(span) = starts.peek() else { return };
            low = span.low;
        }
        while let Some(span) = starts.next_if(|span| span.low == low) {
            let place = active.partition_point(|item| *item < span.item);
            active.insert(place, span.item);
        }
        let Some(&(first_end, _)) = ends.peek() else { return };
        let before_start = starts.peek().and_then(|span| span.low.previous());
        let high = before_start.map_or(first_end, |before| before.min(first_end));
        visit(low, high, &active);
        while let Some((_, item)) = ends.next_if(|(end, _)| *end == high) {
            active.retain(|other| *other != item);
        }
        let Some(after) = high.next() else { return };
        low = after;
    }
}
