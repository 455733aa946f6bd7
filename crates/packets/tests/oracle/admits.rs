//! What filters admit from a source, against the enumeration.

use std::collections::BTreeSet;

use proptest::prelude::*;
use ringfence_packets::Action;

use crate::naive::{NaiveFilter, NaiveOrigin, Packet, exact_filters, filters, origins};
use crate::universe::{ADDRESSES, Flows, TRAFFIC, flow_atoms, has};

/// The flows that are let in however the unknowns turn out, and those that are in some way.
pub(crate) fn admitted(filter: &NaiveFilter, origin: &NaiveOrigin) -> (Flows, Flows) {
    let (mut must, mut may) = (Flows::new(), Flows::new());
    for address in (0..ADDRESSES).filter(|&address| has(origin.addresses, address)) {
        for traffic in 0..TRAFFIC {
            let packet = |groups| Packet { address, groups, traffic };
            let verdicts: BTreeSet<Action> =
                origin.memberships().flat_map(|groups| filter.verdicts(packet(groups))).collect();
            if verdicts.contains(&Action::Allow) {
                may.insert((address, traffic));
            }
            if !verdicts.contains(&Action::Deny) {
                must.insert((address, traffic));
            }
        }
    }
    (must, may)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn admits_agrees_with_the_enumeration(filter in filters(), origin in origins()) {
        let found = filter.real().admits(&origin.real());
        let (must, may) = admitted(&filter, &origin);
        prop_assert_eq!(flow_atoms(&found.must), must);
        prop_assert_eq!(flow_atoms(&found.may), may);
        prop_assert!(found.must.is_subset(&found.may));
    }

    #[test]
    fn nothing_is_open_if_all_is_known(filter in exact_filters(), mut origin in origins()) {
        origin.groups.may = origin.groups.must;
        let found = filter.real().admits(&origin.real());
        prop_assert!(found.is_exact());
        prop_assert_eq!(flow_atoms(&found.must), admitted(&filter, &origin).0);
    }
}
