//! Every set type against sets of atoms.

use proptest::prelude::*;
use ringfence_packets::{Bounds, SetAlgebra};

use crate::universe::{
    Mask, PEERS, TRAFFIC, full, masks, peer_mask, peers, port_mask, ports, traffic, traffic_mask,
};

/// A way from atoms to a set and back.
struct Kind<S> {
    atoms: usize,
    make: fn(Mask) -> S,
    read: fn(&S) -> Mask,
    complement: fn(&S) -> S,
}

impl<S: SetAlgebra + std::fmt::Debug> Kind<S> {
    /// Every operation gives what it gives on atoms, in the one form that the atoms have.
    fn agrees(&self, a: Mask, b: Mask) {
        let (left, right) = ((self.make)(a), (self.make)(b));
        self.is(&left.union(&right), a | b);
        self.is(&left.intersection(&right), a & b);
        self.is(&left.difference(&right), a & !b);
        self.is(&(self.complement)(&left), full(self.atoms) & !a);
        assert_eq!(left.is_subset(&right), a & !b == 0);
        assert_eq!(left.overlaps(&right), a & b != 0);
        assert_eq!(left == right, a == b);
        assert_eq!(left.is_empty(), a == 0);
        self.is(&S::empty(), 0);
        self.is(&S::universe(), full(self.atoms));
    }

    fn is(&self, set: &S, mask: Mask) {
        assert_eq!((self.read)(set), mask);
        assert_eq!(*set, (self.make)(mask), "same members, other value");
    }
}

fn bounds_keep_their_order<S: SetAlgebra>(kind: &Kind<S>, [a, b, c, d]: [Mask; 4]) {
    let bounds = |must: Mask, may: Mask| Bounds::new((kind.make)(must & may), (kind.make)(may));
    let (left, right) = (bounds(a, b), bounds(c, d));
    for result in [left.union(&right), left.intersection(&right), left.difference(&right)] {
        assert!(result.must.is_subset(&result.may));
    }
    // Whatever the unknown sets are, the difference lies between the bounds.
    let (truth_left, truth_right) = ((kind.make)(a & b | b & c), (kind.make)(c & d | d & a));
    let (truth, found) = (truth_left.difference(&truth_right), left.difference(&right));
    assert!(found.must.is_subset(&truth) && truth.is_subset(&found.may));
}

const PORT_SETS: Kind<ringfence_packets::PortSet> =
    Kind { atoms: 8, make: ports, read: port_mask, complement: ringfence_packets::PortSet::complement };
const PEER_SETS: Kind<ringfence_packets::Peers> =
    Kind { atoms: PEERS, make: peers, read: peer_mask, complement: ringfence_packets::Peers::complement };
const TRAFFIC_SETS: Kind<ringfence_packets::Traffic> = Kind {
    atoms: TRAFFIC,
    make: traffic,
    read: traffic_mask,
    complement: ringfence_packets::Traffic::complement,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn ports_agree_with_the_enumeration(a in masks(8), b in masks(8)) {
        PORT_SETS.agrees(a, b);
    }

    #[test]
    fn peers_agree_with_the_enumeration(a in masks(PEERS), b in masks(PEERS)) {
        PEER_SETS.agrees(a, b);
    }

    #[test]
    fn traffic_agrees_with_the_enumeration(a in masks(TRAFFIC), b in masks(TRAFFIC)) {
        TRAFFIC_SETS.agrees(a, b);
    }

    #[test]
    fn must_stays_within_may(m in [masks(PEERS), masks(PEERS), masks(PEERS), masks(PEERS)]) {
        bounds_keep_their_order(&PEER_SETS, m);
        bounds_keep_their_order(&PORT_SETS, m.map(|mask| mask & 0xff));
    }

    #[test]
    fn boolean_laws_hold(a in masks(PEERS), b in masks(PEERS), c in masks(PEERS)) {
        let (a, b, c) = (peers(a), peers(b), peers(c));
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(a.intersection(&b.union(&c)), a.intersection(&b).union(&a.intersection(&c)));
        prop_assert_eq!(a.union(&b.intersection(&c)), a.union(&b).intersection(&a.union(&c)));
        prop_assert_eq!(a.union(&b).complement(), a.complement().intersection(&b.complement()));
        prop_assert_eq!(a.difference(&b), a.intersection(&b.complement()));
        prop_assert_eq!(a.complement().complement(), a.clone());
        prop_assert_eq!(a.union(&a.intersection(&b)), a);
    }

    #[test]
    fn union_of_many_is_the_union_of_pairs(many in prop::collection::vec(masks(PEERS), 0..6)) {
        let sets: Vec<_> = many.iter().map(|&mask| peers(mask)).collect();
        let pairwise = many.iter().fold(0, |all, mask| all | mask);
        prop_assert_eq!(ringfence_packets::Peers::union_all(&sets), peers(pairwise));
    }

    #[test]
    fn sizes_count_every_number(ranges in prop::collection::vec((0u16..50, 0u16..50), 0..6)) {
        let set = ringfence_packets::PortSet::from_ranges(ranges.clone());
        let members = (0u16..60).filter(|port| ranges.iter().any(|(low, high)| low <= port && port <= high));
        prop_assert_eq!(set.size(), members.clone().count() as u128);
        prop_assert!(members.clone().all(|port| set.contains(port)));
        let gaps = set.ranges().windows(2).all(|pair| pair[0].1 + 1 < pair[1].0);
        prop_assert!(gaps, "ranges touch: {:?}", set);
    }
}
