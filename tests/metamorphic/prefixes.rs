//! Prefixes in two halves.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The two halves of a prefix; nothing if it is one address, or no prefix.
pub(crate) fn halves(prefix: &str) -> Option<[String; 2]> {
    let (address, length) = prefix.split_once('/')?;
    let length: u32 = length.parse().ok()?;
    if let Ok(address) = address.parse::<Ipv4Addr>() {
        let upper = 1_u32.checked_shl(31_u32.checked_sub(length)?)?;
        let other = Ipv4Addr::from_bits(address.to_bits() | upper);
        return Some([address, other].map(|half| format!("{half}/{}", length + 1)));
    }
    let address: Ipv6Addr = address.parse().ok()?;
    let upper = 1_u128.checked_shl(127_u32.checked_sub(length)?)?;
    let other = Ipv6Addr::from_bits(address.to_bits() | upper);
    Some([address, other].map(|half| format!("{half}/{}", length + 1)))
}

#[test]
fn halves_are_a_whole() {
    let two = |prefix: &str| halves(prefix).map(|[low, high]| format!("{low} {high}"));
    assert_eq!(two("0.0.0.0/0").as_deref(), Some("0.0.0.0/1 128.0.0.0/1"));
    assert_eq!(two("10.0.1.0/24").as_deref(), Some("10.0.1.0/25 10.0.1.128/25"));
    assert_eq!(two("10.0.1.2/31").as_deref(), Some("10.0.1.2/32 10.0.1.3/32"));
    assert_eq!(two("::/0").as_deref(), Some("::/1 8000::/1"));
    assert_eq!((two("10.0.1.2/32"), two("::1/128"), two("any")), (None, None, None));
}
