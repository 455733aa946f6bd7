//! Prefixes of addresses, read and written as Go does.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An address in a prefix, of either family.
#[derive(Clone, Copy)]
pub(crate) struct Prefix {
    /// The first address.
    pub(crate) base: u128,
    /// Units: bits.
    pub(crate) length: u32,
    /// 32 or 128 bits.
    pub(crate) width: u32,
}

impl Prefix {
    /// Units: `length` in bits. Bits after the prefix are cleared.
    pub(crate) fn new(address: u128, length: u32, width: u32) -> Self {
        let mut prefix = Self { base: 0, length, width };
        prefix.base = address & !prefix.hosts();
        prefix
    }

    /// `10.0.0.0/8`: octets and groups may have leading zeros, and bits after the prefix may be set.
    ///
    /// Source: `ParseCIDR` of Terraform's `ipaddr`, a copy of Go's from before 1.17 (read 2026-11-25).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let (address, width) = match dotted(address) {
            Some(address) => (u128::from(address), 32),
            None => (groups(address)?, 128),
        };
        let length: u32 = decimal(length)?;
        (length <= width).then(|| Self::new(address, length, width))
    }

    /// The bits that tell its addresses apart.
    pub(crate) fn hosts(&self) -> u128 {
        ones(self.width.saturating_sub(self.length))
    }

    /// Whether its addresses are IPv4 ones in the notation of IPv6.
    pub(crate) fn is_mapped(&self) -> bool {
        self.width == 128 && self.base >> 32 == 0xffff
    }

    /// An address of the prefix's family.
    pub(crate) fn address(&self, address: u128) -> String {
        match u32::try_from(address) {
            Ok(narrow) if self.width == 32 => Ipv4Addr::from_bits(narrow).to_string(),
            _ => wide(address),
        }
    }
}

/// As Go writes it: an IPv4 address in IPv6 without what stands before it.
pub(crate) fn wide(address: u128) -> String {
    let address = Ipv6Addr::from_bits(address);
    match address.to_ipv4_mapped() {
        Some(narrow) => narrow.to_string(),
        None => address.to_string(),
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = if self.is_mapped() { self.length.saturating_sub(96) } else { self.length };
        write!(f, "{}/{length}", self.address(self.base))
    }
}

/// So many bits, the lowest.
pub(crate) fn ones(bits: u32) -> u128 {
    u128::MAX.checked_shr(128 - bits.min(128)).unwrap_or(0)
}

fn decimal(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn dotted(text: &str) -> Option<u32> {
    let mut octets = text.split('.').map(|octet| decimal(octet).filter(|octet| *octet <= 0xff));
    let mut address = 0;
    for _ in 0..4 {
        address = address << 8 | octets.next()??;
    }
    octets.next().is_none().then_some(address)
}

/// `fd00::1`, `::ffff:10.0.0.1`.
fn groups(text: &str) -> Option<u128> {
    let Some((before, after)) = text.split_once("::") else {
        let (address, count) = run(text)?;
        return (count == 8).then_some(address);
    };
    if after.contains("::") {
        return None;
    }
    let (high, high_count) = if before.is_empty() { (0, 0) } else { plain_run(before)? };
    let (low, low_count) = if after.is_empty() { (0, 0) } else { run(after)? };
    let gap = 8_u32.checked_sub(high_count + low_count).filter(|gap| *gap > 0)?;
    Some(high.checked_shl((gap + low_count) * 16).unwrap_or(0) | low)
}

/// Groups between colons, the last two perhaps as a dotted IPv4 address; and how many groups that is.
fn run(text: &str) -> Option<(u128, u32)> {
    let (before, last) = match text.rsplit_once(':') {
        Some((before, last)) => (Some(before), last),
        None => (None, text),
    };
    let Some(narrow) = dotted(last) else { return plain_run(text) };
    let (high, count) = before.map_or(Some((0, 0)), plain_run)?;
    (count <= 6).then_some((high << 32 | u128::from(narrow), count + 2))
}

fn plain_run(text: &str) -> Option<(u128, u32)> {
    let mut address = 0;
    let mut count = 0;
    for group in text.split(':') {
        let plain = !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = u16::from_str_radix(group, 16).ok().filter(|_| plain)?;
        address = address << 16 | u128::from(value);
        count += 1;
        if count > 8 {
            return None;
        }
    }
    Some((address, count))
}
