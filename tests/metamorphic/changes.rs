//! Changes of a state that change nothing.

use serde_json::{Map, Value, json};

use crate::prefixes::halves;

/// What renaming adds to a name.
pub(crate) const RENAMED: &str = "_x7";

/// Every resource has another name, and every id is another.
pub(crate) fn renamed(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    for resource in resources(&mut changed) {
        if resource["mode"] == "managed" {
            resource["name"] = json!(format!("{}{RENAMED}", said(&resource["name"])));
        }
        for instance in instances(resource) {
            let dependencies = instance["dependencies"].as_array_mut().into_iter().flatten();
            for dependency in dependencies.filter(|address| !said(address).contains("data.")) {
                *dependency = json!(format!("{}{RENAMED}", said(dependency)));
            }
        }
    }
    let ids = changed.to_string().replace("\"given-", "\"handed-");
    serde_json::from_str(&ids).ok()
}

/// Resources and blocks stand the other way round.
pub(crate) fn reordered(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    let all = changed["resources"].as_array_mut()?;
    all.reverse();
    for attributes in all_attributes(&mut changed) {
        for name in ["ingress", "egress", "route", "allow", "source_ranges", "cidr_blocks"] {
            if let Some(list) = attributes.get_mut(name).and_then(Value::as_array_mut) {
                list.reverse();
            }
        }
    }
    (changed != *state).then_some(changed)
}

/// Every range that a rule lets in, or out, is its two halves.
pub(crate) fn in_halves(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    for attributes in all_attributes(&mut changed) {
        lists_in_halves(attributes);
    }
    let mut changed = each_twice(&changed, |kind, attributes| {
        let names = ["cidr_ipv4", "cidr_ipv6"];
        let name =
            names.iter().find(|name| attributes[**name].is_string() && kind.ends_with("gress_rule"))?;
        Some(halves(said(&attributes[*name]))?.map(|half| with(attributes, name, json!(half))))
    });
    for attributes in all_attributes(&mut changed) {
        let blocks = attributes.get_mut("master_authorized_networks_config").and_then(Value::as_array_mut);
        for block in blocks.into_iter().flatten() {
            blocks_in_two(&mut block["cidr_blocks"], |block| {
                Some(
                    halves(block["cidr_block"].as_str()?)?.map(|half| with(block, "cidr_block", json!(half))),
                )
            });
        }
    }
    (changed != *state).then_some(changed)
}

