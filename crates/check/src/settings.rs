//! What the user says about the cluster: read from `ringfence.toml`.

use ringfence_packets::AddressSet;

/// Settings that rules depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The networks from which the cluster is administered, without those that have expired. Nothing: the user has
    /// not said.
    pub admin_networks: Option<AddressSet>,
    /// The organisation's own public ranges: they are not the internet.
    pub own_networks: AddressSet,
    /// Admin networks that do not count any more, in words: one sentence each.
    pub expired: Vec<String>,
    /// Whether nodes may connect to kubelets.
    pub kubelet_open_to_nodes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            admin_networks: None,
            own_networks: AddressSet::empty(),
            expired: Vec::new(),
            kubelet_open_to_nodes: true,
        }
    }
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
        let public = self.foreign(addresses);
        let public = self.admin_networks.as_ref().map_or(public.clone(), |admin| public.difference(admin));
        public.v4.size() > ONE_ORGANISATION_V4 || public.v6.size() > ONE_ORGANISATION_V6
    }

    /// The public addresses that do not administer the cluster; nothing if the user has not said which do.
    pub fn beyond_admin(&self, addresses: &AddressSet) -> Option<AddressSet> {
        let admin = self.admin_networks.as_ref()?;
        Some(self.foreign(addresses).difference(admin))
    }

    /// The public addresses that are not the organisation's own.
    fn foreign(&self, addresses: &AddressSet) -> AddressSet {
        addresses.intersection(&AddressSet::internet()).difference(&self.own_networks)
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
        let settings =
            Settings { admin_networks: Some(set(&["198.18.0.0/15", "20.0.0.0/24"])), ..Settings::default() };
        assert_eq!(settings.beyond_admin(&set(&["20.0.0.0/23"])), Some(set(&["20.0.1.0/24"])));
        assert!(settings.beyond_admin(&set(&["20.0.0.7/32", "10.0.0.0/8"])).unwrap().is_empty());
        assert_eq!(Settings::default().beyond_admin(&set(&["1.2.3.4"])), None);
    }

    #[test]
    fn ones_own_ranges_are_not_the_internet() {
        let settings = Settings { own_networks: set(&["20.0.0.0/7"]), ..Settings::default() };
        assert!(Settings::default().is_internet(&set(&["20.0.0.0/7"])));
        assert!(!settings.is_internet(&set(&["20.0.0.0/7"])));
        assert!(settings.is_internet(&set(&["20.0.0.0/6"])), "half of it is somebody else's");
        let listed = Settings { admin_networks: Some(AddressSet::empty()), ..settings };
        assert!(listed.beyond_admin(&set(&["20.0.0.7"])).unwrap().is_empty());
        assert!(
            !listed.beyond_admin(&set(&["30.0.0.7"])).unwrap().is_empty(),
            "the list is empty, not absent"
        );
    }
}
