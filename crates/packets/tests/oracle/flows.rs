//! Flow sets against sets of (peer, traffic) atoms.

use proptest::prelude::*;
use ringfence_packets::{FlowSet, Protocol, Traffic};

use crate::universe::{
    ADDRESSES, Flows, Mask, PEERS, TRAFFIC, addresses, blocks, flow_atoms, flow_set, full, has, masks,
    peer_mask, peers, port_atom, product, traffic, traffic_mask,
};

/// The peers that have the property among the traffic atoms they can open.
fn peers_where(test: impl Fn(usize) -> bool) -> Mask {
    (0..PEERS).filter(|&peer| test(peer)).fold(0, |mask, peer| mask | 1 << peer)
}

fn traffic_where(test: impl Fn(usize) -> bool) -> Mask {
    (0..TRAFFIC).filter(|&atom| test(atom)).fold(0, |mask, atom| mask | 1 << atom)
}

fn bits(mask: Mask, atoms: usize) -> impl Iterator<Item = usize> + Clone {
    (0..atoms).filter(move |&atom| has(mask, atom))
}

/// The set has these atoms, and is the value that those atoms always have.
fn is(set: &FlowSet, atoms: &Flows) {
    assert_eq!(&flow_atoms(set), atoms);
    let by_peer = (0..PEERS).map(|peer| (1 << peer, traffic_where(|t| atoms.contains(&(peer, t)))));
    assert_eq!(set, &flow_set(&by_peer.collect::<Vec<_>>()).0, "same members, other value");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn operations_agree_with_the_enumeration(a in blocks(), b in blocks()) {
        let ((left, x), (right, y)) = (flow_set(&a), flow_set(&b));
        is(&left.union(&right), &(&x | &y));
        is(&left.intersection(&right), &(&x & &y));
        is(&left.difference(&right), &(&x - &y));
        is(&left.complement(), &(&product(full(PEERS), full(TRAFFIC)) - &x));
        prop_assert_eq!(left.is_subset(&right), x.is_subset(&y));
        prop_assert_eq!(left.overlaps(&right), !x.is_disjoint(&y));
        prop_assert_eq!(left == right, x == y);
        prop_assert_eq!(left.is_empty(), x.is_empty());
    }

    #[test]
    fn union_of_blocks_is_the_union_of_pairs(many in blocks()) {
        let sets: Vec<_> = many.iter().map(|&(p, t)| (peers(p), traffic(t))).collect();
        let at_once = FlowSet::union_of(sets.iter().map(|(peers, traffic)| (peers, traffic)));
        prop_assert_eq!(at_once, flow_set(&many).0);
    }

    #[test]
    fn cells_make_up_the_set(many in blocks()) {
        let (set, _) = flow_set(&many);
        let cells = set.cells().fold(FlowSet::empty(), |all, cell| {
            let ports = ringfence_packets::PortSet::of(cell.selectors.0, cell.selectors.1);
            let protocols = cell.protocols.0.0..=cell.protocols.1.0;
            protocols.fold(all, |all, protocol| {
                let one = FlowSet::of(cell.peers, &Traffic::of(Protocol(protocol), ports.clone()));
                assert!(!one.is_empty() && !all.overlaps(&one), "cells overlap or are empty");
                all.union(&one)
            })
        });
        prop_assert_eq!(cells, set);
    }

    #[test]
    fn questions_agree_with_the_enumeration(many in blocks(), p in masks(PEERS), t in masks(TRAFFIC)) {
        let (set, atoms) = flow_set(&many);
        let open = |peer, atom| atoms.contains(&(peer, atom));
        let any = peers_where(|peer| bits(t, TRAFFIC).any(|atom| open(peer, atom)));
        let every = peers_where(|peer| bits(t, TRAFFIC).all(|atom| open(peer, atom)));
        prop_assert_eq!(peer_mask(&set.peers_any(&traffic(t))), any);
        prop_assert_eq!(set.has_some_of(&traffic(t)), any != 0);
        prop_assert_eq!(peer_mask(&set.peers_every(&traffic(t))), every);
        let any = traffic_where(|atom| bits(p, PEERS).any(|peer| open(peer, atom)));
        let every = traffic_where(|atom| bits(p, ADDRESSES).all(|peer| open(peer, atom)));
        prop_assert_eq!(traffic_mask(&set.traffic_any(&peers(p))), any);
        prop_assert_eq!(traffic_mask(&set.traffic_every(&addresses(p))), every);
        prop_assert_eq!(traffic_mask(&set.traffic()), traffic_where(|atom| (0..PEERS).any(|peer| open(peer, atom))));
    }

    #[test]
    fn restrictions_agree_with_the_enumeration(many in blocks(), p in masks(PEERS), t in masks(TRAFFIC)) {
        let (set, atoms) = flow_set(&many);
        is(&set.only_peers(&peers(p)), &(&atoms & &product(p, full(TRAFFIC))));
        is(&set.only_traffic(&traffic(t)), &(&atoms & &product(full(PEERS), t)));
    }

    #[test]
    fn rewrites_agree_with_the_enumeration(many in blocks(), p in masks(PEERS), t in masks(TRAFFIC)) {
        let (set, atoms) = flow_set(&many);
        let clients = peers_where(|peer| bits(t, TRAFFIC).any(|atom| atoms.contains(&(peer, atom))));
        // Atom 2 of the ports is one port, so the listener's target is an atom of its own.
        let (port, last) = port_atom(2);
        prop_assert_eq!(port, last);
        is(&set.redirect(&traffic(t), (Protocol::UDP, port)), &product(clients, 1 << 10));
        let opened = traffic_where(|atom| (0..PEERS).any(|peer| atoms.contains(&(peer, atom))));
        is(&set.with_peers(&peers(p)), &product(p, opened));
    }
}
