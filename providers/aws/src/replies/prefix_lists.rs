//! Prefix lists with their entries, those that the vendor manages included.
//!
//! Source: EC2 API `ManagedPrefixList`, `PrefixListEntry`, `PrefixList`; `aws_ec2_managed_prefix_list`
//! (read 2026-11-25).

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::NoticeId;
use ringfence_replies::{Body, field};
use ringfence_terraform::Value;

use super::file_name::named;
use super::kinds::command;
use super::making::Making;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    let entries = entries(making);
    let mut lists = making.each("PrefixLists", "PrefixListId");
    // Of two descriptions the one that lists the prefixes counts.
    lists.sort_by_key(|(object, _)| field(object.value, "Cidrs").is_none());
    for (object, id) in lists {
        let (value, mut body) = (object.value, Body::default());
        if is_gone(value, "State") {
            continue;
        }
        body.copy(
            value,
            &[
                ("PrefixListName", "name"),
                ("PrefixListArn", "arn"),
                ("AddressFamily", "address_family"),
                ("MaxEntries", "max_entries"),
                ("OwnerId", "owner_id"),
                ("Version", "version"),
            ],
        );
        let name = id.as_str().unwrap_or_default();
        // The older call lists the prefixes themselves, the newer one only says that there is a list.
        let own = field(value, "Cidrs");
        match (own.and_then(Value::as_list), entries.get(name)) {
            (_, Some(blocks)) => body.set_list("entry", blocks.clone(), id.origin.at),
            (Some(cidrs), None) => {
                let blocks = cidrs.iter().map(entry).collect();
                body.set_list("entry", blocks, own.map_or(id.origin.at, |list| list.origin.at));
            }
            (None, None) => {
                let why = format!("the prefixes of `{name}`, which no reply lists ({})", command("Entries"));
                body.set_unknown("entry", &why, id.origin.at);
            }
        }
        put_tags(&mut body, value);
        making.add("aws_ec2_managed_prefix_list", object, id, body);
    }
}

fn entry(cidr: &Value) -> Value {
    let mut block = Body::default();
    block.put("cidr", Some(cidr));
    block.block(cidr.origin.at)
}

/// The entries of lists, which stand in a reply of their own that does not name the list.
fn entries(making: &mut Making<'_>) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut complete = BTreeSet::new();
    for reply in making.objects.replies("Entries") {
        let Some(list) = named(&reply.file, "pl-") else {
            let message = format!(
                "`{}` does not say which prefix list its `Entries` are of, so they were not analysed; put the list's id \
                 (`pl-…`) into the name of the file",
                reply.file
            );
            making.note(NoticeId::Undecided, message, Some(reply.value.origin.at));
            continue;
        };
        let all = reply.value.as_list().unwrap_or_default();
        let blocks = all.iter().filter_map(|one| field(one, "Cidr")).map(entry);
        found.entry(list.to_owned()).or_default().extend(blocks);
        if !reply.continues {
            complete.insert(list.to_owned());
        }
    }
    found.retain(|list, _| complete.contains(list));
    found
}
