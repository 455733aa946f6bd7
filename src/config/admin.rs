//! The networks from which a cluster is administered, as `ringfence.toml` lists them.

use std::fmt;

use anyhow::Context;
use ringfence_packets::AddressSet;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::date::Date;

/// One network: `"203.0.113.0/24"`, or a table that says whose it is and for how long.
#[derive(Debug)]
pub(super) struct Network {
    cidr: String,
    owner: Option<String>,
    until: Option<String>,
}

/// The networks of a list.
#[derive(Debug)]
pub(super) struct Networks {
    /// Those that count.
    pub(super) valid: AddressSet,
    /// The others, in words.
    pub(super) expired: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    cidr: String,
    owner: Option<String>,
    until: Option<Until>,
}

/// A day in quotation marks, or as TOML writes days.
#[derive(Deserialize)]
#[serde(untagged)]
enum Until {
    Text(String),
    Day(toml::value::Datetime),
}

impl Networks {
    /// Those that count today: an `until` is the last day on which its network does.
    ///
    /// Errors: an address or a day that is none.
    pub(super) fn of(listed: &[Network], today: Date) -> anyhow::Result<Self> {
        let mut valid = Vec::new();
        let mut expired = Vec::new();
        for Network { cidr, owner, until } in listed {
            // What has expired must be valid all the same: it may be somebody's typing error.
            let addresses = AddressSet::parse_cidr(cidr).context("`admin.networks`")?;
            let until =
                until.as_deref().map(Date::parse).transpose().context("`until` of `admin.networks`")?;
            match until.filter(|until| *until < today) {
                None => valid.push(addresses),
                Some(until) => {
                    let owner = owner.as_deref().map(|owner| format!(" of `{owner}`")).unwrap_or_default();
                    expired.push(format!(
                        "the admin network `{cidr}`{owner} was in `ringfence.toml` until {until} and does not count any more; remove it, or set a later `until`"
                    ));
                }
            }
        }
        Ok(Self { valid: AddressSet::union_all(&valid), expired })
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTable)
    }
}

struct TextOrTable;

impl<'de> Visitor<'de> for TextOrTable {
    type Value = Network;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a network such as `\"203.0.113.0/24\"`, or a table with `cidr`, `owner` and `until`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Network, E> {
        Ok(Network { cidr: text.to_owned(), owner: None, until: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Network, A::Error> {
        let Table { cidr, owner, until } = Table::deserialize(MapAccessDeserializer::new(map))?;
        let until = until.map(|until| match until {
            Until::Text(text) => text,
            Until::Day(day) => day.to_string(),
        });
        Ok(Network { cidr, owner, until })
    }
}
