//! Address arithmetic: `cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::call::{Call, Outcome, Stop};
use super::limits;

/// An address in a prefix, of either family.
#[derive(Clone, Copy)]
struct Prefix {
    /// The first address.
    base: u128,
    length: u32,
    /// 32 or 128.
    width: u32,
}

impl Prefix {
    /// Units: `length` in bits. Bits after the prefix are cleared.
    fn new(address: u128, length: u32, width: u32) -> Self {
        let mut prefix = Self { base: 0, length, width };
        prefix.base = address & !prefix.hosts();
        prefix
    }

    /// `10.0.0.0/8`: octets may have leading zeros, and bits after the prefix may be set.
    fn parse(text: &str) -> Result<Self, Stop> {
        let wrong = || Stop::Wrong(format!("invalid CIDR expression: invalid CIDR address: {text}"));
        let (address, length) = text.split_once('/').ok_or_else(wrong)?;
        let (address, width) = if address.contains(':') {
            let address: Ipv6Addr = address.parse().map_err(|_| wrong())?;
            if address.to_ipv4_mapped().is_some() {
                return Err(Stop::Limit("IPv4 addresses in IPv6 notation are not supported".to_owned()));
            }
            (u128::from(address), 128)
        } else {
            (u128::from(dotted(address).ok_or_else(wrong)?), 32)
        };
        let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length: u32 = length.parse().map_err(|_| wrong())?;
        if !digits || length > width {
            return Err(wrong());
        }
        Ok(Self::new(address, length, width))
    }

    /// The bits that tell its addresses apart.
    fn hosts(&self) -> u128 {
        ones(self.width - self.length)
    }

    fn address(&self, address: u128) -> String {
        match u32::try_from(address) {
            Ok(narrow) if self.width == 32 => Ipv4Addr::from_bits(narrow).to_string(),
            _ => Ipv6Addr::from_bits(address).to_string(),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address(self.base), self.length)
    }
}

fn ones(bits: u32) -> u128 {
    u128::MAX.checked_shr(128 - bits.min(128)).unwrap_or(0)
}

fn dotted(text: &str) -> Option<u32> {
    let mut octets = text.split('.').map(|octet| {
        let digits = !octet.is_empty() && octet.bytes().all(|byte| byte.is_ascii_digit());
        octet.parse::<u8>().ok().filter(|_| digits)
    });
    let mut address = 0;
    for _ in 0..4 {
        address = address << 8 | u32::from(octets.next()??);
    }
    octets.next().is_none().then_some(address)
}

/// The address with a number in a prefix; negative numbers count from the end.
pub(super) fn host(call: &Call<'_>) -> Outcome {
    let prefix = Prefix::parse(&call.text(0)?)?;
    let number = call.whole(1)?;
    let place = if number < 0 { -(i128::from(number)) - 1 } else { i128::from(number) };
    let place = u128::try_from(place).unwrap_or(u128::MAX);
    if place > prefix.hosts() {
        return Err(
            format!("prefix of {} does not accommodate a host numbered {number}", prefix.length).into()
        );
    }
    let place = if number < 0 { prefix.hosts() - place } else { place };
    Ok(call.string(prefix.address(prefix.base | place)))
}

/// The mask of an IPv4 prefix.
pub(super) fn netmask(call: &Call<'_>) -> Outcome {
    let prefix = Prefix::parse(&call.text(0)?)?;
    if prefix.width != 32 {
        return Err(format!("IPv6 addresses cannot have a netmask: {prefix}").into());
    }
    Ok(call.string(prefix.address(ones(32) & !prefix.hosts())))
}

/// A numbered subnet with more bits.
pub(super) fn subnet(call: &Call<'_>) -> Outcome {
    let prefix = Prefix::parse(&call.text(0)?)?;
    let (bits, number) = (call.whole(1)?, call.whole(2)?);
    let (Ok(bits), Ok(number)) = (u32::try_from(bits), u128::try_from(number)) else {
        // Terraform gives an address outside of the prefix here.
        return Err(Stop::Limit("negative bits or subnet numbers are not supported".to_owned()));
    };
    let length = prefix.length.saturating_add(bits);
    if length > prefix.width {
        return Err(
            format!("insufficient address space to extend prefix of {} by {bits}", prefix.length).into()
        );
    }
    if number > ones(bits) {
        return Err(
            format!("prefix extension of {bits} does not accommodate a subnet numbered {number}").into()
        );
    }
    let offset = number.checked_shl(prefix.width - length).unwrap_or(0);
    Ok(call.string(Prefix::new(prefix.base | offset, length, prefix.width).to_string()))
}

/// Subnets one after the other, each with so many bits more.
pub(super) fn subnets(call: &Call<'_>) -> Outcome {
    let prefix = Prefix::parse(&call.text(0)?)?;
    limits::elements(call.args.len())?;
    let last = prefix.base | prefix.hosts();
    let mut found = Vec::new();
    // Terraform looks for the subnet before the first, and at address zero there is none.
    let mut free = Some(prefix.base).filter(|base| *base > 0);
    let mut before = "the end".to_owned();
    for index in 1..call.args.len() {
        let length = extended(&prefix, call.whole(index)?)?;
        let hosts = ones(prefix.width - length);
        // The first multiple of the subnet's size that is free.
        let start = free.and_then(|free| free.checked_add(hosts)).map(|end| end & !hosts);
        let Some(start) = start.filter(|start| *start <= last) else {
            return Err(format!(
                "not enough remaining address space for a subnet with a prefix of {length} bits after {before}"
            )
            .into());
        };
        free = (start | hosts).checked_add(1);
        before = Prefix::new(start, length, prefix.width).to_string();
        found.push(call.string(before.clone()));
    }
    Ok(call.list(found))
}

fn extended(prefix: &Prefix, bits: i64) -> Result<u32, Stop> {
    let bits = match u32::try_from(bits) {
        Ok(bits @ 1..=32) => bits,
        Ok(0) | Err(_) if bits < 1 => return Err("must extend prefix by at least one bit".into()),
        _ => return Err("may not extend prefix by more than 32 bits".into()),
    };
    let length = prefix.length + bits;
    if length > prefix.width {
        let family = if prefix.width == 32 { "IPv4" } else { "IPv6" };
        return Err(format!(
            "would extend prefix to {length} bits, which is too long for an {family} address"
        )
        .into());
    }
    Ok(length)
}
