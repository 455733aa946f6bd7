//! Address prefixes in CIDR notation.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{RangeSet, Unit};

/// A prefix: an address whose host bits are zero, and how many leading bits count.
///
/// Units: the length is in bits, at most 32 for IPv4 and 128 for IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cidr {
    /// An IPv4 prefix.
    V4(Ipv4Addr, u8),
    /// An IPv6 prefix.
    V6(Ipv6Addr, u8),
}

/// A text that is neither an address nor a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CidrError {
    text: String,
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Address,
    Length { most: u8 },
}

impl Cidr {
    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or a plain address as its longest prefix.
    ///
    /// Host bits may be set and are dropped. IPv4 written as IPv6 (`::ffff:10.0.0.0/104`) becomes IPv4,
    /// because that is how such packets travel.
    ///
    /// # Errors
    /// The text is not an address, or its length is not a number within the family's bits.
    pub fn parse(text: &str) -> Result<Self, CidrError> {
        let fail = |problem| CidrError { text: shorten(text), problem };
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| fail(Problem::Address))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(digits) => read_length(digits, most).ok_or_else(|| fail(Problem::Length { most }))?,
            None => most,
        };
        Ok(Self::new(address, length))
    }

    /// The prefix of these leading bits of the address; a length above the family's is cut to it.
    pub fn new(address: IpAddr, length: u8) -> Self {
        match address {
            IpAddr::V4(address) => {
                let length = length.min(32);
                Self::V4(Ipv4Addr::from_bits(address.to_bits() & !host_bits_v4(length)), length)
            }
            IpAddr::V6(address) => match (address.to_ipv4_mapped(), length.min(128)) {
                (Some(mapped), length @ 96..) => Self::new(IpAddr::V4(mapped), length - 96),
                (_, length) => {
                    Self::V6(Ipv6Addr::from_bits(address.to_bits() & !host_bits_v6(length)), length)
                }
            },
        }
    }

    /// How many leading bits count.
    pub fn length(self) -> u8 {
        let (Self::V4(_, length) | Self::V6(_, length)) = self;
        length
    }

    /// The IPv4 addresses of the prefix.
    pub(crate) fn v4(self) -> Option<(u32, u32)> {
        let Self::V4(address, length) = self else { return None };
        Some((address.to_bits(), address.to_bits() | host_bits_v4(length)))
    }

    /// The IPv6 addresses of the prefix.
    pub(crate) fn v6(self) -> Option<(u128, u128)> {
        let Self::V6(address, length) = self else { return None };
        Some((address.to_bits(), address.to_bits() | host_bits_v6(length)))
    }
}

/// The fewest IPv4 prefixes that make up the set, in order.
pub(crate) fn prefixes_v4(set: &RangeSet<u32>) -> impl Iterator<Item = Cidr> + '_ {
    prefixes(set, 32).map(|(first, length)| {
        let bits = u32::try_from(first).unwrap_or(u32::MAX);
        Cidr::V4(Ipv4Addr::from_bits(bits), length)
    })
}

/// The fewest IPv6 prefixes that make up the set, in order.
pub(crate) fn prefixes_v6(set: &RangeSet<u128>) -> impl Iterator<Item = Cidr> + '_ {
    prefixes(set, 128).map(|(first, length)| Cidr::V6(Ipv6Addr::from_bits(first), length))
}

/// First address and length of the fewest prefixes of a family with `width` bits.
fn prefixes<T: Unit>(set: &RangeSet<T>, width: u8) -> impl Iterator<Item = (u128, u8)> + '_ {
    set.ranges().iter().flat_map(move |&(low, high)| {
        let mut next = Some(low.widen());
        std::iter::from_fn(move || {
            let first = next.filter(|&first| first <= high.widen())?;
            let host = largest_block(first, high.widen(), width);
            next = first.checked_add(1u128.checked_shl(host).unwrap_or(0)).filter(|_| host < 128);
            Some((first, width.saturating_sub(u8::try_from(host).unwrap_or(width))))
        })
    })
}