fn lists_in_halves(value: &mut Value) {
    const LISTS: [&str; 4] = ["cidr_blocks", "ipv6_cidr_blocks", "source_ranges", "public_access_cidrs"];
    match value {
        Value::Object(entries) => {
            for (name, entry) in entries {
                let texts = entry.as_array().is_some_and(|items| items.iter().all(Value::is_string));
                if LISTS.contains(&name.as_str()) && texts {
                    let items = entry.as_array().expect("a list").iter().flat_map(|item| {
                        halves(said(item))
                            .map_or_else(|| vec![item.clone()], |two| two.map(Value::from).to_vec())
                    });
                    *entry = items.collect();
                } else {
                    lists_in_halves(entry);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(lists_in_halves),
        _ => {}
    }
}

/// Every route is two, to the halves of where it leads.
pub(crate) fn routes_in_halves(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    for attributes in all_attributes(&mut changed) {
        blocks_in_two(&mut attributes["route"], |route| {
            let name = ["cidr_block", "ipv6_cidr_block"].into_iter().find(|name| route[*name].is_string())?;
            Some(halves(said(&route[name]))?.map(|half| with(route, name, json!(half))))
        });
    }
    let changed = each_twice(&without_nulls(changed), |kind, attributes| {
        let names = ["destination_cidr_block", "destination_ipv6_cidr_block"];
        let name = names.into_iter().find(|name| attributes[*name].is_string() && kind == "aws_route")?;
        Some(halves(said(&attributes[name]))?.map(|half| with(attributes, name, json!(half))))
    });
    (changed != *state).then_some(changed)
}

/// Every rule about a range of ports is two.
pub(crate) fn ports_in_halves(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    for attributes in all_attributes(&mut changed) {
        for name in ["ingress", "egress"] {
            blocks_in_two(&mut attributes[name], |block| rule_in_two(block, "protocol"));
        }
        for block in attributes.get_mut("allow").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(ports) = block.get("ports").and_then(Value::as_array) else { continue };
            let ports = ports.iter().flat_map(|port| {
                let two = said(port).split_once('-').and_then(|(low, high)| {
                    let (low, high): (u32, u32) = (low.parse().ok()?, high.parse().ok()?);
                    let middle = low + (high - low) / 2;
                    (low < high).then(|| [format!("{low}-{middle}"), format!("{}-{high}", middle + 1)])
                });
                two.map_or_else(|| vec![port.clone()], |two| two.map(Value::from).to_vec())
            });
            block["ports"] = ports.collect();
        }
    }
    let changed = each_twice(&without_nulls(changed), |kind, attributes| {
        let protocol = if kind == "aws_security_group_rule" { "protocol" } else { "ip_protocol" };
        let is_rule = kind == "aws_security_group_rule" || kind.starts_with("aws_vpc_security_group_");
        is_rule.then(|| rule_in_two(attributes, protocol))?
    });
    (changed != *state).then_some(changed)
}

fn rule_in_two(rule: &Value, protocol: &str) -> Option<[Value; 2]> {
    // Rules of a network ACL have numbers, which only one may have.
    let numbered = ["rule_no", "rule_number"].iter().any(|name| rule.get(*name).is_some());
    let by_port = matches!(rule[protocol].as_str()?, "tcp" | "udp");
    let (low, high) = (number(&rule["from_port"])?, number(&rule["to_port"])?);
    let middle = low + (high - low) / 2;
    let two = || [with(rule, "to_port", json!(middle)), with(rule, "from_port", json!(middle + 1))];
    (!numbered && by_port && low < high).then(two)
}

/// Every rule stands there a second time.
pub(crate) fn rules_twice(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    for attributes in all_attributes(&mut changed) {
        for name in ["ingress", "egress"] {
            blocks_in_two(&mut attributes[name], |block| {
                block.get("rule_no").is_none().then(|| [block.clone(), block.clone()])
            });
        }
    }
    let changed = each_twice(&without_nulls(changed), |kind, attributes| {
        let is_rule = kind == "aws_security_group_rule"
            || kind.starts_with("aws_vpc_security_group_")
            || kind == "google_compute_firewall";
        is_rule.then(|| [attributes.clone(), attributes.clone()])
    });
    (changed != *state).then_some(changed)
}

/// Every security group of several rules is two, and whoever was in the one is in both.
pub(crate) fn groups_in_two(state: &Value) -> Option<Value> {
    let mut changed = state.clone();
    let mut made = Vec::new();
    let mut ids = Vec::new();
    for resource in resources(&mut changed).iter_mut().filter(|one| one["type"] == "aws_security_group") {
        let mut copy = resource.clone();
        for (own, other) in instances(resource).iter_mut().zip(instances(&mut copy)) {
            let (own, other) = (&mut own["attributes"], &mut other["attributes"]);
            let id = said(&own["id"]).to_owned();
            other["id"] = json!(half_of(&id));
            if let Some(name) = other.get_mut("name").filter(|name| name.is_string()) {
                *name = json!(half_of(said(name)));
            }
            if let Some(rules) = own.get_mut("ingress").and_then(Value::as_array_mut) {
                other["ingress"] = json!(rules.split_off(rules.len().div_ceil(2)));
            }
            ids.push(id);
        }
        copy["name"] = json!(half_of(said(&resource["name"])));
        made.push(copy);
    }
    let mut second = false;
    for resource in resources(&mut changed) {
        let kind = said(&resource["type"]).to_owned();
        let is_rule = kind == "aws_security_group_rule" || kind.starts_with("aws_vpc_security_group_");
        for attributes in instances(resource).iter_mut().map(|instance| &mut instance["attributes"]) {
            if is_rule {
                second = !second;
                let to = said(&attributes["security_group_id"]).to_owned();
                if second && ids.contains(&to) && attributes["self"] != true {
                    attributes["security_group_id"] = json!(half_of(&to));
                }
            } else if kind != "aws_security_group" {
                join(attributes, &ids);
            }
        }
    }
    changed["resources"].as_array_mut()?.extend(made);
    (!ids.is_empty()).then_some(changed)
}

fn half_of(name: &str) -> String {
    format!("{name}-half")
}

/// Whoever is in a group is in its other half too.
fn join(value: &mut Value, ids: &[String]) {
    const LISTS: [&str; 4] =
        ["vpc_security_group_ids", "security_groups", "security_group_ids", "security_groups_ids"];
    match value {
        Value::Object(entries) => {
            for (name, entry) in entries {
                if let (true, Some(list)) = (LISTS.contains(&name.as_str()), entry.as_array_mut()) {
                    let own =
                        list.iter().filter_map(Value::as_str).filter(|id| ids.iter().any(|own| own == id));
                    let halves: Vec<Value> = own.map(|id| json!(half_of(id))).collect();
                    list.extend(halves);
                } else {
                    join(entry, ids);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| join(item, ids)),
        _ => {}
    }
}

/// Behind every rule of a network ACL stands one that says the contrary of the same packets, and is never asked.
pub(crate) fn shadowed(state: &Value) -> Option<Value> {
    const BEHIND: i64 = 20_000;
    let contrary = |rule: &Value, number_in: &str, action_in: &str| -> Option<Value> {
        let contrary = if rule[action_in] == "allow" { "deny" } else { "allow" };
        let behind = with(rule, number_in, json!(number(&rule[number_in])? + BEHIND / 2));
        Some(with(&behind, action_in, json!(contrary)))
    };
    let mut changed = state.clone();
    for attributes in all_attributes(&mut changed) {
        for name in ["ingress", "egress"] {
            blocks_in_two(&mut attributes[name], |block| {
                Some([block.clone(), contrary(block, "rule_no", "action")?])
            });
        }
    }
    let changed = each_twice(&without_nulls(changed), |kind, attributes| {
        let behind =
            contrary(attributes, "rule_number", "rule_action").filter(|_| kind == "aws_network_acl_rule");
        Some([attributes.clone(), behind?])
    });
    (changed != *state).then_some(changed)
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Some configurations write numbers as texts.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn with(value: &Value, name: &str, entry: Value) -> Value {
    let mut changed = value.clone();
    changed[name] = entry;
    changed
}

fn resources(state: &mut Value) -> &mut Vec<Value> {
    state["resources"].as_array_mut().expect("resources")
}

fn instances(resource: &mut Value) -> &mut Vec<Value> {
    resource["instances"].as_array_mut().expect("instances")
}

fn all_attributes(state: &mut Value) -> impl Iterator<Item = &mut Value> {
    let instances = resources(state).iter_mut().flat_map(|resource| instances(resource).iter_mut());
    instances.map(|instance| &mut instance["attributes"])
}

/// Attributes that asking for them has made.
fn without_nulls(mut state: Value) -> Value {
    for attributes in all_attributes(&mut state) {
        let Some(entries) = attributes.as_object_mut() else { continue };
        entries.retain(|name, entry| {
            !(entry.is_null() && ["ingress", "egress", "route"].contains(&name.as_str()))
        });
    }
    state
}

/// Blocks of a list of which some are two.
fn blocks_in_two(list: &mut Value, two: impl Fn(&Value) -> Option<[Value; 2]>) {
    let Some(blocks) = list.as_array() else { return };
    let blocks = blocks.iter().flat_map(|block| two(block).map_or_else(|| vec![block.clone()], Vec::from));
    *list = blocks.collect();
}

/// Resources of which some are two, the second of another name and id.
fn each_twice(state: &Value, two: impl Fn(&str, &Value) -> Option<[Value; 2]>) -> Value {
    let mut changed = state.clone();
    let mut made = Vec::new();
    for resource in resources(&mut changed) {
        let kind = said(&resource["type"]).to_owned();
        let mut copy = resource.clone();
        let mut copied = Vec::new();
        for instance in instances(resource) {
            let Some([one, mut other]) = two(&kind, &instance["attributes"]) else { continue };
            instance["attributes"] = one;
            other["id"] = json!(half_of(said(&other["id"])));
            if kind.starts_with("google_") {
                other["name"] = json!(half_of(said(&other["name"])));
            }
            let mut second = instance.as_object().cloned().unwrap_or_else(Map::new);
            second.insert("attributes".to_owned(), other);
            copied.push(Value::Object(second));
        }
        if !copied.is_empty() {
            copy["name"] = json!(format!("{}_half", said(&resource["name"])));
            copy["instances"] = json!(copied);
            made.push(copy);
        }
    }
    resources(&mut changed).extend(made);
    changed
}
