//! Every part of a reply replaced by something else: nothing panics, and what is made can be lowered.

use std::fs;
use std::path::Path;

use ringfence_model::Model;
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use serde_json::{Value, json};

use crate::support::read;
use crate::{identities, machines, networks, transit};

/// Replies of many kinds.
fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/replies/account/accounts/111122223333/eu-west-1");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut all: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let own =
        [networks::ROUTES, machines::INSTANCES, transit::TABLES, transit::ROUTES, transit::PROPAGATIONS];
    all.extend(own.map(str::to_owned));
    all.push(identities::account("111122223333", "*"));
    all
}

/// Puts `with` in place of the node of that number, counted from the outside and the start.
fn replace(node: &mut Value, number: &mut usize, with: &Value) -> bool {
    if *number == 0 {
        *node = with.clone();
        return true;
    }
    *number -= 1;
    match node {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, number, with)),
        Value::Object(entries) => entries.values_mut().any(|item| replace(item, number, with)),
        _ => false,
    }
}

#[test]
fn whatever_stands_in_the_place_of_a_part_nothing_panics() {
    let others = [
        json!(null),
        json!(-7.5),
        json!(""),
        json!([]),
        json!({}),
        json!([[{ "a": [1] }]]),
        json!("vpc-1,é/%"),
    ];
    for sample in samples() {
        let whole: Value = serde_json::from_str(&sample).unwrap();
        let mut files: Vec<String> = Vec::new();
        for with in &others {
            for number in 1.. {
                let mut changed = whole.clone();
                if !replace(&mut changed, &mut number.clone(), with) {
                    break;
                }
                files.push(changed.to_string());
            }
        }
        for text in &files {
            let (stack, sources) = read(&[("tgw-rtb-1.json", text)]);
            let mut model = Model::default();
            Aws.lower(&stack.records, &sources, &mut model);
            let mut addresses: Vec<_> = stack.records.iter().map(|record| record.address.clone()).collect();
            let count = addresses.len();
            addresses.dedup();
            assert_eq!(addresses.len(), count, "an address is one record's: {text}");
        }
    }
}
