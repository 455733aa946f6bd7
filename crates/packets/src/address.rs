//! Sets of IPv4 and IPv6 addresses.

use std::fmt;
use std::net::IpAddr;

use crate::algebra::set_algebra;
use crate::cidr::{prefixes_v4, prefixes_v6};
use crate::{Cidr, CidrError, RangeSet};

/// A set of addresses of both families.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressSet {
    /// The IPv4 addresses.
    pub v4: RangeSet<u32>,
    /// The IPv6 addresses.
    pub v6: RangeSet<u128>,
}

impl AddressSet {
    /// No address.
    pub fn empty() -> Self {
        Self { v4: RangeSet::empty(), v6: RangeSet::empty() }
    }

    /// Every address of both families.
    pub fn all() -> Self {
        Self { v4: RangeSet::full(), v6: RangeSet::full() }
    }

    /// Every IPv4 address: `0.0.0.0/0`.
    pub fn all_v4() -> Self {
        Self { v4: RangeSet::full(), v6: RangeSet::empty() }
    }

    /// Every IPv6 address: `::/0`.
    pub fn all_v6() -> Self {
        Self { v4: RangeSet::empty(), v6: RangeSet::full() }
    }

    /// Addresses of the public internet.
    ///
    /// That is what the registries of special-purpose addresses do not say is unreachable globally,
    /// without multicast and the IPv6 space that is not assigned. A user's own public ranges are part
    /// of it; the caller takes them off.
    ///
    /// Source: the tables in `special.rs`.
    pub fn internet() -> Self {
        crate::special::internet().clone()
    }

    /// The addresses of a prefix or a plain address, as [`Cidr::parse`] reads it.
    ///
    /// # Errors
    /// The text is neither.
    pub fn parse_cidr(text: &str) -> Result<Self, CidrError> {
        Cidr::parse(text).map(|cidr| Self::from_cidrs([cidr]))
    }

    /// The addresses of all these prefixes.
    pub fn from_cidrs(cidrs: impl IntoIterator<Item = Cidr>) -> Self {
        let cidrs: Vec<Cidr> = cidrs.into_iter().collect();
        Self {
            v4: RangeSet::from_ranges(cidrs.iter().filter_map(|cidr| cidr.v4())),
            v6: RangeSet::from_ranges(cidrs.iter().filter_map(|cidr| cidr.v6())),
        }
    }

    /// The addresses of all these texts.
    ///
    /// # Errors
    /// The first text that is not a prefix or an address.
    pub fn parse_cidrs<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, CidrError> {
        let cidrs: Result<Vec<Cidr>, CidrError> = texts.into_iter().map(Cidr::parse).collect();
        cidrs.map(Self::from_cidrs)
    }

    /// The union of any number of sets, by one sort.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Self> + Clone) -> Self {
        Self {
            v4: RangeSet::union_all(sets.clone().into_iter().map(|set| &set.v4)),
            v6: RangeSet::union_all(sets.into_iter().map(|set| &set.v6)),
        }
    }

    /// Addresses in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { v4: self.v4.union(&other.v4), v6: self.v6.union(&other.v6) }
    }

    /// Addresses in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { v4: self.v4.intersection(&other.v4), v6: self.v6.intersection(&other.v6) }
    }

    /// Addresses of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self { v4: self.v4.difference(&other.v4), v6: self.v6.difference(&other.v6) }
    }

    /// Every address that is not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self { v4: self.v4.complement(), v6: self.v6.complement() }
    }

    /// Whether the address is a member.
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(address.to_bits()),
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(mapped) => self.v4.contains(mapped.to_bits()),
                None => self.v6.contains(address.to_bits()),
            },
        }
    }

    /// Whether there is no address.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether every address of both families is a member.
    pub fn is_all(&self) -> bool {
        self.v4.is_full() && self.v6.is_full()
    }

    /// Whether every address of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.v4.is_subset(&other.v4) && self.v6.is_subset(&other.v6)
    }

    /// Whether the sets share an address.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.v4.overlaps(&other.v4) || self.v6.overlaps(&other.v6)
    }

    /// How many addresses there are, saturating.
    pub fn size(&self) -> u128 {
        self.v4.size().saturating_add(self.v6.size())
    }

    /// The fewest prefixes that make up the set.
    ///
    /// Shape: IPv4 before IPv6, each in address order.
    pub fn cidrs(&self) -> Vec<Cidr> {
        prefixes_v4(&self.v4).chain(prefixes_v6(&self.v6)).collect()
    }
}