/// Host bits of the largest aligned block that starts at `first` and does not pass `last`.
fn largest_block(first: u128, last: u128, width: u8) -> u32 {
    let aligned = first.trailing_zeros().min(u32::from(width));
    let fits = match (last - first).checked_add(1) {
        Some(count) => count.ilog2(),
        None => 128,
    };
    aligned.min(fits)
}

fn host_bits_v4(length: u8) -> u32 {
    u32::MAX.checked_shr(u32::from(length)).unwrap_or(0)
}

fn host_bits_v6(length: u8) -> u128 {
    u128::MAX.checked_shr(u32::from(length)).unwrap_or(0)
}

/// A decimal length without sign or leading zeros.
fn read_length(digits: &str, most: u8) -> Option<u8> {
    let plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && !(digits.len() > 1 && digits.starts_with('0'));
    digits.parse().ok().filter(|&length| plain && length <= most)
}

/// The start of a text, so that an error about a huge input stays short.
fn shorten(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

impl fmt::Display for Cidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address, length) => write!(out, "{address}/{length}"),
            Self::V6(address, length) => write!(out, "{address}/{length}"),
        }
    }
}

impl fmt::Display for CidrError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.escape_debug();
        match self.problem {
            Problem::Address => write!(out, "`{text}` is not an address or prefix such as `10.0.0.0/8`"),
            Problem::Length { most } => {
                write!(out, "`{text}` has a prefix length that is not a number from 0 to {most}")
            }
        }
    }
}

impl std::error::Error for CidrError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Cidr::parse(text).map_or_else(|error| error.to_string(), |cidr| cidr.to_string())
    }

    #[test]
    fn reads_prefixes_and_addresses_of_both_families() {
        assert_eq!(read("10.0.0.0/8"), "10.0.0.0/8");
        assert_eq!(read("0.0.0.0/0"), "0.0.0.0/0");
        assert_eq!(read("192.0.2.7"), "192.0.2.7/32");
        assert_eq!(read("2001:DB8::/32"), "2001:db8::/32");
        assert_eq!(read("::/0"), "::/0");
        assert_eq!(read("fe80::1"), "fe80::1/128");
    }

    #[test]
    fn drops_host_bits() {
        assert_eq!(read("10.1.2.3/8"), "10.0.0.0/8");
        assert_eq!(read("255.255.255.255/0"), "0.0.0.0/0");
        assert_eq!(read("2001:db8::1/33"), "2001:db8::/33");
    }

    #[test]
    fn makes_ipv4_of_mapped_addresses() {
        assert_eq!(read("::ffff:10.1.2.3/104"), "10.0.0.0/8");
        assert_eq!(read("::ffff:10.1.2.3"), "10.1.2.3/32");
        assert_eq!(read("::ffff:0:0/96"), "0.0.0.0/0");
        assert_eq!(read("::ffff:0:0/95"), "::fffe:0:0/95", "wider than IPv4: stays IPv6");
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(
            read("10.0.0.0/33"),
            "`10.0.0.0/33` has a prefix length that is not a number from 0 to 32"
        );
        assert_eq!(read("::/129"), "`::/129` has a prefix length that is not a number from 0 to 128");
        assert_eq!(read("my-list"), "`my-list` is not an address or prefix such as `10.0.0.0/8`");
        assert_eq!(read("a\nb"), "`a\\nb` is not an address or prefix such as `10.0.0.0/8`");
    }

    #[test]
    fn rejects_what_only_looks_like_a_prefix() {
        for text in [
            "",
            "/",
            "/8",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0.0/-1",
            "10.0.0.0/08",
            "10.0.0.0/8/8",
            " 10.0.0.0/8",
            "10.0.0.0/8 ",
            "10.0.0/8",
            "010.0.0.1",
            "10.0.0.256",
            "10.0.0.0/4294967304",
            "fe80::1%eth0",
            "::/",
            "٣.0.0.0/8",
        ] {
            assert!(Cidr::parse(text).is_err(), "{text:?} was read as a prefix");
        }
    }

    #[test]
    fn an_error_about_a_huge_text_is_short() {
        let error = Cidr::parse(&"é".repeat(1_000_000)).unwrap_err().to_string();
        assert!(error.chars().count() < 200 && error.contains('…'));
    }
}
