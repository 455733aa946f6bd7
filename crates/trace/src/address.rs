//! An address of which it may not be known which one it is.

use std::fmt;
use std::net::IpAddr;

use ringfence_model::Truth;
use ringfence_packets::{AddressSet, Bounds, Cidr, Unit};

/// Family of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// One address, which is one of these.
///
/// Shape: addresses of one family, at least one.
///
/// Unknown: more than one; what holds for all of them is certain, what holds for some is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(AddressSet);

impl Family {
    /// The family of an address.
    pub fn of(address: IpAddr) -> Self {
        if address.to_canonical().is_ipv4() { Self::V4 } else { Self::V6 }
    }

    /// "IPv4".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        }
    }
}

impl Address {
    /// This one.
    pub fn one(address: IpAddr) -> Self {
        Self(AddressSet::from(address.to_canonical()))
    }

    /// One of the family's addresses in the set, if there are any.
    pub fn of(set: &AddressSet, family: Family) -> Option<Self> {
        let mut own = AddressSet::empty();
        match family {
            Family::V4 => own.v4 = set.v4.clone(),
            Family::V6 => own.v6 = set.v6.clone(),
        }
        (!own.is_empty()).then_some(Self(own))
    }

    /// Any public one.
    pub(crate) fn public(family: Family) -> Self {
        let all = match family {
            Family::V4 => AddressSet::all_v4(),
            Family::V6 => AddressSet::all_v6(),
        };
        Self::of(&AddressSet::internet(), family).unwrap_or(Self(all))
    }

    /// Its family.
    pub fn family(&self) -> Family {
        if self.0.v4.is_empty() { Family::V6 } else { Family::V4 }
    }

    /// Whether it is known which one it is.
    pub fn is_known(&self) -> bool {
        self.0.size() == 1
    }

    /// Whether it is in a set.
    pub(crate) fn is_in(&self, set: &AddressSet) -> Truth {
        match self.family() {
            Family::V4 => covered(self.0.v4.ranges(), set.v4.ranges()),
            Family::V6 => covered(self.0.v6.ranges(), set.v6.ranges()),
        }
    }

    /// Whether it is in a set that may not be known exactly.
    pub(crate) fn is_within(&self, bounds: &Bounds<AddressSet>) -> Truth {
        match (self.is_in(&bounds.must), self.is_in(&bounds.may)) {
            (Truth::Yes, _) => Truth::Yes,
            (_, Truth::No) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// Length of the longest of a set's prefixes that it may lie in.
    ///
    /// Units: bits.
    pub(crate) fn prefix_in(&self, set: &AddressSet) -> u8 {
        let lengths = set.cidrs().into_iter().filter_map(|cidr| {
            let length = match cidr {
                Cidr::V4(_, length) | Cidr::V6(_, length) => length,
            };
            self.is_in(&AddressSet::from(cidr)).possible().then_some(length)
        });
        lengths.max().unwrap_or(0)
    }

    /// Each address that it may be, if these are at most so many; else itself.
    pub(crate) fn each(&self, most: u128) -> Vec<Self> {
        if self.0.size() > most {
            return vec![self.clone()];
        }
        let v4 = self.0.v4.ranges().iter().flat_map(|&(low, high)| low..=high).map(|bits| {
            let address = std::net::Ipv4Addr::from_bits(bits);
            Self::one(IpAddr::V4(address))
        });
        let v6 = self.0.v6.ranges().iter().flat_map(|&(low, high)| low..=high).map(|bits| {
            let address = std::net::Ipv6Addr::from_bits(bits);
            Self(AddressSet::from(IpAddr::V6(address)))
        });
        v4.chain(v6).collect()
    }
}

/// Whether ranges lie in others: all, some or none of them.
///
/// Shape: ranges of a canonical set never touch, so what is covered lies in one.
fn covered<T: Unit>(own: &[(T, T)], others: &[(T, T)]) -> Truth {
    let (mut all, mut any) = (!own.is_empty(), false);
    for (low, high) in own {
        all &= others.iter().any(|(from, to)| from <= low && high <= to);
        any |= others.iter().any(|(from, to)| from <= high && low <= to);
    }
    match (all, any) {
        (true, _) => Truth::Yes,
        (_, true) => Truth::Unknown,
        _ => Truth::No,
    }
}

impl fmt::Display for Address {
    /// Writes the address, or the ranges that it lies in; "the internet" for any public one.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_known() {
            let text = self.0.to_string();
            return out.write_str(text.split('/').next().unwrap_or(&text));
        }
        if *self == Self::public(self.family()) {
            return write!(out, "a public {} address", self.family().in_words());
        }
        write!(out, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str]) -> AddressSet {
        AddressSet::parse_cidrs(texts.iter().copied()).unwrap()
    }

    #[test]
    fn what_may_be_several_is_certain_only_of_what_holds_all() {
        let one = Address::one("10.0.0.5".parse().unwrap());
        let some = Address::of(&set(&["10.0.0.0/24", "10.0.2.0/24"]), Family::V4).unwrap();
        assert_eq!(one.is_in(&set(&["10.0.0.0/25"])), Truth::Yes);
        assert_eq!(one.is_in(&set(&["10.0.0.6/32", "::/0"])), Truth::No);
        assert_eq!(some.is_in(&set(&["10.0.0.0/16"])), Truth::Yes);
        assert_eq!(some.is_in(&set(&["10.0.0.0/24"])), Truth::Unknown);
        assert_eq!(some.is_in(&set(&["10.0.1.0/24"])), Truth::No);
        assert_eq!(some.is_within(&Bounds::at_most(set(&["10.0.0.0/8"]))), Truth::Unknown);
    }

    #[test]
    fn prefixes_are_measured_where_the_address_lies() {
        let one = Address::one("10.1.0.5".parse().unwrap());
        assert_eq!(one.prefix_in(&set(&["10.0.0.0/16", "10.1.0.0/24"])), 24);
        assert_eq!(one.prefix_in(&AddressSet::all_v4()), 0);
        assert_eq!(Address::one("::ffff:10.0.0.1".parse().unwrap()).family(), Family::V4);
    }

    #[test]
    fn reads_well() {
        assert_eq!(Address::one("10.1.0.5".parse().unwrap()).to_string(), "10.1.0.5");
        assert_eq!(Address::one("2600::1".parse().unwrap()).to_string(), "2600::1");
        assert_eq!(Address::public(Family::V4).to_string(), "a public IPv4 address");
        assert_eq!(Address::of(&set(&["10.0.0.0/30"]), Family::V4).unwrap().each(8).len(), 4);
        assert_eq!(Address::of(&set(&["10.0.0.0/24"]), Family::V4).unwrap().each(8).len(), 1);
    }
}