set_algebra!(AddressSet, all);

impl From<IpAddr> for AddressSet {
    fn from(address: IpAddr) -> Self {
        Self::from_cidrs([Cidr::new(address, u8::MAX)])
    }
}

impl From<Cidr> for AddressSet {
    fn from(cidr: Cidr) -> Self {
        Self::from_cidrs([cidr])
    }
}

impl fmt::Display for AddressSet {
    /// Writes up to three prefixes, or two and how many more there are; `no address` if empty.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cidrs = self.cidrs();
        let shown = if cidrs.len() <= 3 { 3 } else { 2 };
        if cidrs.is_empty() {
            return write!(out, "no address");
        }
        for (position, cidr) in cidrs.iter().take(shown).enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            write!(out, "{comma}{cidr}")?;
        }
        match cidrs.len().saturating_sub(shown) {
            0 => Ok(()),
            more => write!(out, " and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str]) -> AddressSet {
        AddressSet::parse_cidrs(texts.iter().copied()).unwrap()
    }

    fn cidrs(set: &AddressSet) -> Vec<String> {
        set.cidrs().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_halves_are_the_whole() {
        assert_eq!(set(&["0.0.0.0/1", "128.0.0.0/1"]), AddressSet::all_v4());
        assert_eq!(set(&["8000::/1", "::/1"]), AddressSet::all_v6());
        assert_eq!(set(&["128.0.0.0/1", "::/1", "0.0.0.0/1", "8000::/1"]), AddressSet::all());
    }

    #[test]
    fn prefixes_are_as_few_as_possible() {
        assert_eq!(cidrs(&set(&["10.0.0.0/9", "10.128.0.0/9", "10.1.0.0/16"])), ["10.0.0.0/8"]);
        assert_eq!(cidrs(&AddressSet::all()), ["0.0.0.0/0", "::/0"]);
        assert_eq!(cidrs(&set(&["255.255.255.255", "::"])), ["255.255.255.255/32", "::/128"]);
        let without_one = set(&["192.0.2.0/29"]).difference(&set(&["192.0.2.3"]));
        assert_eq!(cidrs(&without_one), ["192.0.2.0/31", "192.0.2.2/32", "192.0.2.4/30"]);
        let last_missing =
            AddressSet::all_v6().difference(&set(&["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]));
        assert_eq!(last_missing.cidrs().len(), 128);
        assert_eq!(AddressSet::from_cidrs(last_missing.cidrs()), last_missing);
    }

    #[test]
    fn shows_a_few_prefixes_and_counts_the_others() {
        assert_eq!(AddressSet::empty().to_string(), "no address");
        assert_eq!(AddressSet::all_v4().to_string(), "0.0.0.0/0");
        assert_eq!(AddressSet::all().to_string(), "0.0.0.0/0, ::/0");
        let many = ["10.0.0.0/8", "192.168.0.0/16", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];
        assert_eq!(set(&many[..3]).to_string(), "10.0.0.0/8, 192.0.2.0/24, 192.168.0.0/16");
        assert_eq!(set(&many).to_string(), "10.0.0.0/8, 192.0.2.0/24 and 3 more");
    }

    #[test]
    fn mapped_addresses_are_looked_up_as_ipv4() {
        assert!(set(&["10.0.0.0/8"]).contains("::ffff:10.1.1.1".parse().unwrap()));
        assert!(!AddressSet::all_v6().contains("::ffff:10.1.1.1".parse().unwrap()));
    }

    #[test]
    fn sizes_saturate() {
        assert_eq!(set(&["10.0.0.0/8", "192.0.2.1"]).size(), (1 << 24) + 1);
        assert_eq!(AddressSet::all().size(), u128::MAX);
    }
}
