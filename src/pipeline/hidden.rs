//! Address ranges that the input marks as sensitive: what was worked out from them is printed without them.

use ringfence_packets::AddressSet;
use ringfence_terraform::{Record, Value};

/// What stands in the place of a range.
const HIDDEN: &str = "(sensitive)";

/// The ranges of one root module that nobody may see.
#[derive(Clone, Debug)]
pub(crate) struct Hidden {
    addresses: AddressSet,
}

impl Hidden {
    /// Those of every value that is marked; a range that holds every address is no secret.
    pub(crate) fn of(records: &[Record]) -> Self {
        let mut found = Self { addresses: AddressSet::empty() };
        for value in records.iter().flat_map(|record| record.body.values()) {
            found.gather(value, false);
        }
        found
    }

    fn gather(&mut self, value: &Value, marked: bool) {
        let marked = marked || value.is_sensitive();
        if let Some(items) = value.as_list() {
            for item in items {
                self.gather(item, marked);
            }
        } else if let Some(entries) = value.as_map() {
            for entry in entries.values() {
                self.gather(entry, marked);
            }
        } else if let Some(text) = value.as_str().filter(|_| marked) {
            let set = AddressSet::parse_cidr(text.trim()).ok();
            let set = set.filter(|set| *set != AddressSet::all_v4() && *set != AddressSet::all_v6());
            self.addresses = set.map_or_else(|| self.addresses.clone(), |set| self.addresses.union(&set));
        }
    }

    /// The text without the ranges.
    pub(crate) fn clean(&self, text: &str) -> String {
        if self.addresses.is_empty() {
            return text.to_owned();
        }
        let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '/');
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            clean.push_str(before);
            let range = word.trim_end_matches(['.', ':', '/']);
            let is_hidden = AddressSet::parse_cidr(range).is_ok_and(|set| set.is_subset(&self.addresses));
            if is_hidden {
                clean.push_str(HIDDEN);
                clean.push_str(word.get(range.len()..).unwrap_or_default());
            } else {
                clean.push_str(word);
            }
            rest = after;
        }
        clean.push_str(rest);
        clean
    }
}

#[cfg(test)]
mod tests {
    use ringfence_packets::AddressSet;

    use super::Hidden;

    fn hidden(cidr: &str) -> Hidden {
        Hidden { addresses: AddressSet::parse_cidr(cidr).expect("a prefix") }
    }

    #[test]
    fn ranges_within_are_replaced_wherever_they_stand() {
        let clean = |text: &str| hidden("20.48.0.0/12").clean(text);
        assert_eq!(clean("from 20.48.0.0/12 on `a` (tcp 22)."), "from (sensitive) on `a` (tcp 22).");
        assert_eq!(clean("internet but 20.48.7.0/24, 9.0.0.0/8"), "internet but (sensitive), 9.0.0.0/8");
        assert_eq!(clean("it ends with 20.50.1.1."), "it ends with (sensitive).");
        assert_eq!(
            clean("wider: 20.0.0.0/8; ::/0; a.b/c; café 1.2"),
            "wider: 20.0.0.0/8; ::/0; a.b/c; café 1.2"
        );
        assert_eq!(hidden("2001:db8::/32").clean("2001:db8:1::/48: no"), "(sensitive): no");
    }

    #[test]
    fn nothing_is_hidden_if_nothing_is_sensitive() {
        let none = Hidden { addresses: AddressSet::empty() };
        assert_eq!(none.clean("20.48.0.0/12"), "20.48.0.0/12");
    }
}
