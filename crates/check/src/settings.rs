//! What the user says about the cluster: read from `ringfence.toml`.

use ringfence_packets::AddressSet;

/// Settings that rules depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The networks from which the cluster is administered. Nothing: the user has not said.
    pub admin_networks: Option<AddressSet>,
}

/// More public addresses than one organisation has: IPv4 blocks up to a /8 (the largest ever assigned to one),
/// IPv6 blocks up to a /16 (no registry assigns a shorter one).
///
/// Source: <https://www.iana.org/assignments/ipv4-address-space/>, read 2026-11-23.
const ONE_ORGANISATION_V4: u128 = 1 << 24;
const ONE_ORGANISATION_V6: u128 = 1 << 112;

impl Settings {
    /// Whether addresses are "the internet": more public ones than any one organisation has.
    pub fn is_internet(&self, addresses: &AddressSet) -> bool {
        let public = addresses.intersection(&AddressSet::internet());
        let public = self.admin_networks.as_ref().map_or(public.clone(), |admin| public.difference(admin));
        public.v4.size() > ONE_ORGANISATION_V4 || public.v6.size() > ONE_ORGANISATION_V6
    }

    /// The public addresses that do not administer the cluster; nothing if the user has not said which do.
    pub fn beyond_admin(&self, addresses: &AddressSet) -> Option<AddressSet> {
        let admin = self.admin_networks.as_ref()?;
        Some(addresses.intersection(&AddressSet::internet()).difference(admin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cidrs: &[&str]) -> AddressSet {
        AddressSet::parse_cidrs(cidrs.iter().copied()).unwrap()
    }

    #[test]
    fn the_internet_is_what_no_organisation_owns() {
        let settings = Settings::default();
        assert!(settings.is_internet(&set(&["0.0.0.0/1"])));
        assert!(settings.is_internet(&set(&["0.0.0.0/1", "128.0.0.0/1"])));
        assert!(settings.is_internet(&set(&["::/0"])));
        assert!(!settings.is_internet(&set(&["203.0.114.7/32"])));
        assert!(!settings.is_internet(&set(&["17.0.0.0/8"])), "one organisation's block");
        assert!(!settings.is_internet(&set(&["10.0.0.0/8", "172.16.0.0/12", "fc00::/7"])), "private");
    }

    #[test]
    fn admin_networks_are_not_foreign() {
        let settings = Settings { admin_networks: Some(set(&["198.18.0.0/15", "20.0.0.0/24"])) };
        assert_eq!(settings.beyond_admin(&set(&["20.0.0.0/23"])), Some(set(&["20.0.1.0/24"])));
        assert!(settings.beyond_admin(&set(&["20.0.0.7/32", "10.0.0.0/8"])).unwrap().is_empty());
        assert_eq!(Settings::default().beyond_admin(&set(&["1.2.3.4"])), None);
    }
}
