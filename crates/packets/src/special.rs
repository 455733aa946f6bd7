//! Addresses with a special purpose, which the public internet does not reach.

use std::sync::LazyLock;

use crate::AddressSet;

/// Blocks that the registries say are not globally reachable, and other blocks without public hosts.
///
/// Source: <https://www.iana.org/assignments/iana-ipv4-special-registry> and
/// <https://www.iana.org/assignments/iana-ipv6-special-registry>, column "Globally Reachable" is False,
/// state of 2025-10-09; multicast: RFC 5771 section 3; IPv6 that is not global unicast: RFC 4291 section 2.4 and
/// <https://www.iana.org/assignments/ipv6-address-space>. Read 2026-11-23.
const NOT_INTERNET: [&str; 21] = [
    "0.0.0.0/8",       // this network
    "10.0.0.0/8",      // private use
    "100.64.0.0/10",   // shared by carriers
    "127.0.0.0/8",     // loopback
    "169.254.0.0/16",  // link-local
    "172.16.0.0/12",   // private use
    "192.0.0.0/24",    // protocol assignments
    "192.0.2.0/24",    // documentation
    "192.88.99.2/32",  // 6a44 relay anycast
    "192.168.0.0/16",  // private use
    "198.18.0.0/15",   // benchmarking
    "198.51.100.0/24", // documentation
    "203.0.113.0/24",  // documentation
    "224.0.0.0/4",     // multicast
    "240.0.0.0/4",     // reserved, with limited broadcast
    "::/3",            // IPv6 that is not global unicast, with the next two
    "4000::/2",
    "8000::/1",
    "2001::/23",     // protocol assignments, with benchmarking and the returned ORCHID
    "2001:db8::/32", // documentation
    "3fff::/20",     // documentation
];

/// Blocks within those that the same registries list as reachable, or without an answer.
///
/// Blocks without an answer outside those (6to4) need no entry: only a clear "False" takes an address
/// off the internet.
const YET_INTERNET: [&str; 9] = [
    "192.0.0.9/32",    // Port Control Protocol anycast
    "192.0.0.10/32",   // TURN anycast
    "2001::/32",       // Teredo: no answer
    "2001:1::1/128",   // Port Control Protocol anycast
    "2001:1::2/128",   // TURN anycast
    "2001:1::3/128",   // service registration anycast
    "2001:3::/32",     // AMT
    "2001:4:112::/48", // AS112
    "2001:20::/27",    // ORCHIDv2 and drone remote identification
];

static INTERNET: LazyLock<AddressSet> = LazyLock::new(|| {
    let set = |texts: &[&str]| AddressSet::parse_cidrs(texts.iter().copied());
    // A table that cannot be read would take nothing off the internet, and a test would fail.
    let special = set(&NOT_INTERNET).unwrap_or_else(|_| AddressSet::empty());
    let reachable = set(&YET_INTERNET).unwrap_or_else(|_| AddressSet::empty());
    special.difference(&reachable).complement()
});

/// The addresses of the public internet.
pub(crate) fn internet() -> &'static AddressSet {
    &INTERNET
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_internet(address: &str) -> bool {
        internet().contains(address.parse().unwrap())
    }

    #[test]
    fn tables_can_be_read() {
        for text in NOT_INTERNET.iter().chain(&YET_INTERNET) {
            assert_eq!(AddressSet::parse_cidr(text).unwrap().to_string(), *text, "not in its shortest form");
        }
    }

    #[test]
    fn public_hosts_are_on_the_internet() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
        ] {
            assert!(on_internet(address), "{address}");
        }
        for address in
            ["2606:4700::1111", "2a00::1", "2000::", "3ffe::1", "2002:808:808::1", "2001:200::1", "2001::1"]
        {
            assert!(on_internet(address), "{address}");
        }
    }

    #[test]
    fn special_addresses_are_not() {
        let v4 = [
            "0.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.0.1",
            "192.0.0.1",
            "192.0.0.170",
            "192.0.2.1",
            "192.88.99.2",
            "192.168.1.1",
            "198.19.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
        ];
        let v6 = [
            "::",
            "::1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "1fff::1",
            "2001:2::1",
            "2001:10::1",
            "2001:1ff::1",
            "2001:db8::1",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
        ];
        for address in v4.into_iter().chain(v6) {
            assert!(!on_internet(address), "{address}");
        }
    }

    #[test]
    fn anycast_exceptions_are() {
        for address in [
            "192.0.0.9",
            "192.0.0.10",
            "192.88.99.1",
            "2001:1::1",
            "2001:3::1",
            "2001:4:112::1",
            "2001:3f::1",
        ] {
            assert!(on_internet(address), "{address}");
        }
    }

    #[test]
    fn its_size_is_that_of_the_tables() {
        // 2^32 less: /8 ×3, /10, /16 ×2, /12, /24 ×4, one relay, /15, /4 ×2; the two anycast addresses are back.
        let special =
            3 * (1 << 24) + (1 << 22) + 2 * (1 << 16) + (1 << 20) + 4 * 256 + 1 + (1 << 17) + 2 * (1 << 28);
        assert_eq!(internet().v4.size(), (1 << 32) - special + 2);
    }
}
